//! What every code of a finding means, for `check --explain CODE`.
//!
//! A code never changes its meaning. E findings keep a file from being used; W findings are gaps:
//! warnings while writing, errors before publishing.

/// A code with its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    /// The code itself.
    pub code: &'static str,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// Why it matters and what to do.
    pub explanation: &'static str,
    /// Wrong and right, where a line says more than words.
    pub example: Option<(&'static str, &'static str)>,
}

/// The entry of a code; capital and small letters alike.
#[must_use]
pub fn find(code: &str) -> Option<&'static Code> {
    ALL.iter().find(|entry| entry.code.eq_ignore_ascii_case(code))
}

const fn code(code: &'static str, title: &'static str, explanation: &'static str) -> Code {
    Code { code, title, explanation, example: None }
}

const fn shown(
    code: &'static str,
    title: &'static str,
    explanation: &'static str,
    wrong: &'static str,
    right: &'static str,
) -> Code {
    Code { code, title, explanation, example: Some((wrong, right)) }
}

/// All codes in order.
pub const ALL: &[Code] = &[
    code(
        "E000",
        "the file cannot be read",
        "The file is not there, or the program may not read it. Check its name, its folder and its rights.",
    ),
    code(
        "E001",
        "not UTF-8 text",
        "The file was saved in another encoding. Save it again and choose UTF-8; every editor offers it.",
    ),
    code(
        "E002",
        "the file is too large",
        "Scenario files are read up to one megabyte. A case that is larger holds something that does not belong into it.",
    ),
    code(
        "E003",
        "a control character",
        "An invisible character stands in the file, mostly after copying from elsewhere. Delete it.",
    ),
    code(
        "E004",
        "too many brackets inside each other",
        "More than 64 brackets are open at once. Mostly many closing brackets are missing.",
    ),
    shown(
        "E005",
        "a character that cannot stand here",
        "Values are parted by commas, names and values by a colon, and texts stand between straight quotation marks.",
        "title = “Calf pain”;",
        "title: \"Calf pain\",",
    ),
    shown(
        "E006",
        "a text or comment without its end",
        "A quotation mark is missing, so that the rest of the line is taken for text.",
        "title: \"Calf pain,",
        "title: \"Calf pain\",",
    ),
    shown(
        "E007",
        "a bracket is missing",
        "Every ( [ { needs its partner. The place given is where the missing bracket belongs; the place of its partner is told too.",
        "zones: [\"sacral\",\nside: Left,",
        "zones: [\"sacral\"],\nside: Left,",
    ),
    shown(
        "E008",
        "a bracket that does not match",
        "A bracket is closed by one of another kind, or closes nothing. Round brackets hold fields, square ones lists, curly ones entries with keys.",
        "zones: [\"sacral\")",
        "zones: [\"sacral\"]",
    ),
    shown(
        "E009",
        "a comma is missing",
        "Between two values stands a comma. One after the last value does no harm.",
        "age: 44\nbmi: 23.0",
        "age: 44,\nbmi: 23.0,",
    ),
    shown("E010", "a value is missing", "After a name and its colon comes a value.", "age: ,", "age: 44,"),
    shown("E011", "a colon is missing", "Between a name and its value stands a colon.", "age 44,", "age: 44,"),
    code(
        "E012",
        "something too much",
        "A comma, colon or value stands where nothing can stand. Delete it, or add what is missing before it.",
    ),
    shown(
        "E013",
        "a backslash that means nothing",
        "In a text a backslash begins a special sign. Write two for one backslash.",
        "\"50\\50\"",
        "\"50\\\\50\"",
    ),
    shown(
        "E014",
        "not a number",
        "Decimals follow a point, not a comma. Units are in the names of the fields.",
        "bmi: 23,5",
        "bmi: 23.5",
    ),
    code("E015", "the file is empty", "Begin with `ctm-trainer new scenario PATH`: it writes a small case that works."),
    code("E016", "a line #![…] that is not known", "The trainer needs no such lines. Delete it."),
    shown(
        "E017",
        "a value without a name",
        "In round brackets with names every value needs its own.",
        "(id: \"a\", \"sacral\")",
        "(id: \"a\", zone: \"sacral\")",
    ),
    shown(
        "E020",
        "an unknown name of a field",
        "There is no field of this name here. The nearest one is offered; docs/authoring.md lists all of them.",
        "complain: \"…\"",
        "complaint: \"…\"",
    ),
    code(
        "E021",
        "a field is missing",
        "This field has no usual value, so it has to be written. docs/authoring.md says what it means.",
    ),
    code(
        "E022",
        "given twice",
        "The same name stands twice in the same brackets. Only one of the values could count; keep one.",
    ),
    shown(
        "E023",
        "another kind of value",
        "A text, a number, a list or fields in brackets were expected here.",
        "age: \"44\"",
        "age: 44",
    ),
    code(
        "E024",
        "a value that cannot be",
        "The kind is right, but not the value: too large, negative, or not of the form an id has.",
    ),
    shown(
        "E025",
        "an unknown word",
        "Words without quotation marks are chosen from a short list; the nearest one is offered.",
        "side: Lefft",
        "side: Left",
    ),
    shown(
        "E030",
        "an unknown name",
        "The name leads to nothing in the tables of knowledge or in this file. `ctm-trainer catalogue` lists the tables.",
        "zone: \"blader\"",
        "zone: \"bladder\"",
    ),
    code(
        "E031",
        "the same id twice",
        "Two things of one kind have the same id, so that nobody can tell which one is meant. Give one of them another id.",
    ),
    code("E032", "out of range", "The number lies outside what is possible or sensible; the message gives the range."),
    code(
        "E033",
        "not this format, or not an id",
        "The first line names the form of the file, the id is written in small letters, digits and hyphens.",
    ),
    code(
        "E034",
        "a statement without its source",
        "The tables of knowledge name a source for everything that was read somewhere.",
    ),
    code(
        "E035",
        "a condition that cannot be known here",
        "Points and gates are known only after the end. Conditions of the flow and of gates can ask for what was done, for facts, steps, time and the decision; those of the debrief for points and gates too.",
    ),
    code(
        "W040",
        "a step that is never reached",
        "No other step leads to this one, or only one whose condition can never hold. Let a step lead to it, or take it out.",
    ),
    code(
        "W041",
        "no way to an end",
        "From this step a student can never finish. A step without `next` ends the session; one of them has the phase Closing.",
    ),
    code(
        "W042",
        "a way that is never taken",
        "A branch before it holds always, so this one is never looked at. Put the unconditional branch last.",
    ),
    code(
        "E050",
        "the points do not add up to 100",
        "A student reads points as hundredths of the case. Change the points of some criteria until the sum is 100.",
    ),
    code(
        "E051",
        "a domain without a criterion",
        "The report would show an empty line. Add a criterion, or take the domain out.",
    ),
    code(
        "E052",
        "a criterion that can never score",
        "It asks for something that does not exist in this case: an empty list, a finding that cannot be found this way, a range that is upside down.",
    ),
    code(
        "E053",
        "a pass mark that cannot be reached",
        "The pass mark is above what can be earned, or a gate's cap makes no difference to it.",
    ),
    code(
        "W054",
        "a careless player passes",
        "Somebody who clicks at random, does everything, or does the same in every case earns the pass mark. Ask for fewer, more telling things, or guard the case by a gate.",
    ),
    code(
        "W055",
        "the reference is not what it says",
        "The plan called reference must earn all points without a gate, and each trap the result that it names. Change the plan or the rubric, whichever is wrong.",
    ),
    code(
        "W060",
        "an absolute contraindication without a gate",
        "The client has a condition that forbids the work. A gate of severity Unsafe with this `contraindication` makes sure that no points outweigh it.",
    ),
    code(
        "W061",
        "a gate or criterion without its reason",
        "A student who loses points may ask why. Every gate and criterion says why it matters and names a source.",
    ),
    code(
        "W062",
        "something is asked for that is forbidden",
        "The rubric asks for a stroke or a zone that this client's contraindications leave out.",
    ),
    code(
        "W063",
        "the decision contradicts the catalogue",
        "The right decision of the case is not one that the table of contraindications allows for this client.",
    ),
    code(
        "W064",
        "a claim that the evidence forbids",
        "The case rewards words to the client that go beyond what is known. Set `in_scope: false`, or change the words.",
    ),
    code(
        "W065",
        "a reason that the client does not have",
        "The decision names a contraindication as its reason, but the client does not have it.",
    ),
    code(
        "E070",
        "a text is missing",
        "The key after @ leads to nothing in the block `text` of the case's own language.",
    ),
    code(
        "W071",
        "a translation is missing",
        "The text exists in the case's own language, but not in another one of the block `text`.",
    ),
    code(
        "W072",
        "a translation may be out of date",
        "The text in the case's own language has changed since it was translated. Read the translation again; `ctm-trainer texts FILE --language LANGUAGE --accept` then marks it as fitting.",
    ),
    code(
        "W073",
        "a text that nobody sees",
        "The key stands in the block `text`, but nothing in the case uses it. Mostly its @ was forgotten or its name has changed.",
    ),
    code(
        "W080",
        "objective, feedback or licence missing",
        "A case says what is learned, tells a student who missed something what it was, and names its licence.",
    ),
    code(
        "W081",
        "no looking back",
        "A case ends with a recap and at least one question for the debrief. Write the block `debrief`.",
    ),
    code(
        "W090",
        "a draw that changes nothing",
        "All choices of this draw are alike, so that every student meets the same case. Give it at least two choices that differ, or take it out.",
    ),
    code(
        "W091",
        "no such body",
        "The room shows one of the bodies of the table `bodies` (`ctm-trainer catalogue bodies`). Choose the one that is nearest in sex, build and age. For another name it shows the nearest one.",
    ),
    code(
        "E100",
        "another kind of file",
        "The file says by its first field that it is of another kind or version than is expected here.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_stand_in_order_and_once_and_explain_themselves() {
        let names: Vec<&str> = ALL.iter().map(|entry| entry.code).collect();
        let number = |code: &str| code.get(1..).and_then(|digits| digits.parse::<u32>().ok());
        assert!(names.windows(2).all(|pair| number(pair[0]) < number(pair[1])), "{names:?}");
        assert!(ALL.iter().all(|entry| entry.explanation.len() > 30 && entry.explanation.ends_with('.')));
        assert_eq!(find("e030").map(|entry| entry.code), Some("E030"));
        assert_eq!(find("E999"), None);
    }
}
