//! How well mistakes in scenario files are told: a corpus of spoilt files, made by a seeded generator.
//!
//! Each mutant is a shipped file with one slip in it. Slips that leave a file which says something
//! else but nothing wrong are not made: prose, numbers, comments and the places where an id is
//! defined are left alone, because there the file holds no second witness. A suggestion counts as
//! right if the first finding's change makes the file say exactly what it said before.

use std::collections::{BTreeMap, BTreeSet};

use ctm_trainer::{
    diagnostic::Diagnostic,
    document::Document,
    scenario::{self, check::CheckLevel, format::ScenarioFile},
};
use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;

use crate::support::knowledge;

/// Mutants of each kind and file.
const PER_KIND: usize = 12;

const FILES: [(&str, &str); 4] = [
    ("case01", include_str!("../../scenarios/core/case01-chronic-low-back-pain.ron")),
    ("case09", include_str!("../../scenarios/core/case09-tight-calf.ron")),
    ("case11", include_str!("../../scenarios/core/case11-stiff-back.ron")),
    ("tiny", include_str!("../support/tiny.ron")),
];

/// What a piece of a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// The name of a field.
    Field,
    /// A word such as `Left`.
    Word,
    /// A text in quotes that names something.
    Reference,
    /// Any other text in quotes.
    Prose,
    Number,
    Sign(char),
}

/// A piece of a file: its bytes, with quotes.
#[derive(Debug, Clone, Copy)]
struct Piece {
    kind: Kind,
    start: usize,
    end: usize,
}

fn pieces(text: &str, names: &BTreeSet<String>) -> Vec<Piece> {
    let bytes = text.as_bytes();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let run = |from: usize, fits: &dyn Fn(u8) -> bool| {
            bytes[from..].iter().position(|byte| !fits(*byte)).map_or(bytes.len(), |length| from + length)
        };
        let kind = match bytes[at] {
            b'/' if text[at..].starts_with("//") => {
                at = run(at, &|byte| byte != b'\n');
                continue;
            }
            b'"' => {
                at += 1;
                while bytes[at] != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
                at += 1;
                let value = &text[start + 1..at - 1];
                let named = value.starts_with('@') || names.contains(value);
                if named { Kind::Reference } else { Kind::Prose }
            }
            byte if byte.is_ascii_alphabetic() => {
                at = run(at, &|byte| byte.is_ascii_alphanumeric() || byte == b'_');
                Kind::Word
            }
            byte if byte.is_ascii_digit() || byte == b'-' => {
                at = run(at + 1, &|byte| byte.is_ascii_digit() || byte == b'.');
                Kind::Number
            }
            byte if b"()[]{},:".contains(&byte) => {
                at += 1;
                Kind::Sign(char::from(byte))
            }
            _ => {
                at += 1;
                continue;
            }
        };
        pieces.push(Piece { kind, start, end: at });
    }
    // What stands before a colon is a name; a text after `id:` or before a colon defines something.
    let kinds: Vec<Kind> = pieces.iter().map(|piece| piece.kind).collect();
    let words: Vec<&str> = pieces.iter().map(|piece| &text[piece.start..piece.end]).collect();
    for (index, piece) in pieces.iter_mut().enumerate() {
        let before_colon = kinds.get(index + 1) == Some(&Kind::Sign(':'));
        let defined = index > 1 && ["id", "name", "body", "group", "blueprint"].contains(&words[index - 2]);
        piece.kind = match piece.kind {
            Kind::Word if before_colon => Kind::Field,
            Kind::Reference if before_colon || defined => Kind::Prose,
            kind => kind,
        };
    }
    pieces
}

/// Every id of the tables and of the file.
fn names(text: &str) -> BTreeSet<String> {
    let knowledge = knowledge();
    let mut names = BTreeSet::new();
    macro_rules! ids {
        ($($table:ident)*) => { $(names.extend(knowledge.$table.iter().map(|(id, _)| id.as_str().to_owned()));)* };
    }
    ids!(zones findings layers strokes positions contraindications red_flags decisions preparation sensations sources sections);
    for part in text.split("(id: \"").skip(1).chain(text.split(" id: \"").skip(1)) {
        names.extend(part.split('"').next().map(ToOwned::to_owned));
    }
    names
}

struct Mutant {
    kind: &'static str,
    file: &'static str,
    text: String,
    /// Places that count as right, in bytes of the mutant.
    places: Vec<usize>,
    /// Whether a single edit leads back.
    one_edit: bool,
}

struct Generator {
    random: Pcg64Mcg,
    file: &'static str,
    text: &'static str,
    names: BTreeSet<String>,
    pieces: Vec<Piece>,
}

