//! What stands in an issue stands in every form of it.

mod paper;

use paper::{letters_of, pdf_text};
use press::{HtmlTemplate, Issue, PdfTemplate, sample};

/// Every text a reader has to find again, whatever the form.
fn told(issue: &Issue) -> Vec<String> {
    let head = &issue.masthead;
    let mut told = vec![head.name.clone(), head.office.clone(), head.date_text.clone()];
    told.extend(head.subtitle.iter().chain(&head.marking).chain(&issue.closing).cloned());
    for section in &issue.sections {
        told.push(section.heading.clone());
        told.extend(section.code.iter().chain(&section.note).cloned());
    }
    for item in issue.items() {
        told.push(item.title.clone());
        told.push(item.number.to_string());
        told.extend(item.source.iter().chain(&item.marking).chain(&item.rights).chain(&item.grounds).cloned());
        told.extend(item.original.iter().flat_map(|o| [o.title.clone(), o.language_name.clone()]));
        told.extend(item.authors.iter().flat_map(|a| std::iter::once(a.family.clone()).chain(a.given.clone())));
        told.extend(item.identifiers.iter().flat_map(|i| [i.scheme.clone(), i.value.clone()]));
        told.extend(item.classes.iter().flat_map(|c| std::iter::once(c.code.clone()).chain(c.label.clone())));
        told.extend(item.grade.map(String::from));
        if let Some(own) = &item.digest {
            told.extend(
                [&own.purpose, &own.advantage, &own.conditions, &own.abstractor].into_iter().flatten().cloned(),
            );
        }
        if let Some(text) = &item.abstract_ {
            told.extend(text.text.lines().map(str::to_owned));
        }
    }
    told
}

fn samples() -> [Issue; 3] {
    [sample::issue(), sample::unit_bulletin(), sample::empty_note()]
}

#[track_caller]
fn check(issue: &Issue, printed: &str, form: &str) {
    let printed = letters_of(printed);
    for text in told(issue) {
        assert!(printed.contains(&letters_of(&text)), "`{text}` is not in the {form}");
    }
}

#[test]
fn everything_of_an_item_is_on_the_page() {
    for issue in samples() {
        let page = press::html(&issue, &HtmlTemplate::default()).unwrap();
        let mut text = String::new();
        let body = page.split_once("<body>").unwrap().1;
        for part in body.split('<') {
            text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
        }
        let text = text.replace("&amp;", "&").replace("&#x2f;", "/").replace("&quot;", "\"").replace("&#x27;", "'");
        check(&issue, &text, "page");
    }
}

#[test]
fn everything_of_an_item_is_in_the_mail() {
    for issue in samples() {
        let text = press::text(&issue).unwrap();
        check(&issue, &text, "text");
        let wide: Vec<&str> = text.lines().filter(|line| line.chars().count() > 72 && !line.contains("://")).collect();
        assert_eq!(wide, Vec::<&str>::new());
    }
}

#[test]
fn everything_of_an_item_is_on_paper() {
    for mut issue in samples() {
        // No font of the house has the signs of Japanese; what stands for them is another test.
        for item in issue.sections.iter_mut().flat_map(|section| &mut section.items) {
            item.original = item.original.take().filter(|original| original.language != "ja");
        }
        let pdf = press::pdf(&issue, &PdfTemplate::default()).unwrap();
        let Some(text) = pdf_text(&pdf) else { return };
        check(&issue, &text, "PDF");
    }
}

#[test]
fn a_pdf_is_tagged_and_says_what_it_is() {
    let pdf = press::pdf(&sample::issue(), &PdfTemplate::default()).unwrap();
    let Some(about) = paper::about(&pdf) else { return };
    let about: Vec<String> = about.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    for line in [
        "Tagged: yes",
        "Title: Abstracts of Production Engineering, No. 7/2026",
        "Author: National Centre for Technical Information",
        "CreationDate: Fri Jul 31 00:00:00 2026 UTC",
        "JavaScript: no",
    ] {
        assert!(about.iter().any(|said| said == line), "`{line}` is not in {about:?}");
    }
    let metadata = String::from_utf8_lossy(&pdf);
    assert!(metadata.contains("<pdfuaid:part>1</pdfuaid:part>"), "it does not say that it is PDF/UA-1");
}

#[test]
fn the_marking_is_on_every_page() {
    let mut issue = sample::issue();
    issue.masthead.marking = Some("Zzyzx".to_owned());
    let Some(text) = pdf_text(&press::pdf(&issue, &PdfTemplate::default()).unwrap()) else { return };
    let pages: Vec<&str> = text.split_terminator('\u{c}').collect();
    assert!(pages.len() > 2);
    assert!(pages.iter().all(|page| page.contains("Zzyzx")), "a page has no marking");
}

#[test]
fn the_same_issue_is_the_same_bytes() {
    for issue in samples() {
        let pdf = || press::pdf(&issue, &PdfTemplate::default()).unwrap();
        assert!(pdf() == pdf(), "two prints of `{}` differ", issue.masthead.name);
        let again: Issue = serde_json::from_str(&serde_json::to_string(&issue).unwrap()).unwrap();
        assert_eq!(again, issue);
        assert!(press::pdf(&again, &PdfTemplate::default()).unwrap() == pdf());
        let page = |issue| press::html(issue, &HtmlTemplate::default()).unwrap();
        assert_eq!(page(&issue), page(&again));
    }
}

#[test]
fn every_number_of_an_index_leads_to_an_item() {
    let page = press::html(&sample::issue(), &HtmlTemplate::default()).unwrap();
    let targets: Vec<&str> = page.split("href=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(targets.len() > 10);
    for target in targets {
        assert_eq!(page.matches(&format!("id=\"{target}\"")).count(), 1, "`{target}` is not one place");
    }
}

#[test]
fn only_a_journal_has_indexes() {
    for issue in samples() {
        let text = press::text(&issue).unwrap();
        let has = issue.kind == press::Kind::AbstractJournal;
        assert_eq!(text.contains("Author index") || text.contains("Autorenregister"), has);
    }
}

#[test]
fn an_issue_that_is_not_in_order_is_refused_with_a_reason() {
    let mut doubled = sample::issue();
    doubled.sections[0].items[1].number = 1;
    let mut nameless = sample::issue();
    nameless.masthead.name = " ".to_owned();
    let mut speechless = sample::empty_note();
    speechless.closing = None;
    for (issue, reason) in [(doubled, "number 1 stands before two items"), (nameless, "no name"), (speechless, "empty")]
    {
        let faults = [
            press::html(&issue, &HtmlTemplate::default()).unwrap_err(),
            press::pdf(&issue, &PdfTemplate::default()).unwrap_err(),
            press::text(&issue).unwrap_err(),
        ];
        assert!(faults.iter().all(|fault| fault.to_string().contains(reason)), "{faults:?}");
    }
}
