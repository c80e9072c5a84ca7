//! Chinese signs: as Mandarin in pinyin and in Wade and Giles' manner, as the Cantonese write their names, as Korean and as Japanese.
//!
//! Signs are folded first: traditional, simplified and Japanese forms are one.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::super::distance::Manner;
use super::super::fold::Word;
use super::{Context, Piece, hangul, plain};

/// Pinyin, Wade and Giles, Cantonese, Korean in two manners, Japanese in up to five readings.
pub(super) const WAYS: usize = 10;

/// Families with names of two signs.
const LONG_SURNAMES: [&str; 20] = [
    "欧阳", "司马", "诸葛", "上官", "司徒", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "宇文", "长孙", "夏侯",
    "端木", "南宫", "独孤", "呼延", "轩辕", "申屠",
];

/// Signs that are read otherwise as family names.
const SURNAMES: [(char, &str); 14] = [
    ('单', "shan"),
    ('曾', "zeng"),
    ('解', "xie"),
    ('仇', "qiu"),
    ('区', "ou"),
    ('查', "zha"),
    ('任', "ren"),
    ('盖', "ge"),
    ('乐', "yue"),
    ('缪', "miao"),
    ('朴', "piao"),
    ('覃', "qin"),
    ('重', "chong"),
    ('翟', "zhai"),
];

/// Signs whose usual reading in names is not that of the general table.
const READINGS: [(char, &str); 8] = [
    ('长', "chang"),
    ('贾', "jia"),
    ('沈', "shen"),
    ('重', "chong"),
    ('莎', "sha"),
    ('厦', "xia"),
    ('行', "hang"),
    ('朝', "chao"),
];

struct Tables {
    fold: FxHashMap<char, char>,
    korean: FxHashMap<char, char>,
    cantonese: FxHashMap<char, &'static str>,
    surnames: FxHashMap<&'static str, &'static str>,
    given: FxHashMap<&'static str, &'static str>,
    organisations: FxHashMap<&'static str, &'static str>,
    /// Japanese organisations of two or three signs.
    houses: FxHashMap<&'static str, &'static str>,
    /// How the Japanese read a sign in names, and after a stroke how they read it in other words.
    signs: FxHashMap<char, (&'static str, &'static str)>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let by_first = |text: &'static str| {
        let mut map = FxHashMap::default();
        for line in text.lines() {
            let mut signs = line.chars();
            if let Some(first) = signs.next() {
                map.extend(signs.map(|sign| (sign, first)));
            }
        }
        map
    };
    let by_word =
        |text: &'static str| text.lines().filter_map(|line| line.split_once(' ')).collect::<FxHashMap<_, _>>();
    Tables {
        fold: by_first(include_str!("../data/han-fold.txt")),
        korean: by_first(include_str!("../data/hanja.txt")),
        cantonese: by_word(include_str!("../data/cantonese.txt"))
            .into_iter()
            .filter_map(|(sign, spelled)| Some((sign.chars().next()?, spelled)))
            .collect(),
        surnames: by_word(include_str!("../data/kanji-surnames.txt")),
        given: by_word(include_str!("../data/kanji-given.txt")),
        organisations: by_word(include_str!("../data/han-organisations.txt")),
        houses: by_word(include_str!("../data/kanji-organisations.txt")),
        signs: by_word(include_str!("../data/kanji-readings.txt"))
            .into_iter()
            .filter_map(|(sign, readings)| {
                Some((sign.chars().next()?, readings.split_once('|').unwrap_or((readings, ""))))
            })
            .collect(),
    }
});

/// The sign that stands for all its forms: the simplified one.
fn folded(text: &str) -> String {
    text.chars().map(|c| TABLES.fold.get(&c).copied().unwrap_or(c)).collect()
}

/// Whether a word says that it names an organisation.
pub(in crate::screening) fn names_organisation(text: &str) -> bool {
    let text = folded(text);
    ["公司", "集团", "银行", "大学", "研究", "会社", "学院", "工厂", "中心", "协会", "株式"]
        .iter()
        .any(|word| text.contains(word))
}

pub(super) fn read<'a>(word: &'a Word, context: Context, out: &mut Vec<Piece<'a>>) -> bool {
    let text = folded(&word.text);
    if context.organisation {
        return organisation(word, &text, context.way, out);
    }
    if context.way >= 5 {
        return japanese(word, context, out);
    }
    let count = text.chars().count();
    // Foreign names are spelled with signs for their sound, and have a dot between their parts.
    let foreign = word.foreign || count > 4;
    if context.alone && !foreign && (2..=4).contains(&count) {
        let long = count > 2 && LONG_SURNAMES.iter().any(|name| text.starts_with(name));
        let at = text.char_indices().nth(if long { 2 } else { 1 }).map_or(text.len(), |(at, _)| at);
        return push(word, &text[..at], context.way, true, out) && push(word, &text[at..], context.way, false, out);
    }
    push(word, &text, context.way, count == 1, out)
}

