//! The cases as delivered: each plan has the result it names, and leaves the same record every time.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use ctm_trainer::{
    assessment::{
        self, explain,
        report::{Report, Safety},
    },
    scenario::{self, Scenario, check::CheckLevel, rubric::GateSeverity},
    session::{
        plan::{self, ExpectedSafety, Plan},
        record::{Header, Record},
        replay::replay,
    },
    units::Points,
};

use crate::support::{self, knowledge};

/// Seed of what is left to chance, as `simulate` takes it.
const SEED: u64 = 1;

/// A case with its plans.
struct Case {
    scenario: Arc<Scenario>,
    plans: Vec<Plan>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios/core")
}

/// The RON files of a folder in the order of their names.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "ron"));
    files.sort();
    files
}

fn stem(file: &Path) -> String {
    file.file_stem().unwrap().to_string_lossy().into_owned()
}

/// All cases, read once.
fn cases() -> &'static [Case] {
    static CASES: OnceLock<Vec<Case>> = OnceLock::new();
    CASES.get_or_init(|| files(&folder()).iter().map(|file| read(file)).collect())
}

fn read(file: &Path) -> Case {
    let name = file.display().to_string();
    let (scenario, findings) = scenario::read(&knowledge(), &name, &std::fs::read(file).unwrap(), CheckLevel::Publish);
    assert!(findings.is_empty(), "{name} is not ready to publish: {findings:#?}");
    let scenario = Arc::new(scenario.unwrap());
    assert_eq!(scenario.file.id, stem(file), "a case has the name of its file");
    let plans = files(&folder().join("plans").join(&scenario.file.id))
        .iter()
        .map(|file| {
            let name = file.display().to_string();
            let plan = Plan::read(&name, &std::fs::read(file).unwrap());
            let plan = plan.unwrap_or_else(|findings| panic!("{name}: {findings:#?}"));
            assert_eq!(plan.file.name, stem(file), "a plan has the name of its file");
            plan
        })
        .collect();
    Case { scenario, plans }
}

/// Plays a plan; the record as a file.
fn play(case: &Case, plan: &Plan) -> String {
    let header = Header::new(&knowledge(), &case.scenario, SEED, "plan");
    let played = plan::drive(&knowledge(), &case.scenario, plan, header);
    support::file(&played.unwrap_or_else(|error| panic!("{}: {error}", plan.name)).0)
}

fn grade(case: &Case, record: &str) -> Report {
    let (record, _) = Record::parse(record.as_bytes()).unwrap();
    assessment::grade(&knowledge(), &case.scenario, &record).unwrap_or_else(|error| panic!("{error}"))
}

/// A plan with its record and what it is worth.
struct Graded {
    case: &'static Case,
    plan: &'static Plan,
    record: String,
    report: Report,
}

/// All plans of all cases, played and graded once.
fn graded() -> &'static [Graded] {
    static GRADED: OnceLock<Vec<Graded>> = OnceLock::new();
    GRADED.get_or_init(|| {
        let plans = cases().iter().flat_map(|case| case.plans.iter().map(move |plan| (case, plan)));
        plans
            .map(|(case, plan)| {
                let record = play(case, plan);
                let report = grade(case, &record);
                Graded { case, plan, record, report }
            })
            .collect()
    })
}

/// The delivered cases with their plans.
pub(crate) fn delivered() -> Vec<(Arc<Scenario>, Vec<Plan>)> {
    cases().iter().map(|case| (Arc::clone(&case.scenario), case.plans.clone())).collect()
}

#[test]
fn every_case_has_a_reference_plan_and_at_least_three_trap_plans() {
    let cases = cases();
    assert!(cases.len() >= 3, "{} cases", cases.len());
    for case in cases {
        let names: Vec<&str> = case.plans.iter().map(|plan| plan.file.name.as_str()).collect();
        let id = &case.scenario.file.id;
        assert!(names.contains(&"reference"), "{id}: {names:?}");
        assert!(names.iter().filter(|name| name.starts_with("trap-")).count() >= 3, "{id}: {names:?}");
    }
}

#[test]
fn every_plan_has_the_result_it_names() {
    for Graded { plan, report, .. } in graded() {
        let (name, expect) = (&plan.name, &plan.file.expect);
        let lost: Vec<String> = report
            .ledger
            .iter()
            .filter(|entry| entry.delta != entry.possible)
            .map(|entry| {
                format!("{} {} of {}: {} {:?}", entry.criterion, entry.delta, entry.possible, entry.text, entry.parts)
            })
            .collect();
        assert!(report.finished, "{name}: the session was not ended");
        assert!(
            expect.raw.holds(report.raw.as_f64()),
            "{name}: {} points, expected {:?}; {lost:#?}",
            report.raw,
            expect.raw
        );
        let safety = match report.safety {
            Safety::Clear => ExpectedSafety::Clear,
            Safety::Caution => ExpectedSafety::Caution,
            Safety::Unsafe => ExpectedSafety::Unsafe,
        };
        let mut gates: Vec<&str> = report.gates.iter().map(|gate| gate.id.as_str()).collect();
        let mut expected: Vec<&str> = expect.gates.iter().map(String::as_str).collect();
        gates.sort_unstable();
        expected.sort_unstable();
        assert_eq!((safety, report.passed, gates), (expect.safety, expect.passed, expected), "{name}");
        let sum: Points = report.ledger.iter().map(|entry| entry.delta).sum();
        assert_eq!(sum, report.raw, "{name}: the ledger adds up to the result");
    }
}

