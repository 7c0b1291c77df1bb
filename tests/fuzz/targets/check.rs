//! Whatever bytes a scenario or plan holds: every finding lies in the text, and every change applies.

#![no_main]

use std::{path::Path, sync::OnceLock};

use ctm_trainer::{
    knowledge::{self, Knowledge, library::Folder},
    scenario::{self, check::CheckLevel},
    session::plan::Plan,
};
use libfuzzer_sys::fuzz_target;

fn knowledge() -> &'static Knowledge {
    static KNOWLEDGE: OnceLock<Knowledge> = OnceLock::new();
    KNOWLEDGE.get_or_init(|| knowledge::load(&Folder::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets"))).0)
}

fuzz_target!(|bytes: &[u8]| {
    let (scenario, findings) = scenario::read(knowledge(), "fuzz.ron", bytes, CheckLevel::Publish);
    assert!(scenario.is_some() || !findings.is_empty());
    let text = std::str::from_utf8(bytes).ok().filter(|text| !text.starts_with('\u{feff}'));
    for finding in &findings {
        assert!(finding.at.line >= 1 && finding.at <= finding.end);
        finding.render(text);
        if let (Some(text), Some(fix)) = (text, &finding.fix) {
            assert!(fix.apply(text).is_some(), "{fix:?}");
        }
    }
    let _ = Plan::read("fuzz.ron", bytes);
});
