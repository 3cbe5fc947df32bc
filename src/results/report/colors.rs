//! Labels as the page's style sheet knows them.

/// The class of a label; those of the user's own share one.
pub(super) fn class_of(label: &str) -> &'static str {
    match label {
        "PERSON" => "person",
        "ORG" => "org",
        "LOC" => "loc",
        "PRODUCT" => "product",
        "WORK" => "work",
        "EVENT" => "event",
        "TERM" => "term",
        _ => "other",
    }
}
