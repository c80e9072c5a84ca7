//! A question of a form with its label, hint, slip and answer.

use maud::{Markup, PreEscaped, html};

use super::classes::{CLASSES_ADDRESS, Classes, ClassesOf};
use super::slip::Slips;
use crate::speech::Speech;

/// One answer to choose from.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// More about it, below the label of a radio or checkbox.
    pub hint: Option<String>,
}

impl Choice {
    /// A choice without a hint.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Choice {
        Choice { value: value.into(), label: label.into(), hint: None }
    }

    /// Adds a hint.
    pub fn hint(mut self, hint: impl Into<String>) -> Choice {
        self.hint = Some(hint.into());
        self
    }
}

#[derive(Clone, Debug)]
enum Kind {
    Line { input: &'static str, width: &'static str },
    Lines { rows: u8 },
    Select,
    Radios,
    Checks,
    Check,
    Date,
    File,
}

/// A question of a form.
#[derive(Clone, Debug)]
pub struct Field {
    name: String,
    label: String,
    kind: Kind,
    hint: Option<String>,
    slip: Option<String>,
    values: Vec<String>,
    choices: Vec<Choice>,
    optional: bool,
    complete: Option<&'static str>,
    length_max: Option<usize>,
    listens: bool,
    several: bool,
    camera: bool,
    classes: Option<Classes>,
}

impl Field {
    fn of(name: impl Into<String>, label: impl Into<String>, kind: Kind) -> Field {
        Field {
            name: name.into(),
            label: label.into(),
            kind,
            hint: None,
            slip: None,
            values: Vec::new(),
            choices: Vec::new(),
            optional: false,
            complete: None,
            length_max: None,
            listens: false,
            several: false,
            camera: false,
            classes: None,
        }
    }

    /// One line of text.
    pub fn text(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field::of(name, label, Kind::Line { input: "text", width: "wide" })
    }

    /// A mail address.
    pub fn mail(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field::of(name, label, Kind::Line { input: "email", width: "middle" })
    }

    /// A password. What was typed is never shown again.
    pub fn password(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field::of(name, label, Kind::Line { input: "password", width: "middle" })
    }

    /// A number, typed as text with the keyboard for digits.
    pub fn number(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field::of(name, label, Kind::Line { input: "decimal", width: "narrow" })
    }

    /// Words to search for.
    pub fn search(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field::of(name, label, Kind::Line { input: "search", width: "wide" })
    }

    /// Several lines of text.
    pub fn lines(name: impl Into<String>, label: impl Into<String>, rows: u8) -> Field {
        Field::of(name, label, Kind::Lines { rows })
    }

    /// One of many, in a drop-down list. For less than six choices radios are kinder.
    pub fn select(name: impl Into<String>, label: impl Into<String>, choices: Vec<Choice>) -> Field {
        Field { choices, ..Field::of(name, label, Kind::Select) }
    }

    /// One of a few.
    pub fn radios(name: impl Into<String>, label: impl Into<String>, choices: Vec<Choice>) -> Field {
        Field { choices, ..Field::of(name, label, Kind::Radios) }
    }

    /// Any of a few; each chosen one is sent under the same name.
    pub fn checks(name: impl Into<String>, label: impl Into<String>, choices: Vec<Choice>) -> Field {
        Field { choices, ..Field::of(name, label, Kind::Checks) }
    }

    /// Yes or no; sends `on`.
    pub fn check(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field::of(name, label, Kind::Check)
    }

    /// A day. The browser offers a calendar; one that has none takes `2026-03-12`, as it shows in the empty field. Either sends that.
    pub fn date(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field::of(name, label, Kind::Date)
    }

    /// A file.
    pub fn file(name: impl Into<String>, label: impl Into<String>) -> Field {
        Field::of(name, label, Kind::File)
    }

    /// Several files can be chosen.
    pub fn several(mut self) -> Field {
        self.several = true;
        self
    }

