//! Laws of the normal forms in `model`: equality of values is identity of things only when a
//! normal form is its own normal form.

use model::{Date, Identifier, Language, PartialDate, RecordId, Scheme, SubjectScheme};

use super::{Broken, demand};

/// Reads every line as whatever it may be.
///
/// # Errors
/// The first law that does not hold.
pub fn hold(text: &str) -> Result<(), Broken> {
    text.lines().try_for_each(of_line)
}

fn of_line(line: &str) -> Result<(), Broken> {
    for scheme in Scheme::ALL {
        if let Some(once) = Identifier::new(*scheme, line) {
            let again = Identifier::new(*scheme, once.value());
            same(line, &format!("an identifier ({scheme})"), &once, again.as_ref())?;
        }
    }
    if let Some(once) = Identifier::parse(line) {
        same(
            line,
            &format!("a written identifier ({})", once.scheme()),
            &once,
            Identifier::parse(&once.to_string()).as_ref(),
        )?;
    }
    for scheme in SubjectScheme::ALL {
        let once = scheme.normal(line);
        same(line, &format!("a code ({scheme})"), &once, Some(&scheme.normal(&once)))?;
        let classes = scheme.ancestors(line);
        let above = classes.iter().all(|class| once.starts_with(class.as_str()));
        demand(above, format!("a class is below those above it ({scheme})"), || format!("`{line}`: {classes:?}"))?;
    }
    if let Some(once) = Language::parse(line) {
        same(line, "a language", &once, Language::parse(once.tag()).as_ref())?;
    }
    if let Some(once) = PartialDate::parse(line) {
        same(line, "a date", &once, PartialDate::parse(&once.to_string()).as_ref())?;
    }
    if let Some(once) = Date::parse(line) {
        same(line, "a day", &once, Date::parse(&once.to_string()).as_ref())?;
    }
    if let Some(once) = RecordId::parse(line) {
        same(line, "the number of a record", &once, RecordId::parse(&once.to_string()).as_ref())?;
    }
    Ok(())
}

fn same<T: PartialEq + std::fmt::Debug>(line: &str, what: &str, once: &T, again: Option<&T>) -> Result<(), Broken> {
    demand(again == Some(once), format!("{what} is read back from its normal form"), || {
        format!("`{line}` gives {once:?}, and that gives {again:?}")
    })
}
