//! No text of the world is markup, and none keeps an issue from being printed.

mod paper;

use paper::{letters_of, pdf_text};
use press::{Abstract, Digest, HtmlTemplate, Issue, Item, PdfTemplate, sample};
use proptest::prelude::*;

/// What has broken typesetters and pages before.
const HOSTILE: &[&str] = &[
    "#import \"@preview/x:1.0.0\": *",
    "#read(\"/etc/passwd\") #panic() #while true {}",
    "$ sum_(i=0)^n $ *bold* _thin_ `raw` <label> @ref = Heading",
    "\\ \\u{202e} \\input{x} // comment /* open",
    "</title><script>alert(1)</script><!-- {{ name }} {% for x in y %} {# #}",
    "\" onmouseover=\"alert(1)\" ' & &amp; &lt;",
    "]]> <![CDATA[ <?xml ?>",
    "\"; #eval(\"1\") ; } ) ]",
    "- list\n+ list\n/ term: x\n---",
    "~ -- --- ... 'quoted' \"quoted\"",
];

fn with(text: &str) -> Issue {
    let mut issue = sample::issue();
    let some = || Some(text.to_owned());
    issue.masthead.name = format!("N {text}");
    issue.masthead.office = format!("O {text}");
    issue.masthead.subtitle = some();
    issue.masthead.marking = some();
    issue.masthead.number = text.to_owned();
    issue.closing = Some(format!("C {text}"));
    let section = &mut issue.sections[0];
    (section.code, section.note, section.heading) = (some(), some(), text.to_owned());
    let Item {
        title, title_language, original, authors, source, identifiers, digest, abstract_, classes, marking, ..
    } = &mut section.items[0];
    *title = text.to_owned();
    (*title_language, *source, *marking) = (some(), some(), some());
    if let Some(original) = original {
        (original.title, original.language, original.language_name) =
            (text.to_owned(), text.to_owned(), text.to_owned());
    }
    (authors[0].family, authors[0].given) = (text.to_owned(), some());
    let first = &mut identifiers[0];
    (first.scheme, first.value, first.url) = (text.to_owned(), text.to_owned(), Some(format!("https://host/{text}")));
    *digest = Some(Digest {
        purpose: some(),
        advantage: some(),
        conditions: some(),
        abstractor: some(),
        language: some(),
        language_name: some(),
    });
    *abstract_ = Some(Abstract { text: text.to_owned(), language: some(), by_office: true });
    (classes[0].code, classes[0].label) = (text.to_owned(), some());
    issue
}

#[test]
fn markup_in_a_text_is_text_on_paper() {
    for hostile in HOSTILE {
        let pdf =
            press::pdf(&with(hostile), &PdfTemplate::default()).unwrap_or_else(|fault| panic!("{hostile}: {fault}"));
        let Some(text) = pdf_text(&pdf) else { return };
        for line in hostile.lines() {
            assert!(letters_of(&text).contains(&letters_of(line)), "`{line}` did not come through as text: {text}");
        }
    }
}

#[test]
fn markup_in_a_text_is_text_on_a_page() {
    let tags = |page: &str| {
        let names = page.split('<').skip(1).map(|rest| rest.split([' ', '>']).next().unwrap().to_owned());
        names.collect::<Vec<_>>()
    };
    let print = |text: &str| press::html(&with(text), &HtmlTemplate::default()).unwrap();
    // A name finds another letter in the index, so there it is counted which tags there are, and not how often.
    let parts = |page: &str| {
        let (body, indexes) = page.split_once("<section class=\"index\"").unwrap();
        let mut indexed = tags(indexes);
        indexed.sort_unstable();
        indexed.dedup();
        (tags(body), indexed)
    };
    let plain = parts(&print("x"));
    for hostile in HOSTILE {
        let one_line = hostile.replace('\n', " ");
        let page = print(&one_line);
        // A language that is none is left out, so the attributes differ and the tags do not.
        assert_eq!(parts(&page), plain, "`{hostile}` changed the page");
        assert!(!page.contains("alert(1)\""), "an attribute was left");
    }
}

