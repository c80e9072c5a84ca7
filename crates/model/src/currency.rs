//! The currencies of the world (ISO 4217): those of today with the digits of their smaller unit, and those of the past with the year in which
//! they ended.

/// A currency of the world's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListedCurrency {
    /// Its code.
    pub code: &'static str,
    /// Digits behind the point.
    pub decimals: u32,
    /// For a currency of the past, the year in which it was withdrawn.
    pub until_year: Option<i32>,
}

/// Codes of today with two digits (ISO 4217, list one).
const HUNDREDTHS: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW \
    CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES \
    KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN \
    PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD \
    USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG";

/// Codes of today without a smaller unit.
const WHOLE: &str = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF";

/// Codes of today whose unit has a thousand smaller ones.
const THOUSANDTHS: &str = "BHD IQD JOD KWD LYD OMR TND";

/// Codes of today with four digits.
const TEN_THOUSANDTHS: &str = "CLF UYW";

/// Codes of the past with the year in which they ended (ISO 4217, list three). The list states no smaller unit for them; amounts have two
/// digits here.
const PAST: &str = "ADP 2003 AFA 2003 ALK 1989 ANG 2025 AOK 1991 AON 2000 AOR 2000 ARA 1992 ARP 1985 ARY 1990 ATS 2002 AYM 2005 AZM 2005 BAD 1998 \
    BEC 1990 BEF 2002 BEL 1990 BGJ 1990 BGK 1990 BGL 2003 BGN 2026 BOP 1987 BRB 1986 BRC 1989 BRE 1993 BRN 1990 BRR 1994 BUK 1990 BYB 2001 \
    BYR 2017 CHC 2004 CSD 2006 CSJ 1990 CSK 1993 CUC 2021 CYP 2008 DDM 1990 DEM 2002 ECS 2000 ECV 2000 EEK 2011 ESA 1981 ESB 1994 ESP 2002 \
    FIM 2002 FRF 2002 GEK 1995 GHC 2008 GHP 2007 GNE 1990 GNS 1986 GQE 1986 GRD 2002 GWE 1981 GWP 1997 HRD 1995 HRK 2023 IEP 2002 \
    ILP 1981 ILR 1990 ISJ 1990 ITL 2002 LAJ 1989 LSM 1985 LTL 2014 LTT 1993 LUC 1990 LUF 2002 LUL 1990 LVL 2014 LVR 1994 MGF 2004 MLF 1984 \
    MRO 2017 MTL 2008 MTP 1983 MVQ 1989 MXP 1993 MZE 1981 MZM 2006 NIC 1990 NLG 2002 PEH 1990 PEI 1991 PES 1986 PLZ 1997 PTE 2002 RHD 1981 \
    ROK 1990 ROL 2005 RUR 2010 SDD 2007 SDP 1998 SIT 2007 SKK 2009 SLL 2023 SRG 2003 STD 2017 SUR 1990 TJR 2001 TMM 2009 TPE 2002 TRL 2005 \
    UAK 1996 UGS 1987 UGW 1990 UYN 1993 UYP 1993 VEB 2008 VEF 2018 VNC 1990 XEU 1999 YDD 1991 YUD 1990 YUM 2003 YUN 1995 ZAL 1995 ZMK 2012 \
    ZRN 1999 ZRZ 1994 ZWC 1980 ZWD 2008 ZWL 2024 ZWN 2006 ZWR 2009";

/// Codes that begin with X and are the list's own, for metals, funds and tests: nothing is lent in them.
const RESERVED: &str = "XAD XAG XAU XBA XBB XBC XBD XDR XFO XFU XPD XPT XRE XSU XTS XUA XXX";

/// The entry of a code of three capitals.
pub(crate) fn listed(code: &str) -> Option<ListedCurrency> {
    let today = [(HUNDREDTHS, 2), (WHOLE, 0), (THOUSANDTHS, 3), (TEN_THOUSANDTHS, 4)];
    for (codes, decimals) in today {
        if let Some(code) = codes.split_whitespace().find(|one| *one == code) {
            return Some(ListedCurrency { code, decimals, until_year: None });
        }
    }
    let mut past = PAST.split_whitespace();
    while let (Some(one), Some(until)) = (past.next(), past.next()) {
        if one == code {
            return Some(ListedCurrency { code: one, decimals: 2, until_year: until.parse().ok() });
        }
    }
    None
}

/// Whether a code can be one of the office's own.
pub(crate) fn is_private(code: &str) -> bool {
    code.starts_with('X') && listed(code).is_none() && !RESERVED.split_whitespace().any(|one| one == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn currencies_of_today_and_of_the_past_are_known_with_their_digits() {
        for (code, decimals, until_year) in [
            ("EUR", 2, None),
            ("JPY", 0, None),
            ("TND", 3, None),
            ("CLF", 4, None),
            ("XPF", 0, None),
            ("DEM", 2, Some(2002)),
            ("SUR", 2, Some(1990)),
            ("DDM", 2, Some(1990)),
            ("YUD", 2, Some(1990)),
        ] {
            assert_eq!(listed(code).map(|one| (one.decimals, one.until_year)), Some((decimals, until_year)), "{code}");
        }
        assert!(["XRM", "ABC", "eur"].iter().all(|code| listed(code).is_none()));
    }

    #[test]
    fn only_a_code_that_the_list_does_not_use_is_the_offices_own() {
        assert!(is_private("XRM"));
        assert!(["XAU", "XXX", "XAF", "XEU", "RMK"].iter().all(|code| !is_private(code)));
    }

    #[test]
    fn no_code_stands_twice() {
        let today = [HUNDREDTHS, WHOLE, THOUSANDTHS, TEN_THOUSANDTHS, RESERVED].map(str::split_whitespace);
        let mut all: Vec<&str> = today.into_iter().flatten().chain(PAST.split_whitespace().step_by(2)).collect();
        let n = all.len();
        assert!(all.iter().all(|code| code.len() == 3));
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), n);
    }
}