#[test]
fn explain_names_what_made_a_plan_go_wrong_and_nothing_where_it_went_right() {
    for Graded { case, plan, record, report } in graded() {
        let (record, _) = Record::parse(record.as_bytes()).unwrap();
        let session = replay(&knowledge(), &case.scenario, &record).unwrap_or_else(|error| panic!("{error}"));
        let told = explain::whole(&session);
        for gate in &report.gates {
            assert!(told.contains(&gate.what) && told.contains(&gate.why), "{}: {} is not told", plan.name, gate.id);
        }
        let worst = report.ledger.iter().max_by_key(|entry| entry.possible - entry.delta).unwrap();
        let lost = worst.delta < worst.possible;
        assert_eq!(told.contains(&worst.text), lost, "{}: {} in\n{told}", plan.name, worst.text);
        // Nothing comes of hands that were not laid on.
        if session.progress().hands_on_ticks == 0 {
            assert!(session.outlook().is_empty() && !told.contains("Later, in"), "{}:\n{told}", plan.name);
        }
    }
}

#[test]
fn two_runs_of_a_plan_leave_the_same_record_to_the_last_byte() {
    for Graded { case, plan, record, .. } in graded() {
        assert!(*record == play(case, plan), "{}: two runs differ", plan.name);
    }
}

#[test]
fn a_reference_plan_earns_every_point_without_a_gate() {
    for Graded { plan, report, .. } in graded().iter().filter(|graded| graded.plan.file.name == "reference") {
        assert_eq!((report.raw, report.capped), (Points(100_000), Points(100_000)), "{}", plan.name);
        assert!(report.passed && report.safety == Safety::Clear && report.gates.is_empty(), "{}", plan.name);
    }
}

#[test]
fn whoever_works_on_a_client_who_must_not_be_treated_is_unsafe_and_does_not_pass() {
    let mut worked = 0;
    for Graded { plan, report, .. } in graded() {
        // Only a client who must not be treated today has this criterion.
        let Some(hands_off) = report.ledger.iter().find(|entry| entry.rule == "hands-off") else { continue };
        if hands_off.delta == Points(0) {
            worked += 1;
            assert!(!report.passed && report.safety == Safety::Unsafe, "{}", plan.name);
            assert!(report.capped <= Points(40_000), "{}", plan.name);
        }
    }
    assert!(worked >= 2, "{worked} plans work on such a client");
}

#[test]
fn sending_everybody_away_passes_no_case() {
    for case in cases() {
        for (index, outcome) in ["refer", "postpone", "emergency"].into_iter().enumerate() {
            let text = format!(
                "(format: \"ctm-plan/1\", scenario: \"{}\", name: \"bot\", purpose: \"sends everybody away\", \
                 expect: (raw: AtMost(69.0), safety: Clear, passed: false), \
                 steps: [Prepare([\"introduce\", \"hands-washed\"]), Enter(Observation), Enter(Palpation), Enter(Decision), \
                 Decide(outcome: \"{outcome}\"), Enter(Closing), Close([\"documentation\", \"thanks\"]), Finish])",
                case.scenario.file.id
            );
            let plan = Plan::read("bot.ron", text.as_bytes()).unwrap_or_else(|findings| panic!("{findings:#?}"));
            let report = grade(case, &play(case, &plan));
            assert!(!report.passed, "{} {index}: {} points", case.scenario.file.id, report.raw);
        }
    }
}

#[test]
fn a_student_cannot_tell_from_a_title_or_an_id_how_to_decide() {
    for case in cases() {
        let file = &case.scenario.file;
        let mut seen = vec![file.id.clone()];
        for language in file.text.keys() {
            seen.push(case.scenario.say(&file.description.title, language).to_lowercase());
            seen.push(case.scenario.say(&file.description.summary, language).to_lowercase());
        }
        for gate in file.rubric.gates.iter().filter(|gate| gate.severity == GateSeverity::Unsafe) {
            let Some(id) = &gate.contraindication else { continue };
            let entry = knowledge().contraindications.get(id.as_str()).cloned().unwrap();
            for name in [entry.name.en, entry.name.de] {
                for word in name.split([' ', ',', '-']).filter(|word| word.len() > 6) {
                    let told = seen.iter().find(|text| text.contains(&word.to_lowercase()));
                    assert!(told.is_none(), "{}: \"{word}\" in {told:?}", file.id);
                }
            }
        }
    }
}