impl Generator {
    fn new(file: &'static str, text: &'static str) -> Self {
        let names = names(text);
        let pieces = pieces(text, &names);
        Self { random: Pcg64Mcg::seed_from_u64(0x00c0_ffee), file, text, names, pieces }
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.random.next_u64() % u64::try_from(limit.max(1)).unwrap()).unwrap()
    }

    fn pick(&mut self, fits: impl Fn(&Self, usize) -> bool) -> Option<usize> {
        let fitting: Vec<usize> = (0..self.pieces.len()).filter(|index| fits(self, *index)).collect();
        let at = self.below(fitting.len());
        fitting.get(at).copied()
    }

    fn word(&self, index: usize) -> &'static str {
        &self.text[self.pieces[index].start..self.pieces[index].end]
    }

    fn kind(&self, index: usize) -> Kind {
        self.pieces[index].kind
    }

    /// The file with one piece replaced.
    fn with(&self, kind: &'static str, index: usize, to: &str, one_edit: bool) -> Mutant {
        let Piece { start, end, .. } = self.pieces[index];
        let text = format!("{}{to}{}", &self.text[..start], &self.text[end..]);
        Mutant { kind, file: self.file, text, places: vec![start], one_edit }
    }

    /// A letter deleted, put in, or changed with its neighbour, in a name.
    fn slip(&mut self, kind: &'static str) -> Option<Mutant> {
        let index = self.pick(|own, index| {
            matches!(own.kind(index), Kind::Field | Kind::Word | Kind::Reference) && own.word(index).len() > 4
        })?;
        let quoted = self.kind(index) == Kind::Reference;
        let mut letters: Vec<char> = self.word(index).chars().collect();
        let (low, high) = if quoted { (1, letters.len() - 2) } else { (0, letters.len() - 1) };
        let low = low + usize::from(letters[low] == '@');
        let at = low + self.below(high - low);
        match kind {
            "letter deleted" => drop(letters.remove(at)),
            "letter put in" => letters.insert(at, char::from(b'a' + u8::try_from(self.below(26)).ok()?)),
            _ if letters[at] == letters[at + 1] => return None,
            _ => letters.swap(at, at + 1),
        }
        let spoilt: String = letters.into_iter().collect();
        let inner = spoilt.trim_matches('"');
        let other =
            self.names.contains(inner) || self.text.contains(&format!("\"{}\":", inner.trim_start_matches('@')));
        // Letters that cannot begin a word make a mistake of another kind.
        let fits = quoted || inner.starts_with(|first: char| first.is_ascii_alphabetic());
        (!other && fits && spoilt != self.word(index)).then(|| self.with(kind, index, &spoilt, true))
    }

    fn wrong_type(&mut self) -> Option<Mutant> {
        let index = self.pick(|own, index| {
            let value = index > 0 && own.kind(index - 1) == Kind::Sign(':');
            value && matches!(own.kind(index), Kind::Number | Kind::Word | Kind::Reference)
        })?;
        let word = self.word(index);
        let to = match self.kind(index) {
            Kind::Reference => "7".to_owned(),
            Kind::Number if self.below(2) == 0 => format!("[{word}]"),
            _ => format!("\"{word}\""),
        };
        // A word with brackets behind it would become a text before brackets.
        let bracket = self.kind(index + 1) == Kind::Sign('(');
        (!bracket).then(|| self.with("wrong type", index, &to, false))
    }

    fn wrong_reference(&mut self) -> Option<Mutant> {
        let index = self.pick(|own, index| own.kind(index) == Kind::Reference)?;
        let to = if self.word(index).starts_with("\"@") { "\"@nowhere-at-all\"" } else { "\"nowhere-at-all\"" };
        Some(self.with("wrong reference", index, to, false))
    }

    fn removed(&mut self, kind: &'static str, signs: &str) -> Option<Mutant> {
        let index = self.pick(|own, index| match own.kind(index) {
            Kind::Sign(sign) if signs.contains(sign) => {
                // A comma before a closing bracket may be left out.
                let last = index + 1 >= own.pieces.len() || matches!(own.kind(index + 1), Kind::Sign(')' | ']' | '}'));
                sign != ',' || !last
            }
            _ => false,
        })?;
        Some(self.with(kind, index, "", true))
    }

    /// Two ids of one entry in each other's place.
    fn swapped(&mut self) -> Option<Mutant> {
        let value = |own: &Self, index: usize, names: &[&str]| {
            index > 1 && own.kind(index) == Kind::Reference && names.contains(&own.word(index - 2))
        };
        let first = self.pick(|own, index| value(own, index, &["zone", "kind", "domain", "outcome"]))?;
        let second = (first + 1..self.pieces.len().min(first + 60))
            .find(|index| value(self, *index, &["layer", "source", "kind"]) && self.word(*index) != self.word(first))?;
        let (one, two) = (self.pieces[first], self.pieces[second]);
        let (a, b) = (self.word(first), self.word(second));
        let text = [&self.text[..one.start], b, &self.text[one.end..two.start], a, &self.text[two.end..]].concat();
        let places = vec![one.start, two.start + b.len() - a.len()];
        Some(Mutant { kind: "swapped ids", file: self.file, text, places, one_edit: false })
    }

    fn make(&mut self, kind: &'static str) -> Option<Mutant> {
        match kind {
            "wrong type" => self.wrong_type(),
            "wrong reference" => self.wrong_reference(),
            "comma removed" => self.removed(kind, ","),
            "colon removed" => self.removed(kind, ":"),
            "bracket removed" => self.removed(kind, "()[]{}"),
            "swapped ids" => self.swapped(),
            _ => self.slip(kind),
        }
    }
}

