//! What must not be claimed is claimed in no text that a student or client is shown, be it in a table, a case, or in
//! the program itself: the interface, the sentences of `explain`, the debrief.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Words that together would claim what nobody has shown, each with what may make them a denial or a warning.
const CLAIMS: &[&[&str]] = &[
    &["cures"],
    &["heals", "organ"],
    &["heal", "organ"],
    &["treats", "organ disease"],
    &["detects", "disease"],
    &["diagnoses", "disease"],
    &["spreads", "cancer"],
    &["spread", "cancer"],
    &["cause", "miscarriage"],
    &["causes", "miscarriage"],
    &["toxins"],
    &["detox"],
    &["adhesions", "torn"],
    &["breaks up", "adhesions"],
    &["strengthens", "immune"],
    &["improves", "immune"],
    &["balances", "hormones"],
    &["proven", "feet"],
    &["proven", "foot"],
    &["fascia", "lengthened"],
    &["endorphin", "release"],
];

/// Words that turn a claim into its denial, a question, a warning or a wrong answer that is marked as such.
const DENIALS: &[&str] = &[
    "no ",
    "not ",
    "n't",
    "never",
    "nobody",
    "without",
    "false",
    "wrong",
    "claim",
    "fear",
    "untested",
    "myth",
    "must not",
    "do not",
    "unproven",
    "?",
    "tradition",
    "small study",
    "contradict",
    "disproved",
    "beyond",
];

/// Every quoted text of a RON file, with its line; comments are left out.
fn texts(source: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in source.lines().enumerate() {
        let (mut inside, mut text, mut letters) = (false, String::new(), line.chars().peekable());
        while let Some(letter) = letters.next() {
            match letter {
                '\\' if inside => text.extend(letters.next()),
                '"' if inside => {
                    found.push((number + 1, std::mem::take(&mut text)));
                    inside = false;
                }
                '"' => inside = true,
                '/' if !inside && letters.peek() == Some(&'/') => break,
                letter if inside => text.push(letter),
                _ => {}
            }
        }
    }
    found
}

/// Every string of a Rust source, with the line it begins in; comments and the tests at its end are left out.
fn literals(source: &str) -> Vec<(usize, String)> {
    let source = source.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default();
    let letters: Vec<char> = source.chars().collect();
    let at = |index: usize| letters.get(index).copied().unwrap_or('\0');
    let (mut found, mut line, mut index) = (Vec::new(), 1, 0);
    while index < letters.len() {
        match at(index) {
            '/' if at(index + 1) == '/' => {
                while index < letters.len() && at(index) != '\n' {
                    index += 1;
                }
                continue;
            }
            // A letter in quotes; a lifetime has no quote after it.
            '\'' if at(index + 1) == '\\' => {
                index += 3;
                while index < letters.len() && at(index) != '\'' {
                    index += 1;
                }
            }
            '\'' if at(index + 2) == '\'' => index += 2,
            'r' if matches!(at(index + 1), '"' | '#') && !at(index.wrapping_sub(1)).is_alphanumeric() => {
                let hashes = (index + 1..).take_while(|place| at(*place) == '#').count();
                if at(index + 1 + hashes) == '"' {
                    let (begin, mut text) = (line, String::new());
                    index += 2 + hashes;
                    let ends = |index: usize| at(index) == '"' && (1..=hashes).all(|ahead| at(index + ahead) == '#');
                    while index < letters.len() && !ends(index) {
                        line += usize::from(at(index) == '\n');
                        text.push(at(index));
                        index += 1;
                    }
                    index += hashes;
                    found.push((begin, text));
                }
            }
            '"' => {
                let (begin, mut text) = (line, String::new());
                index += 1;
                while index < letters.len() && at(index) != '"' {
                    if at(index) == '\\' {
                        index += 1;
                        if at(index) == '\n' {
                            // The text goes on after the next line's indentation.
                            line += 1;
                            while at(index + 1).is_whitespace() {
                                index += 1;
                                line += usize::from(at(index) == '\n');
                            }
                        } else {
                            text.push(if at(index) == 'n' { ' ' } else { at(index) });
                        }
                    } else {
                        line += usize::from(at(index) == '\n');
                        text.push(at(index));
                    }
                    index += 1;
                }
                found.push((begin, text));
            }
            '\n' => line += 1,
            _ => {}
        }
        index += 1;
    }
    found
}