#[test]
fn a_link_that_is_no_address_of_the_web_is_text() {
    let mut issue = sample::issue();
    issue.sections[0].items[0].identifiers[0].url = Some("javascript:alert(1)".to_owned());
    let page = press::html(&issue, &HtmlTemplate::default()).unwrap();
    assert!(!page.contains("javascript:") && page.contains("DOI 10.5555&#x2f;jjp.2026.0214"));
    assert!(press::pdf(&issue, &PdfTemplate::default()).is_ok());
}

#[test]
fn what_turns_the_direction_is_seen_in_every_form() {
    let issue = with("abc\u{202e}fdp.exe");
    let page = press::html(&issue, &HtmlTemplate::default()).unwrap();
    assert!(page.contains("abc[U+202E]fdp.exe") && !page.contains('\u{202e}'));
    assert!(press::text(&issue).unwrap().contains("abc[U+202E]fdp.exe"));
    let pdf = press::pdf(&issue, &PdfTemplate::default()).unwrap();
    assert!(pdf_text(&pdf).is_none_or(|text| text.contains("abc[U+202E]fdp.exe")));
}

#[test]
fn a_word_of_ten_thousand_letters_is_printed_to_its_end() {
    let word = "ß".repeat(10_000);
    let mut issue = sample::issue();
    issue.sections[0].items[0].title.clone_from(&word);
    let pdf = press::pdf(&issue, &PdfTemplate::default()).unwrap();
    // It runs over columns and pages, so its letters are counted.
    assert!(pdf_text(&pdf).is_none_or(|text| text.matches('ß').count() >= 10_000));
    let text = press::text(&issue).unwrap();
    assert!(
        letters_of(&text).contains(&word) && text.lines().all(|line| line.chars().count() < 73 || line.contains("://"))
    );
}

#[test]
fn a_character_without_a_form_is_a_square_and_is_owned_up_to() {
    let mut issue = sample::issue();
    let pdf = press::pdf(&issue, &PdfTemplate::default()).unwrap();
    let said = "A square stands for a character";
    assert!(pdf_text(&pdf).is_none_or(|text| text.contains("□□□□") && text.contains(said)));
    issue.sections[1].items[1].original = None;
    let pdf = press::pdf(&issue, &PdfTemplate::default()).unwrap();
    assert!(pdf_text(&pdf).is_none_or(|text| !text.contains('□') && !text.contains(said)));
}

#[test]
fn a_work_without_a_title_has_a_heading_all_the_same() {
    let mut issue = sample::issue();
    issue.sections[0].heading = "\u{202a}".to_owned();
    issue.sections[0].code = None;
    issue.sections[0].items[0].title = " \u{200d}\u{feff}".to_owned();
    let pdf = press::pdf(&issue, &PdfTemplate::default()).unwrap();
    assert!(pdf_text(&pdf).is_none_or(|text| text.matches("[no title]").count() >= 2));
    assert!(press::text(&issue).unwrap().contains("1. [no title]"));
}

#[test]
fn every_script_and_sign_can_stand_in_an_issue() {
    for text in [
        "العربية فارسی עברית",
        "हिन्दी ไทย 한국어 中文 日本語",
        "e\u{301}\u{302}\u{303}\u{304}\u{1ab0} x\u{20dd} 漢\u{301}",
        "🇩🇪 👩‍👩‍👧 ❤\u{fe0f} \u{e000} \u{f8ff} \u{10fffd}",
        "\u{0}\u{1}\u{7f}\u{85}\u{fffe}\u{feff}\u{fffd}\u{2028}",
        // In a range of DejaVu, and not in DejaVu.
        "Ꙓ",
        "∂u/∂t = κ∇²u, x ∈ ℝⁿ, ⟨ψ|φ⟩ ⊗ ½ ﬁ",
    ] {
        press::pdf(&with(text), &PdfTemplate::default()).unwrap_or_else(|fault| panic!("{text}: {fault}"));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_a_text_is_every_form_can_be_printed(text in "\\PC{0,60}|(?s).{0,60}") {
        let issue = with(&text);
        press::pdf(&issue, &PdfTemplate::default()).unwrap();
        let page = press::html(&issue, &HtmlTemplate::default()).unwrap();
        prop_assert!(page.ends_with("</html>"));
        press::text(&issue).unwrap();
    }
}
