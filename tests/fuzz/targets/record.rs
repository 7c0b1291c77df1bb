//! Whatever bytes a record holds, it is read or refused.

#![no_main]

use ctm_trainer::session::record::Record;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok((record, _)) = Record::parse(bytes) {
        let _ = record.last_tick();
    }
});
