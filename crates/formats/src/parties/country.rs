//! Countries as lists of parties write them, in English, and their codes (ISO 3166-1).

/// Names in lower case, in their order, with the codes.
#[rustfmt::skip]
const COUNTRIES: &[(&str, &str)] = &[
    ("afghanistan", "AF"), ("albania", "AL"), ("algeria", "DZ"), ("andorra", "AD"), ("angola", "AO"), ("argentina", "AR"),
    ("armenia", "AM"), ("aruba", "AW"), ("australia", "AU"), ("austria", "AT"), ("azerbaijan", "AZ"), ("bahamas", "BS"),
    ("bahamas, the", "BS"), ("bahrain", "BH"), ("bangladesh", "BD"), ("barbados", "BB"), ("belarus", "BY"), ("belgium", "BE"),
    ("belize", "BZ"), ("benin", "BJ"), ("bermuda", "BM"), ("bolivia", "BO"), ("bosnia and herzegovina", "BA"),
    ("botswana", "BW"), ("brazil", "BR"), ("brunei", "BN"), ("bulgaria", "BG"), ("burkina faso", "BF"), ("burma", "MM"),
    ("burundi", "BI"), ("cambodia", "KH"), ("cameroon", "CM"), ("canada", "CA"), ("cape verde", "CV"), ("cayman islands", "KY"),
    ("central african republic", "CF"), ("chad", "TD"), ("chile", "CL"), ("china", "CN"), ("colombia", "CO"), ("comoros", "KM"),
    ("congo", "CG"), ("congo, democratic republic of the", "CD"), ("congo, republic of the", "CG"), ("costa rica", "CR"),
    ("cote d'ivoire", "CI"), ("croatia", "HR"), ("cuba", "CU"), ("curacao", "CW"), ("cyprus", "CY"), ("czech republic", "CZ"),
    ("czechia", "CZ"), ("democratic people's republic of korea", "KP"), ("democratic republic of the congo", "CD"),
    ("denmark", "DK"), ("djibouti", "DJ"), ("dominica", "DM"), ("dominican republic", "DO"), ("ecuador", "EC"), ("egypt", "EG"),
    ("el salvador", "SV"), ("equatorial guinea", "GQ"), ("eritrea", "ER"), ("estonia", "EE"), ("eswatini", "SZ"),
    ("ethiopia", "ET"), ("fiji", "FJ"), ("finland", "FI"), ("france", "FR"), ("gabon", "GA"), ("gambia", "GM"),
    ("gambia, the", "GM"), ("georgia", "GE"), ("germany", "DE"), ("ghana", "GH"), ("gibraltar", "GI"), ("greece", "GR"),
    ("grenada", "GD"), ("guatemala", "GT"), ("guernsey", "GG"), ("guinea", "GN"), ("guinea-bissau", "GW"), ("guyana", "GY"),
    ("haiti", "HT"), ("honduras", "HN"), ("hong kong", "HK"), ("hungary", "HU"), ("iceland", "IS"), ("india", "IN"),
    ("indonesia", "ID"), ("iran", "IR"), ("iran (islamic republic of)", "IR"), ("iraq", "IQ"), ("ireland", "IE"),
    ("islamic republic of iran", "IR"), ("isle of man", "IM"), ("israel", "IL"), ("italy", "IT"), ("jamaica", "JM"),
    ("japan", "JP"), ("jersey", "JE"), ("jordan", "JO"), ("kazakhstan", "KZ"), ("kenya", "KE"), ("korea, north", "KP"),
    ("korea, south", "KR"), ("kosovo", "XK"), ("kuwait", "KW"), ("kyrgyzstan", "KG"), ("laos", "LA"), ("latvia", "LV"),
    ("lebanon", "LB"), ("lesotho", "LS"), ("liberia", "LR"), ("libya", "LY"), ("liechtenstein", "LI"), ("lithuania", "LT"),
    ("luxembourg", "LU"), ("macau", "MO"), ("macedonia", "MK"), ("madagascar", "MG"), ("malawi", "MW"), ("malaysia", "MY"),
    ("maldives", "MV"), ("mali", "ML"), ("malta", "MT"), ("marshall islands", "MH"), ("mauritania", "MR"), ("mauritius", "MU"),
    ("mexico", "MX"), ("moldova", "MD"), ("monaco", "MC"), ("mongolia", "MN"), ("montenegro", "ME"), ("morocco", "MA"),
    ("mozambique", "MZ"), ("myanmar", "MM"), ("namibia", "NA"), ("nepal", "NP"), ("netherlands", "NL"),
    ("netherlands antilles", "AN"), ("new zealand", "NZ"), ("nicaragua", "NI"), ("niger", "NE"), ("nigeria", "NG"),
    ("north korea", "KP"), ("north macedonia", "MK"), ("norway", "NO"), ("oman", "OM"), ("pakistan", "PK"), ("palau", "PW"),
    ("palestinian", "PS"), ("panama", "PA"), ("papua new guinea", "PG"), ("paraguay", "PY"), ("peru", "PE"),
    ("philippines", "PH"), ("poland", "PL"), ("portugal", "PT"), ("qatar", "QA"), ("republic of korea", "KR"),
    ("romania", "RO"), ("russia", "RU"), ("russian federation", "RU"), ("rwanda", "RW"), ("saint kitts and nevis", "KN"),
    ("saint lucia", "LC"), ("saint vincent and the grenadines", "VC"), ("samoa", "WS"), ("san marino", "SM"),
    ("saudi arabia", "SA"), ("senegal", "SN"), ("serbia", "RS"), ("seychelles", "SC"), ("sierra leone", "SL"),
    ("singapore", "SG"), ("slovakia", "SK"), ("slovenia", "SI"), ("somalia", "SO"), ("south africa", "ZA"),
    ("south korea", "KR"), ("south sudan", "SS"), ("spain", "ES"), ("sri lanka", "LK"), ("sudan", "SD"), ("suriname", "SR"),
    ("sweden", "SE"), ("switzerland", "CH"), ("syria", "SY"), ("syrian arab republic", "SY"), ("taiwan", "TW"),
    ("tajikistan", "TJ"), ("tanzania", "TZ"), ("thailand", "TH"), ("togo", "TG"), ("trinidad and tobago", "TT"),
    ("tunisia", "TN"), ("turkey", "TR"), ("turkmenistan", "TM"), ("tuvalu", "TV"), ("türkiye", "TR"), ("uganda", "UG"),
    ("ukraine", "UA"), ("united arab emirates", "AE"), ("united kingdom", "GB"),
    ("united kingdom of great britain and northern ireland", "GB"), ("united states", "US"), ("united states of america", "US"),
    ("uruguay", "UY"), ("uzbekistan", "UZ"), ("vanuatu", "VU"), ("venezuela", "VE"), ("viet nam", "VN"), ("vietnam", "VN"),
    ("virgin islands, british", "VG"), ("west bank", "PS"), ("yemen", "YE"), ("zambia", "ZM"), ("zimbabwe", "ZW"),
];

/// The code of a country that is written out or as its code; as it stands where it is not known, nothing where nothing stands.
pub(super) fn coded(text: &str) -> Vec<String> {
    let text = text.trim().trim_end_matches('.');
    let name = text.strip_prefix("Region: ").unwrap_or(text).to_lowercase();
    if let Ok(at) = COUNTRIES.binary_search_by_key(&name.as_str(), |(name, _)| name) {
        return vec![COUNTRIES[at].1.to_owned()];
    }
    match text {
        "" => Vec::new(),
        code if code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic()) => vec![code.to_uppercase()],
        other => vec![other.to_owned()],
    }
}

#[test]
fn countries_stand_in_their_order() {
    assert!(COUNTRIES.is_sorted());
    for (text, code) in [("Iran", "IR"), ("SOUTH AFRICA", "ZA"), ("Zimbabwe.", "ZW"), ("de", "DE"), ("Gaza", "Gaza")] {
        assert_eq!(coded(text), [code]);
    }
    assert!(coded(" ").is_empty());
}
