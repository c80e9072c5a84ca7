//! A template that is not in order is refused when it is laid down, with the line and what to do.

mod paper;

use press::{Fault, HTML, HtmlTemplate, PDF, PdfTemplate, TEMPLATE_BYTES_MAX, sample};

#[track_caller]
fn html(template: &str, line: Option<usize>, expected: &str) {
    let fault = HtmlTemplate::new(template).check().expect_err("it was taken");
    assert!(fault.to_string().contains(expected), "{fault}");
    assert_eq!(fault.line(), line, "{fault}");
}

#[track_caller]
fn pdf(template: &str, line: Option<usize>, expected: &str) {
    let fault = PdfTemplate::new(template).check().expect_err("it was taken");
    assert!(fault.to_string().contains(expected), "{fault}");
    assert_eq!(fault.line(), line, "{fault}");
}

#[test]
fn the_templates_of_the_house_are_in_order() {
    HtmlTemplate::default().check().unwrap();
    PdfTemplate::default().check().unwrap();
}

#[test]
fn a_fault_in_a_page_is_found_with_its_line() {
    html("<p>\n{% for x in sections %}", Some(2), "line 2 of the template cannot be followed: syntax error");
    html("<p>\n\n{{ name|shout }}", Some(3), "shout");
    html("{{ nothing }}", Some(1), "undefined");
    html("\n{{ name.first.letter }}", Some(2), "undefined");
    html("{% include 'other.html' %}", Some(1), "");
}

#[test]
fn a_page_that_works_for_ever_or_is_without_end_is_refused() {
    let loops = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}";
    html(loops, None, "works longer than this issue needs");
    html("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", Some(1), "");
    let long = "{% for a in range(300) %}{{ 'x' * 1000000 }}{% endfor %}";
    let fault = HtmlTemplate::new(long).check().unwrap_err();
    assert!(matches!(fault, Fault::LongOutput { .. } | Fault::Work | Fault::Template { .. }), "{fault}");
}

#[test]
fn a_template_that_is_too_long_is_not_read() {
    let long = "x".repeat(TEMPLATE_BYTES_MAX + 1);
    let too_long = |fault| matches!(fault, Fault::LongTemplate { .. });
    assert!(too_long(HtmlTemplate::new(long.clone()).check().unwrap_err()));
    assert!(too_long(PdfTemplate::new(long).check().unwrap_err()));
}

#[test]
fn a_template_that_makes_pages_without_end_is_refused() {
    let fault =
        PdfTemplate::new("#set document(title: \"x\")\n#for n in range(3000) [ #n #pagebreak() ]").check().unwrap_err();
    assert!(matches!(fault, Fault::ManyPages { pages: 3000.., .. }), "{fault}");
    assert!(fault.to_string().contains("look for a loop of page breaks"), "{fault}");
}

#[test]
fn a_page_brings_nothing_that_acts_or_fetches() {
    for (active, what) in [
        ("<script>1</script>", "<script"),
        ("<p>\n<ScRiPt src=x>", "<script"),
        ("<b onclick=\"x\">", "on"),
        ("<b\tonclick=x>", "on"),
        ("<b title=\">\" onclick=x>", "on"),
        ("<a href=\"javascript:x\">", "javascript:"),
        ("<a href=\"java\tscript:x\">", "javascript:"),
        ("<b style='background: u\\72l(//host)'>", "url("),
        ("<style>b { background: u\\72l(//host) }</style>", "\\"),
        ("<img src=\"https://host/dot.png\">", "<img"),
        ("<b style='background: url(//host)'>", "url("),
        ("<b/onclick=x>", "on"),
        ("<style>b { background: url(//host) }</style>", "url("),
        ("<style>@import 'x'</style>", "@import"),
        ("<link rel=stylesheet href=x>", "<link"),
        ("<meta http-equiv=refresh content=0>", "http-equiv"),
        ("<scr{% if true %}ipt{% endif %}>", "<script"),
    ] {
        let fault = HtmlTemplate::new(active).check().expect_err(active);
        assert_eq!(fault, Fault::Active { line: fault.line(), what: what.to_owned() }, "{active}");
    }
    html("<p>\n<script>", Some(2), "line 2 of the template brings `<script`");
}

