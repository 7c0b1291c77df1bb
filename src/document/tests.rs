use std::collections::BTreeMap;

use serde::Deserialize;

use super::*;

mod robust;

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Case {
    id: String,
    version: (u8, u8),
    meta: Meta,
    findings: Vec<Finding>,
    #[serde(default)]
    steps: Vec<Step>,
    #[serde(default)]
    facts: BTreeMap<String, Fact>,
    #[serde(default)]
    point: Option<Point>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Meta {
    title: String,
    minutes: u16,
    level: Option<Level>,
}

#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
enum Level {
    Beginner,
    Advanced,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Finding {
    id: Id,
    zone: String,
    #[serde(default)]
    grade: f64,
    side: Side,
}

#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
enum Side {
    Left,
    Right,
}

/// An id as the scenario files have it: letters, digits and hyphens, at least one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(try_from = "String")]
struct Id(String);

impl TryFrom<String> for Id {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
        match !text.is_empty() && text.chars().all(fits) {
            true => Ok(Self(text)),
            false => Err(format!("\"{text}\" is no id: use small letters, digits and hyphens")),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
enum Step {
    Interview { questions: Vec<String> },
    Treat(Treat),
    Wait(f64),
    Not(Box<Step>),
    Done,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Treat {
    zones: Vec<String>,
    force: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
enum Fact {
    Int(i64),
    Bool(bool),
}

#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
struct Point(f64, f64);

const GOOD: &str = r#"// A small case.
#![enable(implicit_some)]
(
    id: "lumbar-01",
    version: (1, 2),
    meta: (title: "Back \"pain\"", minutes: 8, level: Beginner), /* nested /* comment */ */
    findings: [
        (id: "a", zone: "sacral", grade: 2, side: Left),
        (id: "b", zone: r"hüfte", side: Right),
    ],
    steps: [
        Interview(questions: ["q-meds"]),
        Treat(zones: ["sacral"]),
        Treat((zones: [], force: Some(1.5))),
        Wait(3),
        Not(Done),
    ],
    facts: {
        "bp": Int(-128),
        "smoker": Bool(true),
    },
    point: (4.5, 100),
)
"#;

/// What is found in a file, as `line:column code`.
fn places(text: &str) -> Vec<String> {
    let (_, decoded) = Document::read::<Case>("case.ron", text.as_bytes());
    decoded.findings.iter().map(|found| format!("{}:{} {}", found.at.line, found.at.column, found.code)).collect()
}

fn told(text: &str) -> String {
    let (_, decoded) = Document::read::<Case>("case.ron", text.as_bytes());
    decoded.findings.iter().map(|found| found.render(Some(text))).collect()
}

/// The good file with one place changed has exactly one finding, there, with these words in it.
#[track_caller]
fn one_mistake(from: &str, to: &str, expected: &str, words: &[&str]) {
    assert_eq!(GOOD.matches(from).count(), 1, "{from} must stand once in the good file");
    let text = GOOD.replace(from, to);
    assert_eq!(places(&text), [expected], "for {to}:\n{}", told(&text));
    for word in words {
        assert!(told(&text).contains(word), "\"{word}\" is not in\n{}", told(&text));
    }
}

#[test]
fn a_good_file_is_read_completely() {
    let (document, decoded) = Document::read::<Case>("case.ron", GOOD.as_bytes());
    assert_eq!(decoded.findings, []);
    assert!(document.is_sound() && decoded.sound);
    let case = decoded.value().unwrap();
    assert_eq!(case.meta, Meta { title: "Back \"pain\"".into(), minutes: 8, level: Some(Level::Beginner) });
    assert_eq!(case.findings[0].grade, 2.0);
    assert_eq!(case.findings[1].zone, "hüfte");
    assert_eq!(case.steps[1], Step::Treat(Treat { zones: vec!["sacral".into()], force: None }));
    assert_eq!(case.steps[2], Step::Treat(Treat { zones: vec![], force: Some(1.5) }));
    assert_eq!(case.steps[4], Step::Not(Box::new(Step::Done)));
    assert_eq!(case.facts["bp"], Fact::Int(-128));
    assert_eq!(case.point, Some(Point(4.5, 100.0)));
}

#[test]
fn numbers_and_texts_are_read_as_ron_writes_them() {
    #[track_caller]
    fn same<T: serde::Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) {
        let text = ron::to_string(value).unwrap();
        let (_, decoded) = Document::read::<T>("x", text.as_bytes());
        assert_eq!(decoded.findings, [], "{text}");
        assert_eq!(decoded.repaired.as_ref(), Some(value), "{text}");
    }
    same(&vec![0.1_f64, -1e-300, 1e300, 4.5, f64::MIN_POSITIVE]);
    same(&(u64::MAX, i64::MIN, 'ß', '\'', true, ()));
    same(&vec!["\u{7f}\0\r\n\t\\\"".to_owned(), "“Bindegewebe” 🦴".to_owned(), String::new()]);
    same(&vec![Some(1_u8), None]);
    let (_, hex) = Document::read::<Vec<i32>>("x", b"[0xff, -0b101, 0o17, 1_000, +3]");
    assert_eq!(hex.value(), Some(vec![255, -5, 15, 1000, 3]));
    let (_, raw) = Document::read::<Vec<String>>("x", br##"[r#"a "b" c"#, r"\n", "\u{e4}\x41"]"##);
    assert_eq!(raw.value().unwrap(), ["a \"b\" c", "\\n", "äA"]);
}

#[test]
fn a_mistake_of_type_is_told_with_its_place_and_the_next_step() {
    one_mistake(
        "zone: \"sacral\", grade",
        "zoen: \"sacral\", grade",
        "8:19 E020",
        &["\"zoen\"", "did you mean \"zone\"?"],
    );
    one_mistake("questions: [", "qestions: [", "12:19 E020", &["did you mean \"questions\"?"]);
    one_mistake("force: Some(1.5)", "pressure: 2", "14:27 E020", &["zones, force"]);
    one_mistake("minutes: 8, ", "", "6:11 E021", &["meta: the field \"minutes\" is missing", "add minutes:"]);
    one_mistake("    version: (1, 2),\n", "", "3:1 E021", &["\"version\""]);
    one_mistake(
        "minutes: 8",
        "minutes: \"8\"",
        "6:45 E023",
        &["meta.minutes", "\"8\"", "a whole number", "quotation marks out"],
    );
    one_mistake("minutes: 8", "minutes: 8.5", "6:45 E023", &["found 8.5, expected a whole number"]);
    one_mistake("minutes: 8", "minutes: -8", "6:45 E024", &["found -8", "0 or more"]);
    one_mistake("(1, 2)", "(1, 256)", "5:18 E024", &["version[2]", "255 or less"]);
    one_mistake("(1, 2)", "(1, 2, 3)", "5:14 E023", &["found 3 values, expected 2 values"]);
    one_mistake("(1, 2)", "[1, 2]", "5:14 E023", &["write ( and ) instead"]);
    one_mistake("grade: 2", "grade: high", "8:42 E023", &["found high, expected a number"]);
    one_mistake("\"sacral\", grade", "sacral, grade", "8:25 E023", &["text in quotes", "write \"sacral\""]);
    one_mistake("side: Left", "side: Lfet", "8:51 E025", &["unknown word Lfet", "did you mean \"Left\"?"]);
    one_mistake("side: Left", "side: \"Left\"", "8:51 E023", &["write Left"]);
    one_mistake("Wait(3)", "Wiat(3)", "15:9 E025", &["did you mean \"Wait\"?"]);
    one_mistake("Wait(3)", "Wait", "15:9 E023", &["in brackets"]);
    one_mistake("Not(Done)", "Not(Done(2))", "16:13 E023", &["stands alone"]);
    one_mistake("[\"q-meds\"]", "\"q-meds\"", "12:30 E023", &["put [ before and ] after it"]);
    one_mistake("id: \"b\"", "id: \"B b\"", "9:14 E024", &["findings[2].id", "is no id: use small letters"]);
    one_mistake("Bool(true)", "Bool(yes)", "20:24 E023", &["true or false"]);
    one_mistake("Int(-128)", "None", "19:15 E025", &["expected one of: Int, Bool"]);
    one_mistake("(4.5, 100)", "(x: 4.5, y: 100)", "22:12 E023", &["2 values in round brackets"]);
    one_mistake("(title:", "Data(title:", "6:11 E025", &["leave the name out"]);
}

#[test]
fn a_mistake_of_writing_is_told_with_its_place_and_the_next_step() {
    one_mistake("(1, 2),", "(1, 2)", "5:20 E009", &["comma is missing"]);
    one_mistake("Wait(3),", "Wait(3)", "15:16 E009", &[]);
    one_mistake("8, level", "8 level", "6:46 E009", &[]);
    one_mistake("version: (1", "version (1", "5:12 E011", &["version:"]);
    one_mistake("\"bp\": Int", "\"bp\" Int", "19:13 E011", &["\"key\": value"]);
    one_mistake("minutes: 8", "minutes: ", "6:44 E010", &["after minutes:"]);
    one_mistake("minutes: 8,", "minutes: 8,,", "6:47 E012", &["nothing before this comma"]);
    one_mistake("minutes: 8", "minutes = 8", "6:44 E005", &["colon"]);
    one_mistake("minutes: 8", "minutes: 8;", "6:46 E005", &[]);
    one_mistake("grade: 2", "grade: 2,5", "8:42 E014", &["write 2.5"]);
    one_mistake("grade: 2", "grade: 2cm", "8:42 E014", &["2cm"]);
    one_mistake("\"a\", zone", "a-1, zone", "8:14 E005", &["write \"a-1\""]);
    one_mistake("\"q-meds\"", "„q-meds“", "12:31 E005", &["straight quotation mark"]);
    one_mistake("\"q-meds\"", "'q-meds'", "12:31 E005", &["double quotation marks"]);
    one_mistake("\"q-meds\"", "\"q\\meds\"", "12:33 E013", &["\\m has no meaning"]);
    one_mistake("\"lumbar-01\"", "\"lumbar-01", "4:9 E006", &["closing quotation mark"]);
    one_mistake("\"q-meds\"", "\"q-meds", "12:31 E006", &[]);
    one_mistake("\"a\", zone", "\"a, zone", "8:14 E006", &[]);
    one_mistake("\"a\", zone", "a\", zone", "8:14 E006", &["no opening quotation mark"]);
    one_mistake("\"Back \\\"pain\\\"\"", "Pain in the back", "6:19 E006", &["must stand in quotes"]);
    one_mistake("comment */ */", "comment */", "6:66 E006", &["never closed"]);
    one_mistake("    point:", "    id: \"twice\",\n    point:", "22:5 E022", &["\"id\"", "line 4, column 5"]);
    one_mistake("\"smoker\":", "\"bp\":", "20:9 E022", &["line 19, column 9"]);
    one_mistake("enable(implicit_some)", "enable(magic)", "2:1 E016", &["magic"]);
    one_mistake("    version", "    \"version\"", "5:5 E012", &["write version:"]);
}

#[test]
fn a_wrong_bracket_is_told_where_it_went_wrong() {
    one_mistake("(1, 2)", "(1, 2", "5:19 E007", &["the bracket ) is missing here", "line 5, column 14: opened here"]);
    one_mistake("(1, 2)", "(1, 2]", "5:19 E008", &["closed by ]", "write )"]);
    one_mistake("(1, 2)", "(1, 2))", "5:20 E008", &["closes nothing"]);
    one_mistake("Left),", "Left,", "8:55 E007", &["line 8, column 9: opened here"]);
    one_mistake("(id: \"a\"", "id: \"a\"", "8:9 E007", &["an opening bracket ( is missing"]);
    one_mistake("findings: [", "findings:", "7:14 E007", &["an opening bracket [ is missing"]);
    one_mistake("facts: {", "facts:", "18:11 E007", &["an opening bracket { is missing"]);
    one_mistake("[\"sacral\"]", "\"sacral\"]", "13:21 E007", &["an opening bracket [ is missing"]);
    one_mistake("meta: (", "meta: ", "6:10 E007", &["an opening bracket ( is missing"]);
    one_mistake("[\"sacral\"]", "[\"sacral\"", "13:31 E007", &["the bracket ] is missing here"]);
    one_mistake("Right),\n    ],", "Right),", "9:48 E007", &["line 7, column 15: opened here"]);
    one_mistake("Not(Done),\n    ],", "Not(Done),\n    ),", "17:5 E008", &["write ]"]);
    one_mistake("100),\n)", "100),\n", "22:23 E007", &["line 3, column 1: opened here"]);
    one_mistake("100),\n)", "100),\n))", "23:2 E008", &[]);
    one_mistake("Bool(true),\n    },", "Bool(true),\n", "20:30 E007", &["line 18, column 12: opened here"]);
    one_mistake("(\n    id: \"lum", "\n    id: \"lum", "4:5 E007", &["does not begin with a bracket"]);
    one_mistake("point: (4.5, 100),\n)", "point: (4.5, 100),\n) more", "23:3 E012", &["goes on after its end"]);
}

#[test]
fn a_mistake_with_one_likely_meaning_brings_the_change_that_mends_it() {
    for (from, to) in [
        ("(1, 2),", "(1, 2)"),
        ("(1, 2)", "(1, 2"),
        ("(1, 2)", "(1, 2]"),
        ("minutes: 8", "minutes: \"8\""),
        ("minutes: 8", "minutes 8"),
        ("minutes: 8", "minuts: 8"),
        ("minutes: 8", "\"minutes\": 8"),
        ("level: Beginner", "level: Begginer"),
        ("level: Beginner", "level: \"Beginner\""),
        ("\"sacral\", grade", "sacral, grade"),
        ("id: \"lumbar-01\"", "id: lumbar-01"),
        ("id: \"lumbar-01\"", "id: “lumbar-01”"),
        ("id: \"lumbar-01\"", "id: \"lumbar-01"),
        ("force: Some(1.5)", "force: 1,5"),
        ("findings: [", "findings:"),
        ("[\"sacral\"]", "[\"sacral\""),
        ("100),\n)", "100),\n"),
        ("},", "},,"),
        ("},", "};"),
    ] {
        let text = GOOD.replacen(from, to, 1);
        let check = |text: &str| Document::read::<Case>("x", text.as_bytes()).1.findings;
        let (mended, changes) = crate::diagnostic::fix::mend(&text, check);
        assert!(changes > 0 && places(&mended).is_empty(), "{to} became\n{mended}\nafter {}", told(&text));
    }
}

#[test]
fn five_different_mistakes_are_all_told_at_once() {
    let text = GOOD
        .replace("(1, 2),", "(1, 2)")
        .replace("minutes: 8", "minutes: \"eight\"")
        .replace("side: Left", "side: Lfet")
        .replace("\"b\", zone", "\"b\", zoen")
        .replace("Interview(questions: [\"q-meds\"])", "Interview()");
    let expected = ["5:20 E009", "6:45 E023", "8:51 E025", "9:19 E020", "12:9 E021"];
    assert_eq!(places(&text), expected, "{}", told(&text));
}

#[test]
fn a_bracket_lost_from_a_line_of_its_own_is_missed_in_that_line() {
    for newline in ["\n", "\r\n"] {
        let apart = GOOD
            .replace("        (id: \"a\"", "        (\n            id: \"a\"")
            .replace("side: Left),", "side: Left,\n        ),")
            .replace("        (id: \"b\"", "        (\n            id: \"b\"")
            .replace("side: Right),", "side: Right,\n        ),")
            .replace('\n', newline);
        let whole = |text: &str| Document::read::<Case>("case.ron", text.as_bytes()).1.value();
        assert_eq!(whole(&apart), whole(GOOD));
        let lost = format!("        ({newline}            id");
        for (at, place) in apart.match_indices(&lost).zip(["8:9 E007", "11:9 E007"]) {
            let text = format!("{}{}", &apart[..at.0 + 8], &apart[at.0 + 9..]);
            assert_eq!(places(&text), [place], "{}", told(&text));
            let (_, decoded) = Document::read::<Case>("case.ron", text.as_bytes());
            let mended = decoded.findings[0].fix.as_ref().and_then(|fix| fix.apply(&text));
            assert_eq!(mended.as_deref(), Some(apart.as_str()), "the change puts it back where it was");
        }
    }
}

#[test]
fn mistakes_after_a_wrong_bracket_are_still_told() {
    let text =
        GOOD.replace("(1, 2),", "(1, 2,").replace("side: Right", "side: Wright").replace("Wait(3)", "Wait(\"3\")");
    assert_eq!(places(&text), ["5:19 E007", "9:41 E025", "15:14 E023"], "{}", told(&text));
}

#[test]
fn a_file_cut_off_in_the_middle_has_one_finding_for_it() {
    let text = GOOD.split_inclusive("grade: 2,").next().unwrap();
    let (_, decoded) = Document::read::<Case>("case.ron", text.as_bytes());
    let codes: Vec<&str> = decoded.findings.iter().map(|found| found.code).collect();
    assert_eq!(codes, ["E007"], "{}", told(text));
    assert!(decoded.findings[0].help.contains("cut off"), "{}", told(text));
}

#[test]
fn a_file_without_indentation_is_read_like_any_other() {
    let flat: String = GOOD.lines().flat_map(|line| [line.trim_start(), "\n"]).collect();
    assert_eq!(places(&flat), [] as [&str; 0]);
    assert_eq!(places(&flat.replace("(1, 2),", "(1, 2)")), ["5:16 E009"]);
}

#[test]
fn files_that_are_no_text_are_refused_with_the_reason() {
    let first = |bytes: &[u8]| {
        let (_, decoded) = Document::read::<Case>("case.ron", bytes);
        assert!(decoded.clone().value().is_none());
        decoded.findings.first().map(|found| (found.code, found.at.line, found.at.column))
    };
    assert_eq!(first(b""), Some(("E015", 1, 1)));
    assert_eq!(first(&[b' '; SIZE_LIMIT + 1]), Some(("E002", 1, 1)));
    assert_eq!(first(b"\xff\xfe(\0)\0"), Some(("E001", 1, 1)));
    let latin: Vec<u8> =
        GOOD.replace("hüfte", "h~fte").bytes().map(|byte| if byte == b'~' { 0xfc } else { byte }).collect();
    assert_eq!(first(&latin), Some(("E001", 9, 28)));
    assert_eq!(first(GOOD.replace("sacral\", grade", "sac\u{8}ral\", grade").as_bytes()), Some(("E003", 8, 29)));
    let deep = "[".repeat(NESTING_LIMIT + 1) + &"]".repeat(NESTING_LIMIT + 1);
    let (_, findings) = Document::parse("deep.ron", deep.as_bytes());
    assert_eq!((findings[0].code, findings[0].at.column), ("E004", NESTING_LIMIT + 1));
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_change_no_place() {
    let text = format!("\u{feff}{}", GOOD.replace('\n', "\r\n").replace("side: Left", "side: Lfet"));
    assert_eq!(places(&text), ["8:51 E025"]);
}

#[test]
fn the_place_of_a_value_and_of_its_name_is_found_by_its_path() {
    let (document, _) = Document::parse("case.ron", GOOD.as_bytes());
    let at = |path: &Path| (document.place(path).line, document.place(path).column);
    let root = Path::root();
    let side = root.field("findings").index(1).field("side");
    assert_eq!(at(&side), (9, 41));
    assert_eq!(document.place_of_key(&side), Position { line: 9, column: 35 });
    assert_eq!(side.to_string(), "findings[2].side");
    assert_eq!(at(&root.field("steps").index(1).field("zones").index(0)), (13, 23));
    assert_eq!(
        at(&root.field("steps").index(2).field("force")),
        (14, 34),
        "a path goes through the brackets of Treat( )"
    );
    assert_eq!(at(&root.field("facts").key("smoker")), (20, 19));
    assert_eq!(document.place_of_key(&root.field("facts").key("smoker")), Position { line: 20, column: 9 });
    assert_eq!(
        at(&root.field("findings").index(1).field("grade")),
        (9, 9),
        "what is not there is told at what is around it"
    );
    assert_eq!(document.text_at(&root.field("id")), Some("lumbar-01"));
    assert!(document.has(&side) && !document.has(&root.field("colour")));
    let finding = document.error("E030", &side, "unknown side", "");
    assert_eq!((finding.code, finding.at.line, finding.file.as_str()), ("E030", 9, "case.ron"));
}

#[test]
fn later_checks_know_what_has_been_told_already() {
    let text =
        GOOD.replace("\"sacral\", grade", "sacral, grade").replace("minutes: 8, ", "").replace("id: \"b\"", "id: \"\"");
    let (document, decoded) = Document::read::<Case>("case.ron", text.as_bytes());
    assert!(!decoded.sound);
    let case = decoded.repaired.unwrap();
    assert_eq!((case.findings.len(), case.findings[0].zone.as_str()), (2, ""));
    let covers = |path: &Path| decoded.guesses.cover(&document, path);
    let root = Path::root();
    assert!(covers(&root.field("findings").index(0).field("zone")));
    assert!(!covers(&root.field("findings").index(1).field("zone")));
    assert!(
        covers(&root.field("findings").index(1).field("id")),
        "a guess that the type accepts stands for the bad id"
    );
    assert!(covers(&root.field("meta").field("minutes")));
    assert!(!covers(&root.field("meta").field("title")));
}

#[test]
fn fields_are_refused_without_any_attribute_on_the_type() {
    let (_, decoded) = Document::read::<Step>("x", b"Interview(questions: [], extra: 1)");
    assert_eq!(decoded.findings[0].message, "unknown field \"extra\"");
    assert_eq!(decoded.value(), None);
}

#[test]
fn a_type_that_refuses_every_guess_gives_no_value_but_all_findings() {
    #[derive(Debug, Deserialize)]
    struct Refusing {
        #[serde(deserialize_with = "refuse")]
        #[expect(dead_code, reason = "never made")]
        value: u8,
    }
    fn refuse<'de, D: serde::Deserializer<'de>>(from: D) -> Result<u8, D::Error> {
        u8::deserialize(from)?;
        Err(serde::de::Error::custom("never good enough"))
    }
    let (_, decoded) = Document::read::<Vec<Refusing>>("x", b"[(value: 1)]");
    assert_eq!(decoded.findings.len(), 1);
    assert_eq!(
        (decoded.findings[0].at.column, decoded.findings[0].message.as_str()),
        (10, "[1].value: never good enough")
    );
    assert_eq!(decoded.repaired.map(|list| list.len()), Some(0), "the list around it is guessed empty");
}

#[test]
fn a_field_is_changed_or_added_and_everything_else_stays() {
    let (document, _) = Document::parse("case.ron", GOOD.as_bytes());
    let set = |path: &Path, name: &str, value: &str| document.set_field(path, name, value)?.apply(GOOD);
    let changed = set(&Path::root().field("meta"), "minutes", "12").unwrap();
    assert_eq!(changed, GOOD.replace("minutes: 8", "minutes: 12"));
    let added = set(&Path::root(), "note", "\"new\"").unwrap();
    assert_eq!(added, GOOD.replace("100),\n)", "100),\n    note: \"new\",\n)"));
    let inline = set(&Path::root().field("findings").index(0), "note", "1").unwrap();
    assert_eq!(inline, GOOD.replace("side: Left)", "side: Left, note: 1)"));
    assert_eq!(set(&Path::root().field("facts"), "x", "1"), None);
}