fn files(folder: &Path, extension: &str, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            files(&path, extension, into);
        } else if path.extension().is_some_and(|found| found == extension) {
            into.push(path);
        }
    }
}

/// The claim a text makes, if it makes one.
fn claim(text: &str) -> Option<String> {
    let text = text.to_lowercase();
    // A claim and its denial stand in one sentence.
    text.split(['.', ';', '!']).find_map(|sentence| {
        if DENIALS.iter().any(|denial| sentence.contains(denial)) || text.contains('?') {
            return None;
        }
        let made = CLAIMS.iter().find(|words| words.iter().all(|word| sentence.contains(word)))?;
        Some(made.join(" … "))
    })
}

#[test]
fn no_text_that_is_shown_claims_what_must_not_be_claimed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    for folder in ["assets/knowledge", "assets/validation", "scenarios"] {
        files(&root.join(folder), "ron", &mut all);
    }
    files(&root.join("src"), "ron", &mut all);
    let (mut read, mut wrong) = (0, Vec::new());
    for file in all {
        let source = fs::read_to_string(&file).unwrap();
        // Effects carry their own mark for what must not be claimed; statements of a case may be wrong on purpose.
        let marked: Vec<&str> = source.lines().collect();
        for (line, text) in texts(&source) {
            read += 1;
            let near = marked
                .iter()
                .skip(line.saturating_sub(12))
                .take(24)
                .any(|line| line.contains("must_not_claim: true") || line.contains("in_scope: false"));
            // Words that are wrong on purpose may stand in the block `text`, under the key that their statement names.
            let key = marked.get(line - 1).and_then(|line| line.trim_start().strip_prefix('"')?.split('"').next());
            let wrong_words = key.map(|key| format!("words: \"@{key}\", in_scope: false"));
            let near = near || wrong_words.is_some_and(|words| source.contains(&words));
            if let Some(claim) = claim(&text).filter(|_| !near) {
                wrong.push(format!("{}:{line}: {claim}: \"{text}\"", file.display()));
            }
        }
    }
    assert!(read > 3000, "only {read} texts were read");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_text_of_the_program_itself_claims_what_must_not_be_claimed() {
    let mut all = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "rs", &mut all);
    let (mut read, mut wrong) = (0, Vec::new());
    for file in all {
        for (line, text) in literals(&fs::read_to_string(&file).unwrap()) {
            // What a student reads is a sentence or a label, not an id.
            read += usize::from(text.contains(' '));
            if let Some(claim) = claim(&text) {
                wrong.push(format!("{}:{line}: {claim}: \"{text}\"", file.display()));
            }
        }
    }
    assert!(read > 1500, "only {read} texts were read");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn texts_of_a_source_are_found_whole_and_comments_are_not() {
    let source = "let a = \"one \\\"two\\\" \\\n    three\"; // \"not this\"\nlet b = ('\"', \"four\", r#\"fi\"ve\"#);\n\
                  fn c<'a>(d: &'a str) -> char { '\\'' }\nlet e = \"six\";\n#[cfg(test)]\nmod tests { \"not this\" }";
    let found = literals(source);
    let texts: Vec<(usize, &str)> = found.iter().map(|(line, text)| (*line, text.as_str())).collect();
    assert_eq!(texts, [(1, "one \"two\" three"), (3, "four"), (3, "fi\"ve"), (5, "six")]);
}

#[test]
fn a_claim_would_be_seen_and_its_denial_would_not() {
    assert!(claim("This stroke cures migraine.").is_some());
    assert!(claim("Massage spreads cancer.").is_some());
    assert!(claim("There is no evidence that massage spreads cancer.").is_none());
    assert!(claim("Adhesions are torn by the pull.").is_some());
    assert!(claim("It removes toxins.").is_some());
}
