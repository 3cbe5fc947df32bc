//! From an analysis to rows of the tables.

use std::sync::LazyLock;

use super::{Analysis, Pipeline};
use crate::convert::Span;
use crate::input::{Document, Refusal};
use crate::records::{Digits, DocumentRow, ErrorRow, MentionRow, RowSink, RowWriter, Text, TokenRow, Written};
use crate::segment::{Origin, TokenKind};
use crate::text::{CharSpan, Script, Walker};

/// Rows as CSV, without headers, a buffer a table.
#[derive(Debug, Default)]
pub struct TableBuffers {
    /// Rows of `documents`.
    pub documents: Vec<u8>,
    /// Rows of `tokens`.
    pub tokens: Vec<u8>,
    /// Rows of `mentions`.
    pub mentions: Vec<u8>,
    /// Rows of `errors`.
    pub errors: Vec<u8>,
}

/// Makes the rows of documents, for whatever takes them.
#[derive(Clone, Copy)]
pub struct Rows<'p> {
    /// The pipeline that made the analyses.
    pub pipeline: &'p Pipeline,
    /// Whether `documents` carries the texts themselves.
    pub with_text: bool,
}

impl Rows<'_> {
    /// Appends all rows of `document`.
    pub fn write(&self, document: &Document, analysis: &Analysis, out: &mut TableBuffers) {
        self.document(document, analysis, &mut RowWriter::new(&mut out.documents));
        // A row takes some 60 bytes beside the id.
        out.tokens.reserve(analysis.tokens.len() * (document.id.len() + 60));
        self.tokens(document, analysis, &mut RowWriter::new(&mut out.tokens));
        self.write_mentions(document, analysis, &mut out.mentions);
    }

    /// Appends the rows of `mentions` alone.
    pub fn write_mentions(&self, document: &Document, analysis: &Analysis, out: &mut Vec<u8>) {
        self.mentions(document, analysis, &mut RowWriter::new(out));
    }

    /// Hands the row of `documents` to `rows`.
    pub fn document(&self, document: &Document, analysis: &Analysis, rows: &mut impl RowSink) {
        let converted = match &analysis.hant {
            Some(hant) if analysis.script == Script::Hans => &hant.text,
            _ => &analysis.hans.text,
        };
        let row = DocumentRow {
            doc_id: &document.id,
            source_path: &document.source_path,
            source_record: document.source_record,
            encoding: document.encoding,
            script: analysis.script.name(),
            n_bytes: document.text.len() as u64,
            n_chars: analysis.n_chars as u64,
            n_sentences: analysis.sentences.len() as u64,
            n_tokens: analysis.tokens.len() as u64,
            n_mentions: (analysis.mentions.len() + analysis.overlapped.len()) as u64,
            text: self.with_text.then_some(document.text.as_str()),
            text_converted: self.with_text.then_some(converted.as_str()),
            date: document.date.as_deref(),
        };
        rows.push(&row);
    }

    /// Hands the rows of `tokens` to `rows`.
    pub fn tokens(&self, document: &Document, analysis: &Analysis, rows: &mut impl RowSink) {
        let doc_id = Written::new(&document.id);
        let vocabulary = &*VOCABULARY;
        let mut views = Views {
            text: &document.text,
            walker: Walker::new(&document.text),
            hans: Slices::new(&analysis.hans.text, analysis.hans.spans.iter()),
            hant: analysis
                .hant
                .as_ref()
                .map(|hant| Slices::new(&hant.text, hant.spans.iter())),
        };
        let (mut sentence, mut place) = (Remembered::default(), Remembered::default());
        for (number, token) in analysis.tokens.iter().enumerate() {
            let (surface, hans, hant) = views.of(token.span);
            let row = TokenRow {
                doc_id: &doc_id,
                sentence_id: sentence.digits(token.sentence),
                token_id: number as u64,
                // A token mostly begins where the one before it ended.
                char_start: place.digits(token.span.start),
                char_end: place.digits(token.span.end),
                token: surface,
                // An empty one is null.
                token_hans: Some(hans),
                token_hant: Some(hant),
                kind: &vocabulary.kinds[token.kind.number()],
                origin: &vocabulary.origins[token.origin.number()],
                mention_id: match token.origin {
                    Origin::Mention(number) => Some(analysis.mention_id(number) as u64),
                    _ => None,
                },
            };
            rows.push(&row);
        }
    }

    /// Hands the rows of `mentions` to `rows`.
    pub fn mentions(&self, document: &Document, analysis: &Analysis, rows: &mut impl RowSink) {
        let cuts = Cuts::new(&document.text, analysis);
        let doc_id = Written::new(&document.id);
        let mut sentence = 0;
        for (number, mention) in analysis.mentions_and_overlapped().enumerate() {
            while analysis
                .sentences
                .get(sentence)
                .is_some_and(|place| place.end <= mention.span.start)
            {
                sentence += 1;
            }
            let (surface, surface_hans) = cuts.of(mention.span);
            let entity = self.pipeline.entity(mention.who, analysis);
            let alternatives: Vec<&str> = mention
                .alternatives
                .iter()
                .map(|&who| self.pipeline.entity(who, analysis).id.as_str())
                .collect();
            let alternatives = alternatives.join("|");
            let row = MentionRow {
                doc_id: &doc_id,
                mention_id: number as u64,
                sentence_id: sentence as u64,
                char_start: mention.span.start as u64,
                char_end: mention.span.end as u64,
                surface,
                surface_hans,
                entity_id: Some(&entity.id),
                name_zh: entity.name_zh.as_deref(),
                name_latin: entity.name_latin.as_deref(),
                label: entity.label.as_deref(),
                match_kind: mention.kind.name(),
                score: mention.score,
                is_ambiguous: !mention.alternatives.is_empty(),
                alternatives: Some(alternatives.as_str()).filter(|list| !list.is_empty()),
            };
            rows.push(&row);
        }
    }
}

