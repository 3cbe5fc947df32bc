//! What must hold of a conversion, whatever the text.

use yiming::convert::{Aligned, Converter};

/// Both engines give the same text, the alignment lies on it, and its segments convert alone.
pub fn check_conversion(converter: &Converter, text: &str) -> String {
    let converted = converter.convert(text);
    assert_eq!(converted, converter.convert_by_stages(text), "stage by stage: {text:?}");
    let aligned = converter.convert_aligned(text);
    assert_eq!(converted, aligned.text, "aligned: {text:?}");
    check_tiling(text, &aligned);
    let segments = converter.segments(text);
    let ends = [0].into_iter().chain(segments.iter().map(|segment| segment.end));
    assert!(
        ends.eq(segments.iter().map(|segment| segment.start).chain([text.len()])),
        "segments leave gaps: {text:?} {segments:?}"
    );
    let pieces: String = segments
        .into_iter()
        .map(|range| converter.convert(&text[range]))
        .collect();
    assert_eq!(converted, pieces, "by segments: {text:?}");
    // What came out of memory without being checked again is text.
    assert!(std::str::from_utf8(converted.as_bytes()).is_ok(), "{text:?}");
    converted
}

/// The spans of an alignment follow each other on both sides, from the beginning to the end, and cut no character.
pub fn check_tiling(source: &str, aligned: &Aligned) {
    let (mut s, mut t) = (0, 0);
    for span in aligned.spans.iter() {
        assert_eq!((span.source.start, span.target.start), (s, t), "{source:?}");
        assert!(!span.source.is_empty() && !span.target.is_empty(), "{source:?}");
        assert!(!span.linear || span.source.len() == span.target.len(), "{source:?}");
        (s, t) = (span.source.end, span.target.end);
        assert!(
            source.is_char_boundary(s) && aligned.text.is_char_boundary(t),
            "{source:?}"
        );
    }
    assert_eq!((s, t), (source.len(), aligned.text.len()), "{source:?}");
}
