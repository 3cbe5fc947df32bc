//! Fuzzes reading: any bytes as a file of any format; the check is in `tests/support/fuzzing.rs`.
#![no_main]

#[path = "../../tests/support/checks.rs"]
mod checks;
#[path = "../../tests/support/fuzzing.rs"]
mod fuzzing;
#[path = "../../tests/support/keys.rs"]
mod keys;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    // Too few bytes for a case are none.
    let _ = fuzzing::readers(data);
});