/// The row of a refusal in `errors`.
pub fn error_row(refused: &Refusal) -> ErrorRow<'_> {
    ErrorRow {
        source_path: &refused.source_path,
        source_record: refused.source_record,
        byte_offset: refused.byte_offset,
        stage: refused.stage,
        code: refused.code,
        message: &refused.message,
    }
}

/// The words of the columns `kind` and `origin`, each at its number.
struct Vocabulary {
    kinds: [Written; TokenKind::ALL.len()],
    origins: [Written; Origin::ALL.len()],
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary {
    kinds: TokenKind::ALL.map(|kind| Written::new(kind.name())),
    origins: Origin::ALL.map(|origin| Written::new(origin.name())),
});

/// The digits of a number that is mostly the one before.
struct Remembered {
    number: usize,
    digits: Digits,
}

impl Default for Remembered {
    fn default() -> Self {
        Remembered {
            number: 0,
            digits: Digits::new(0),
        }
    }
}

impl Remembered {
    #[inline]
    fn digits(&mut self, number: usize) -> Digits {
        if number != self.number {
            *self = Remembered {
                number,
                digits: Digits::new(number as u64),
            };
        }
        self.digits
    }
}

/// A document's text in its three forms, read in step from front to back.
struct Views<'a, I> {
    text: &'a str,
    walker: Walker<'a>,
    hans: Slices<'a, I>,
    hant: Option<Slices<'a, I>>,
}

impl<'a, I: Iterator<Item = Span>> Views<'a, I> {
    /// A range as it stands, in Simplified and in Traditional characters. Ranges must come in order.
    #[inline]
    fn of(&mut self, span: CharSpan) -> (Text<'a>, Text<'a>, Text<'a>) {
        let bytes = self.walker.bytes(span);
        let surface = Text::cut(self.text, bytes.range());
        let hant = self
            .hant
            .as_mut()
            .map_or(surface, |hant| hant.slice(bytes.start, bytes.end));
        (surface, self.hans.slice(bytes.start, bytes.end), hant)
    }
}

/// A document's text and its Simplified form, cut at the borders of all mentions, which may overlap.
struct Cuts<'a> {
    text: &'a str,
    hans: &'a str,
    /// The borders, in code points, each once, in order.
    positions: Vec<usize>,
    /// The same in bytes of the text and of the Simplified form.
    bytes: Vec<(usize, usize)>,
}

impl<'a> Cuts<'a> {
    fn new(text: &'a str, analysis: &'a Analysis) -> Self {
        let spans = analysis.mentions_and_overlapped().map(|mention| mention.span);
        let mut positions: Vec<usize> = spans.flat_map(|span| [span.start, span.end]).collect();
        positions.sort_unstable();
        positions.dedup();
        let mut walker = Walker::new(text);
        let mut hans = Slices::new(&analysis.hans.text, analysis.hans.spans.iter());
        let bytes = positions.iter().map(|&position| {
            let byte = walker.byte_of(position);
            (byte, hans.target_at(byte))
        });
        Cuts {
            text,
            hans: &analysis.hans.text,
            bytes: bytes.collect(),
            positions,
        }
    }

    /// A mention as it stands, and in Simplified characters.
    fn of(&self, span: CharSpan) -> (&'a str, &'a str) {
        let at = |position: usize| self.bytes[self.positions.partition_point(|&cut| cut < position)];
        let (start, end) = (at(span.start), at(span.end));
        (&self.text[start.0..end.0], &self.hans[start.1..end.1])
    }
}

/// Slices of a converted text for ranges of its source, in order.
///
/// Where a converted span that belongs together crosses the border of a range, it goes to the range that it begins in.
struct Slices<'a, I> {
    text: &'a str,
    spans: I,
    current: Span,
    /// Where the last range ended, in the source and in the target.
    reached: (usize, usize),
}

impl<'a, I: Iterator<Item = Span>> Slices<'a, I> {
    fn new(text: &'a str, mut spans: I) -> Self {
        let current = spans.next().unwrap_or(Span {
            source: 0..0,
            target: 0..0,
            linear: true,
        });
        Slices {
            text,
            spans,
            current,
            reached: (0, 0),
        }
    }

    #[inline(always)]
    fn slice(&mut self, start: usize, end: usize) -> Text<'a> {
        // A range mostly begins where the one before it ended.
        let start = match self.reached {
            (source, target) if source == start => target,
            _ => self.target_at(start),
        };
        self.reached = (end, self.target_at(end));
        Text::cut(self.text, start..self.reached.1)
    }

    /// Where the target goes on when the source is at `source`. Never goes back.
    fn target_at(&mut self, source: usize) -> usize {
        while self.current.source.end < source {
            match self.spans.next() {
                Some(next) => self.current = next,
                None => return self.current.target.end,
            }
        }
        let span = &self.current;
        if source <= span.source.start {
            span.target.start
        } else if span.linear {
            span.target.start + (source - span.source.start)
        } else {
            span.target.end
        }
    }
}