    /// A photograph, which a phone takes with its camera.
    pub fn camera(mut self) -> Field {
        self.camera = true;
        self
    }

    /// Proposes classes while a line is typed. The page takes [`CLASSES_SCRIPT`](super::CLASSES_SCRIPT); without it the field is
    /// as any other.
    pub fn classes(mut self, classes: Classes) -> Field {
        self.classes = Some(classes);
        self
    }

    /// What helps to answer.
    pub fn hint(mut self, hint: impl Into<String>) -> Field {
        self.hint = Some(hint.into());
        self
    }

    /// What was typed or chosen before.
    pub fn value(mut self, value: impl Into<String>) -> Field {
        self.values = vec![value.into()];
        self
    }

    /// What was chosen before, of several.
    pub fn values(mut self, values: Vec<String>) -> Field {
        self.values = values;
        self
    }

    /// What is to be corrected, if the slips name this field.
    pub fn slips(mut self, slips: &Slips) -> Field {
        self.slip = slips.of(&self.name).map(str::to_owned);
        self
    }

    /// May be left empty; said behind the label, since most fields may not.
    pub fn optional(mut self) -> Field {
        self.optional = true;
        self
    }

    /// A short line: a code, a number.
    pub fn narrow(mut self) -> Field {
        if let Kind::Line { width, .. } = &mut self.kind {
            *width = "narrow";
        }
        self
    }

    /// What the browser may fill in, by the HTML tokens: `username`, `current-password`, `one-time-code`, `off`.
    pub fn complete(mut self, token: &'static str) -> Field {
        self.complete = Some(token);
        self
    }

    /// Characters beyond which nothing more can be typed.
    pub fn length_max(mut self, characters: usize) -> Field {
        self.length_max = Some(characters);
        self
    }

    /// Typing here refreshes the region of the form (see [`Form::refreshes`](super::Form::refreshes)).
    pub fn listens(mut self) -> Field {
        self.listens = true;
        self
    }

    /// Draws it.
    pub fn draw(&self, speech: Speech) -> Markup {
        let class = if self.slip.is_some() { "field field-slip" } else { "field" };
        html! {
            div class=(class) {
                @match self.kind {
                    Kind::Radios | Kind::Checks => (self.group(speech)),
                    Kind::Check => (self.one_check(speech)),
                    _ => {
                        label for=(self.name) { (self.label) (self.optional_mark(speech)) }
                        (self.notes(speech))
                        (self.input(speech))
                    }
                }
            }
        }
    }

    fn optional_mark(&self, speech: Speech) -> Markup {
        html! { @if self.optional { " " span class="optional" { "(" (speech.say("form-optional")) ")" } } }
    }

    fn notes(&self, speech: Speech) -> Markup {
        html! {
            @if let Some(hint) = &self.hint { p class="hint" id={ (self.name) "-hint" } { (hint) } }
            @if let Some(slip) = &self.slip {
                p class="slip" id={ (self.name) "-slip" } {
                    span class="unseen" { (speech.say("form-slip-mark")) " " } (slip)
                }
            }
        }
    }

    fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.name));
        let slip = self.slip.as_ref().map(|_| format!("{}-slip", self.name));
        let ids: Vec<String> = hint.into_iter().chain(slip).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn first(&self) -> &str {
        self.values.first().map_or("", String::as_str)
    }

    fn has(&self, value: &str) -> bool {
        self.values.iter().any(|chosen| chosen == value)
    }

    fn input(&self, speech: Speech) -> Markup {
        let described = self.described_by();
        let wrong = self.slip.as_ref().map(|_| "true");
        let (name, listens) = (&self.name, self.listens.then_some("input"));
        let required = (!self.optional).then_some("true");
        match self.kind {
            Kind::Line { input, width } => {
                let (kind, mode) = if input == "decimal" { ("text", Some("decimal")) } else { (input, None) };
                let shown = if kind == "password" { "" } else { self.first() };
                let classes = self.classes.as_ref();
                let of = classes.map(|classes| &classes.of);
                let said = |key: &str| classes.map(|_| speech.say(key));
                let line = html! {
                    input type=(kind) inputmode=[mode] id=(name) name=(name) value=(shown) class={ "line line-" (width) }
                        autocomplete=[self.complete] maxlength=[self.length_max] data-listens=[listens]
                        aria-describedby=[described] aria-invalid=[wrong] aria-required=[required]
                        data-classes=[classes.map(|_| CLASSES_ADDRESS)]
                        data-classes-of=[of.and_then(|of| match of { ClassesOf::Scheme(word) => Some(word), _ => None })]
                        data-classes-in=[of.and_then(|of| match of { ClassesOf::Field(name) => Some(name), _ => None })]
                        data-classes-write=[classes.map(|classes| classes.written.word())]
                        data-classes-several=[classes.filter(|classes| classes.several).map(|_| "yes")]
                        data-classes-label=[said("classes-proposed")] data-classes-some=[said("classes-some")]
                        data-classes-none=[said("classes-none")];
                };
                html! { @if classes.is_some() { div class="classes" { (line) } } @else { (line) } }
            }
            Kind::Lines { rows } => html! {
                textarea id=(name) name=(name) rows=(rows) class="line line-wide" maxlength=[self.length_max]
                    data-listens=[listens] aria-describedby=[described] aria-invalid=[wrong] aria-required=[required] {
                    // HTML drops one line end behind the tag; ours goes, the reader's stays.
                    (PreEscaped("\n")) (self.first())
                }
            },
            Kind::Select => html! {
                select id=(name) name=(name) class="line" data-listens=[listens] aria-describedby=[described]
                    aria-invalid=[wrong] aria-required=[required] {
                    @if self.values.is_empty() { option value="" { (speech.say("form-choose")) } }
                    @for choice in &self.choices {
                        option value=(choice.value) selected[self.has(&choice.value)] { (choice.label) }
                    }
                }
            },
            Kind::Date => html! {
                input type="date" id=(name) name=(name) value=(self.first()) class="line line-date" placeholder="2026-03-12"
                    data-listens=[listens] aria-describedby=[described] aria-invalid=[wrong] aria-required=[required];
            },
            Kind::File => html! {
                input type="file" id=(name) name=(name) class="line" aria-describedby=[described] aria-invalid=[wrong]
                    aria-required=[required] multiple[self.several] accept=[self.camera.then_some("image/*")]
                    capture=[self.camera.then_some("environment")];
            },
            Kind::Radios | Kind::Checks | Kind::Check => html! {},
        }
    }

    fn group(&self, speech: Speech) -> Markup {
        let radios = matches!(self.kind, Kind::Radios);
        let kind = if radios { "radio" } else { "checkbox" };
        html! {
            fieldset aria-describedby=[self.described_by()] {
                legend { (self.label) (self.optional_mark(speech)) }
                (self.notes(speech))
                @for (at, choice) in self.choices.iter().enumerate() {
                    // The summary links to the name of the field, so the first answer carries it.
                    @let id = if at == 0 { self.name.clone() } else { format!("{}-{at}", self.name) };
                    @let hint = choice.hint.as_ref().map(|_| format!("{id}-about"));
                    div class="choice" {
                        input type=(kind) id=(id) name=(self.name) value=(choice.value) checked[self.has(&choice.value)]
                            aria-describedby=[&hint];
                        label for=(id) { (choice.label) }
                        @if let Some(text) = &choice.hint { p class="hint" id=[&hint] { (text) } }
                    }
                }
            }
        }
    }

    fn one_check(&self, speech: Speech) -> Markup {
        html! {
            div class="choice" {
                input type="checkbox" id=(self.name) name=(self.name) value="on" checked[self.has("on")]
                    aria-describedby=[self.described_by()];
                label for=(self.name) { (self.label) }
                (self.notes(speech))
            }
        }
    }
}