#[test]
fn what_is_said_about_scripts_in_an_abstract_is_no_script() {
    let mut issue = sample::issue();
    issue.sections[0].items[0].title = "<script src=x onload=y> and javascript: in url(s)".to_owned();
    issue.sections[0].items[0].identifiers[0].url = Some("https://host/javascript:/url(x)?srcset=on".to_owned());
    press::html(&issue, &HtmlTemplate::default()).unwrap();
}

#[test]
fn texts_are_escaped_whatever_a_template_says() {
    let mut issue = sample::issue();
    issue.masthead.name = "<b>".to_owned();
    let print = |template: &str| press::html(&issue, &HtmlTemplate::new(template));
    assert_eq!(print("{{ name }}").unwrap(), "&lt;b&gt;");
    assert_eq!(print("{% set x %}{{ name }}{% endset %}{{ x }}").unwrap(), "&lt;b&gt;");
    for wrong in ["{{ name|safe }}", "{% autoescape false %}{{ name }}{% endautoescape %}"] {
        assert!(print(wrong).is_err(), "{wrong}");
    }
    // What a block caught cannot be made whole again.
    let caught = "{% set x %}{{ name }}{% endset %}{{ x|replace('&lt;', '<') }}";
    assert!(!print(caught).unwrap_or_default().contains("<b>"));
}

#[test]
fn a_fault_on_paper_is_found_with_its_line() {
    pdf(
        "= Head\n\n#nothing",
        Some(3),
        "line 3 of the template cannot be followed: Typst says: unknown variable: nothing",
    );
    pdf("#let x = (", Some(1), "unclosed delimiter");
    pdf("#let issue = json(\"issue.json\")\n#issue.unknown", Some(2), "unknown");
    pdf("#panic(\"no\")", Some(1), "no");
}

#[test]
fn paper_reads_the_issue_and_nothing_else() {
    for (template, line) in [
        ("\n#read(\"/etc/passwd\")", Some(2)),
        ("#read(\"../../etc/passwd\")", Some(1)),
        ("#import \"@preview/cetz:0.3.0\"", Some(1)),
        ("#include \"other.typ\"", Some(1)),
        ("#image(\"x.png\", alt: \"x\")", Some(1)),
        ("#plugin(\"x.wasm\")", Some(1)),
        ("#datetime.today()", Some(1)),
    ] {
        let fault = PdfTemplate::new(template).check().expect_err(template);
        assert_eq!(fault.line(), line, "{template}: {fault}");
    }
    pdf("#read(\"x\")", Some(1), "a template reads `issue.json` and nothing else");
}

#[test]
fn paper_that_is_not_for_everyone_is_refused() {
    // PDF/UA-1 asks for a title and for a text in the place of each picture.
    pdf("A word", None, "PDF/UA-1");
    let picture = "#set document(title: \"x\")\n#image(bytes(\"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>\"))";
    pdf(picture, Some(2), "alt");
}

#[test]
fn paper_that_works_for_ever_is_refused() {
    pdf("#let n = 0\n#while n >= 0 { n += 1 }", Some(2), "infinite");
    pdf("#let f() = f()\n#f()", Some(1), "");
}

#[test]
fn a_font_that_is_none_is_refused_by_its_number() {
    let template = PdfTemplate::default().with_font(b"no font".to_vec());
    assert_eq!(template.check().unwrap_err(), Fault::Font { number: 1 });
}

#[test]
fn an_office_may_change_its_templates() {
    HtmlTemplate::new(HTML.replace("#7a1f2b", "#123456")).check().unwrap();
    PdfTemplate::new(PDF.replace("#7a1f2b", "#123456")).check().unwrap();
}