const KINDS: [&str; 9] = [
    "letter deleted",
    "letter put in",
    "letters swapped",
    "wrong type",
    "wrong reference",
    "comma removed",
    "colon removed",
    "bracket removed",
    "swapped ids",
];

fn corpus() -> Vec<Mutant> {
    let mut corpus: Vec<Mutant> = Vec::new();
    for (file, text) in FILES {
        let mut generator = Generator::new(file, text);
        for kind in KINDS {
            let mut made = BTreeSet::new();
            for _ in 0..PER_KIND * 20 {
                let Some(mutant) = generator.make(kind) else { continue };
                if made.len() < PER_KIND && made.insert(mutant.text.clone()) {
                    corpus.push(mutant);
                }
            }
        }
    }
    corpus
}

fn check(name: &str, text: &str) -> Vec<Diagnostic> {
    scenario::read(&knowledge(), name, text.as_bytes(), CheckLevel::Draft).1
}

fn value(text: &str) -> Option<ScenarioFile> {
    Document::read::<ScenarioFile>("x", text.as_bytes()).1.value()
}

/// Line and column of a byte, from 1.
fn position(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at];
    (before.matches('\n').count() + 1, before.rsplit('\n').next().unwrap_or("").chars().count() + 1)
}

#[derive(Default)]
struct Count {
    mutants: usize,
    detected: usize,
    line: usize,
    column: usize,
    one_edit: usize,
    mended: usize,
}

impl Count {
    fn add(&mut self, other: &Self) {
        self.mutants += other.mutants;
        self.detected += other.detected;
        self.line += other.line;
        self.column += other.column;
        self.one_edit += other.one_edit;
        self.mended += other.mended;
    }

    fn show(&self, kind: &str) -> String {
        format!(
            "{kind:18} {:5} {:9} {:10} {:11} {:8}/{}",
            self.mutants, self.detected, self.line, self.column, self.mended, self.one_edit
        )
    }
}

#[test]
fn a_slip_in_a_file_is_found_placed_and_mended() {
    let corpus = corpus();
    assert!(corpus.len() >= 300, "{} mutants", corpus.len());
    let originals: BTreeMap<&str, ScenarioFile> =
        FILES.iter().map(|(name, text)| (*name, value(text).unwrap())).collect();
    // What is told of the file as it is does not count.
    let known: BTreeMap<&str, Vec<String>> = FILES
        .iter()
        .map(|(name, text)| (*name, check(name, text).into_iter().map(|finding| finding.message).collect()))
        .collect();
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    let mut misses = Vec::new();
    for mutant in &corpus {
        let mut findings = check(mutant.file, &mutant.text);
        findings.retain(|finding| !known[mutant.file].contains(&finding.message));
        let count = counts.entry(mutant.kind).or_default();
        count.mutants += 1;
        count.one_edit += usize::from(mutant.one_edit);
        let wanted: Vec<(usize, usize)> = mutant.places.iter().map(|at| position(&mutant.text, *at)).collect();
        let Some(first) = findings.first() else {
            misses.push(format!("{} {} {wanted:?}: not detected", mutant.kind, mutant.file));
            continue;
        };
        let line = wanted.iter().any(|(line, _)| first.at.line == *line);
        let column =
            wanted.iter().any(|(line, column)| first.at.line == *line && first.at.column.abs_diff(*column) <= 2);
        let mended = mutant.one_edit
            && first.fix.as_ref().and_then(|fix| fix.apply(&mutant.text)).and_then(|text| value(&text)).as_ref()
                == originals.get(mutant.file);
        count.detected += 1;
        count.line += usize::from(line);
        count.column += usize::from(column);
        count.mended += usize::from(mended);
        if !(line && column && (mended || !mutant.one_edit)) {
            let line = mutant.text.lines().nth(wanted[0].0 - 1).unwrap_or("").trim();
            misses.push(format!(
                "{} {} {wanted:?} `{line:.90}`: {} {:?} {} {:?}",
                mutant.kind, mutant.file, first.code, first.at, first.message, first.fix
            ));
        }
    }
    let mut all = Count::default();
    println!("kind               files  detected right line within two  mended/one edit away");
    for kind in KINDS {
        if let Some(count) = counts.get(kind) {
            println!("{}", count.show(kind));
            all.add(count);
        }
    }
    println!("{}", all.show("all"));
    println!("\nNot quite right:\n{}", misses.join("\n"));
    let told = || misses.join("\n");
    assert!(all.detected * 100 >= all.mutants * 99, "detected\n{}", told());
    assert!(all.line * 100 >= all.mutants * 95, "right line\n{}", told());
    assert!(all.column * 100 >= all.mutants * 90, "within two columns\n{}", told());
    assert!(all.mended * 100 >= all.one_edit * 95, "right first suggestion\n{}", told());
}