fn push<'a>(word: &'a Word, text: &str, way: usize, family: bool, out: &mut Vec<Piece<'a>>) -> bool {
    let mut spelled = String::new();
    for c in text.chars() {
        match way {
            0 => spelled.push_str(&pinyin(c, family)),
            1 => spelled.push_str(&wade(&pinyin(c, family))),
            2 => match TABLES.cantonese.get(&c) {
                Some(syllable) => spelled.push_str(syllable),
                None => return false,
            },
            _ => match korean(c, family) {
                Some(syllable) => spelled.push(syllable),
                None => return false,
            },
        }
    }
    let spelled = if way >= 3 { hangul::latin(&spelled, if way == 3 { 1 } else { 2 }) } else { spelled };
    let mut piece = Piece::of(word, spelled);
    piece.native = Some(text.into());
    if word.foreign {
        piece.manner = Manner::Syllabic;
    }
    out.push(piece);
    true
}

fn pinyin(c: char, family: bool) -> String {
    let table: &[(char, &str)] = if family { &SURNAMES } else { &READINGS };
    match table.iter().find(|(sign, _)| *sign == c) {
        Some((_, reading)) => (*reading).to_owned(),
        None => plain(c.encode_utf8(&mut [0; 4])),
    }
}

fn korean(c: char, family: bool) -> Option<char> {
    match c {
        '金' if family => Some('김'),
        '李' if family => Some('리'),
        '朴' => Some('박'),
        '崔' => Some('최'),
        c => TABLES.korean.get(&c).copied(),
    }
}

/// A syllable of pinyin in the manner of Wade and Giles, without its marks.
fn wade(pinyin: &str) -> String {
    let whole = match pinyin {
        "zi" | "ci" => "tzu",
        "si" => "szu",
        "zhi" | "chi" => "chih",
        "shi" => "shih",
        "ri" => "jih",
        "yi" => "i",
        "ye" => "yeh",
        "yan" => "yen",
        "you" => "yu",
        "yong" => "yung",
        "yue" => "yueh",
        "er" => "erh",
        "ge" => "ko",
        "ke" => "ko",
        "he" => "ho",
        "e" => "o",
        _ => "",
    };
    if !whole.is_empty() {
        return whole.to_owned();
    }
    let initials = [
        ("zh", "ch"),
        ("ch", "ch"),
        ("sh", "sh"),
        ("b", "p"),
        ("d", "t"),
        ("g", "k"),
        ("j", "ch"),
        ("q", "ch"),
        ("x", "hs"),
        ("r", "j"),
        ("z", "ts"),
        ("c", "ts"),
    ];
    let (initial, rest) = initials
        .iter()
        .find_map(|(from, to)| pinyin.strip_prefix(from).map(|rest| (*to, rest)))
        .unwrap_or_else(|| pinyin.split_at(pinyin.find(['a', 'e', 'i', 'o', 'u']).unwrap_or(0)));
    let rest = match rest {
        "ian" => "ien",
        "ie" => "ieh",
        "ue" => "ueh",
        "ong" => "ung",
        "iong" => "iung",
        "uo" if !matches!(initial, "k" | "h" | "sh") => "o",
        "ui" if initial == "k" => "uei",
        rest => rest,
    };
    format!("{initial}{rest}")
}

/// Family and given name as dictionaries of Japanese names read them; ways from five on are the readings of the given
/// name, in turn.
fn japanese<'a>(word: &'a Word, context: Context, out: &mut Vec<Piece<'a>>) -> bool {
    let nth = context.way - 5;
    let text = word.text.as_str();
    let mut add = |signs: &str, reading: String| {
        let mut piece = Piece::of(word, reading);
        piece.native = Some(folded(signs).into());
        out.push(piece);
    };
    if !context.alone {
        let reading = if context.first {
            TABLES
                .surnames
                .get(text)
                .and_then(|readings| readings.split(' ').nth(nth))
                .map(str::to_owned)
                .or_else(|| given(text, nth))
        } else {
            given(text, nth)
        };
        // The other word may have more readings than this one.
        let Some(reading) = reading.or_else(|| given(text, 0)) else { return false };
        add(text, reading);
        return true;
    }
    if !(2..=6).contains(&text.chars().count()) {
        return false;
    }
    // A family name of two signs is the rule, then one; of five signs three may be the family's.
    let order = if text.chars().count() >= 5 { [3, 2, 1] } else { [2, 1, 3] };
    for signs in order {
        let Some((at, _)) = text.char_indices().nth(signs) else { continue };
        if let Some(family) = TABLES.surnames.get(&text[..at])
            && let Some(given) = given(&text[at..], nth)
        {
            let mut readings = family.split(' ');
            let first = readings.next().unwrap_or_default();
            add(&text[..at], if nth == 4 { readings.next().unwrap_or(first) } else { first }.to_owned());
            add(&text[at..], given);
            return true;
        }
    }
    false
}

