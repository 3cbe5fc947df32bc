//! A panic on one document is that document's refusal, and nobody else's.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::input::{Document, Refusal};

/// What `work` on `document` gives. Nothing that it has begun may be used where it panicked.
///
/// # Errors
///
/// The refusal of the document, where `work` panicked.
pub fn guarded<T>(document: &Document, work: impl FnOnce() -> T) -> Result<T, Box<Refusal>> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| {
        Box::new(Refusal {
            source_path: document.source_path.clone(),
            source_record: document.source_record,
            column: None,
            byte_offset: None,
            stage: "process",
            code: "panic",
            message: "the program failed on this document; the others are not affected".to_owned(),
            help: Some("please report it, with the document"),
        })
    })
}
