//! Whatever bytes a pack holds: what comes out of it has names that are safe, and fits its list.

#![no_main]

use ctm_trainer::study::pack;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(opened) = pack::open(bytes) {
        for name in opened.files.keys() {
            assert!(pack::check_name(name).is_ok(), "{name}");
        }
        assert_eq!(opened.manifest.files.len(), opened.files.len());
    }
});