/// The reading of a given name that comes at this place: of the dictionary, or put together from its signs.
fn given(text: &str, nth: usize) -> Option<String> {
    if let Some(readings) = TABLES.given.get(text)
        && let Some(reading) = readings.split(' ').nth(nth)
    {
        return Some(reading.to_owned());
    }
    let known = TABLES.given.get(text).map_or(0, |readings| readings.split(' ').count());
    composed(text).into_iter().nth(nth - known)
}

/// The readings of a name put together from those of its parts, at most eight.
fn composed(text: &str) -> Vec<String> {
    let Some(first) = text.chars().next() else { return vec![String::new()] };
    let Some((readings, _)) = TABLES.signs.get(&first) else { return Vec::new() };
    let rest = &text[first.len_utf8()..];
    let ends = match TABLES.given.get(rest) {
        Some(whole) if rest.chars().count() > 1 => whole.split(' ').take(2).map(str::to_owned).collect(),
        _ => composed(rest),
    };
    let mut out = Vec::new();
    for begin in readings.split(' ').take(3) {
        for end in ends.iter().take(3) {
            if out.len() < 8 {
                out.push(format!("{begin}{end}"));
            }
        }
    }
    out
}

/// The parts of an organisation's name: what it does is translated, the rest spelled.
fn organisation<'a>(word: &'a Word, text: &str, way: usize, out: &mut Vec<Piece<'a>>) -> bool {
    let signs: Vec<char> = text.chars().collect();
    // The Japanese read their own forms of the signs.
    let own: Vec<char> = if way < 5 { signs.clone() } else { word.text.chars().collect() };
    let mut name = String::new();
    let mut i = 0;
    while i < signs.len() {
        let found = (1..=6.min(signs.len() - i)).rev().find_map(|n| {
            let part: String = signs[i..i + n].iter().collect();
            (n > 1 || part == "株")
                .then(|| TABLES.organisations.get(part.as_str()))
                .flatten()
                .map(|meaning| (n, *meaning))
        });
        if let Some((n, meaning)) = found {
            if !spell(word, &mut name, way, out) {
                return false;
            }
            out.push(Piece::of(word, meaning));
            i += n;
        } else {
            name.push(own[i]);
            i += 1;
        }
    }
    spell(word, &mut name, way, out)
}

fn spell<'a>(word: &'a Word, name: &mut String, way: usize, out: &mut Vec<Piece<'a>>) -> bool {
    if name.is_empty() {
        return true;
    }
    let name = std::mem::take(name);
    if way < 5 {
        return push(word, &name, way, false, out);
    }
    // By the longest names of houses and families, and the rest sign by sign as in other words.
    let mut rest = name.as_str();
    while let Some(first) = rest.chars().next() {
        let known = [3, 2].into_iter().find_map(|signs| {
            let at = rest.char_indices().nth(signs).map_or(rest.len(), |(at, _)| at);
            let part = &rest[..at];
            let reading = TABLES
                .houses
                .get(part)
                .or_else(|| TABLES.surnames.get(part))
                .filter(|_| part.chars().count() == signs)?;
            Some((
                at,
                reading
                    .split(' ')
                    .nth(way - 5)
                    .or_else(|| (way > 5).then(|| reading.split(' ').next()).flatten())?
                    .to_owned(),
            ))
        });
        let (at, reading) = match known {
            Some(known) => known,
            None => {
                let run: String = rest.chars().take_while(|c| TABLES.signs.contains_key(c)).collect();
                let reading: String = run
                    .chars()
                    .filter_map(|c| TABLES.signs.get(&c))
                    .map(|(name, other)| reading_of(name, other))
                    .collect();
                if run.is_empty() {
                    return false;
                }
                (run.len().max(first.len_utf8()), reading)
            }
        };
        let mut piece = Piece::of(word, reading);
        piece.native = Some(rest[..at].into());
        out.push(piece);
        rest = &rest[at..];
    }
    true
}

fn reading_of(name: &'static str, other: &'static str) -> &'static str {
    if other.is_empty() { name.split(' ').next().unwrap_or_default() } else { other }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables_in_the_manner_of_wade_and_giles() {
        for (pinyin, spelled) in [
            ("xi", "hsi"),
            ("jin", "chin"),
            ("ping", "ping"),
            ("mao", "mao"),
            ("ze", "tse"),
            ("dong", "tung"),
            ("zhou", "chou"),
            ("guo", "kuo"),
        ] {
            assert_eq!(wade(pinyin), spelled);
        }
    }

    #[test]
    fn forms_of_a_sign_are_one() {
        assert_eq!(folded("習近平"), "习近平");
        assert_eq!(folded("台灣"), folded("台湾"));
    }
}
