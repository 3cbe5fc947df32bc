//! From records to rows, by one thread: in, a piece of the records; out, the rows of its documents as record batches.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};

use arrow_array::RecordBatch;
use arrow_schema::ArrowError;
use rustc_hash::{FxHashMap, FxHashSet};
use yiming::batch::DocumentMentions;
use yiming::input::{Document, Given, GivenRecord, Reading, Refusal};
use yiming::pipeline::{Rows, error_row, guarded};
use yiming::records::{DocumentRow, ErrorRow, MentionRow, RowSink, TokenRow};

use super::columns::Batches;
use super::given::Part;
use super::pipeline::Pipeline;
use super::values::Value;

/// What is to be done.
pub struct Job<'j> {
    pub pipeline: &'j Pipeline,
    pub parts: &'j [Part],
    /// What the records are from, for people.
    pub source: &'j str,
    pub reading: &'j Reading,
    pub with_text: bool,
}

/// Some records that follow one another in a part.
pub struct Piece<'j> {
    pub part: &'j Part,
    pub places: Range<usize>,
    /// The number of the first, from 1.
    pub number: u64,
}

/// The rows of a piece.
pub struct Made {
    pub documents: Vec<RecordBatch>,
    pub tokens: Vec<RecordBatch>,
    pub mentions: Vec<RecordBatch>,
    pub errors: Vec<RecordBatch>,
    /// Of each document its id, and how often entities are mentioned in it.
    pub entities: Vec<(String, DocumentMentions)>,
}

impl<'j> Job<'j> {
    /// The rows of a piece; of no more documents, once `is_stopped`.
    pub fn make(
        &self,
        piece: &Piece<'j>,
        duplicates: &FxHashSet<u64>,
        is_stopped: &AtomicBool,
    ) -> Result<Made, ArrowError> {
        let mut refused: FxHashMap<u64, Refusal> = FxHashMap::default();
        loop {
            match self.try_to_make(piece, duplicates, &refused, is_stopped) {
                Ok(made) => return made.finish(),
                // What was begun of its rows cannot be taken back, so the others are made again.
                Err((number, refusal)) => refused.insert(number, *refusal),
            };
        }
    }

    /// The same. Fails where rows cannot be made of the document of a record, which is not among the `refused`.
    fn try_to_make(
        &self,
        piece: &Piece<'j>,
        duplicates: &FxHashSet<u64>,
        refused: &FxHashMap<u64, Refusal>,
        is_stopped: &AtomicBool,
    ) -> Result<Rowed, (u64, Box<Refusal>)> {
        let rows = Rows {
            pipeline: self.pipeline.core(),
            with_text: self.with_text,
        };
        let size: usize = piece.places.clone().map(|place| piece.part.texts.size(place)).sum();
        let mut out = Rowed::of(piece.places.len(), size);
        for (number, place) in (piece.number..).zip(piece.places.clone()) {
            if is_stopped.load(Ordering::Relaxed) {
                break;
            }
            let known = refused
                .get(&number)
                .map_or(Ok(()), |refusal| Err(Box::new(refusal.clone())));
            let document = known.and_then(|()| self.document(piece.part, place, number, duplicates));
            let analysed = document.and_then(|document| {
                let analysis = self.pipeline.analyse(&document)?;
                Ok((document, analysis))
            });
            match analysed {
                Ok((document, analysis)) => guarded(&document, || {
                    rows.document(&document, &analysis, &mut out.documents);
                    rows.tokens(&document, &analysis, &mut out.tokens);
                    rows.mentions(&document, &analysis, &mut out.mentions);
                    let mentions = DocumentMentions::of(rows.pipeline, &document, &analysis);
                    out.entities.push((document.id.clone(), mentions));
                })
                .map_err(|refusal| (number, refusal))?,
                Err(refusal) => out.errors.push(&error_row(&refusal)),
            }
        }
        Ok(out)
    }

    /// The document of a record.
    fn document(
        &self,
        part: &'j Part,
        place: usize,
        number: u64,
        duplicates: &FxHashSet<u64>,
    ) -> Result<Document, Box<Refusal>> {
        let document = self.record(part, place, number).document(self.source, self.reading)?;
        if duplicates.contains(&number) {
            return Err(Box::new(Refusal::duplicate(
                &document.id,
                &document.source_path,
                document.source_record,
            )));
        }
        Ok(document)
    }

    /// A record as it was given.
    pub fn record(&self, part: &'j Part, place: usize, number: u64) -> GivenRecord<'j> {
        let id = part.ids.as_ref().map(|ids| ids.get(place));
        let date = part.dates.as_ref().and_then(|dates| dates.get(place).text());
        GivenRecord {
            number,
            text: part.texts.get(place).given(),
            // An empty one is none, and a null is none unless the column was named.
            id: id.and_then(|id| match (id, id.text()) {
                (_, Some("")) => None,
                (_, Some(text)) => Some(Given::Text(text)),
                (Value::Other("null"), _) if self.reading.fields.id.is_none() => None,
                _ => Some(id.given()),
            }),
            date: date.filter(|date| !date.is_empty()).map(str::to_owned),
        }
    }
}

/// The rows of a piece that is being made.
struct Rowed {
    documents: Batches,
    tokens: Batches,
    mentions: Batches,
    errors: Batches,
    entities: Vec<(String, DocumentMentions)>,
}

impl Rowed {
    /// Has room for so many documents with so many bytes of text.
    fn of(documents: usize, size: usize) -> Self {
        Rowed {
            documents: Batches::of::<DocumentRow>(documents),
            // A token has five bytes of text on average, a mention stands in sixty.
            tokens: Batches::of::<TokenRow>(size / 4),
            mentions: Batches::of::<MentionRow>(size / 64),
            errors: Batches::of::<ErrorRow>(0),
            entities: Vec::new(),
        }
    }

    fn finish(self) -> Result<Made, ArrowError> {
        Ok(Made {
            documents: self.documents.finish()?,
            tokens: self.tokens.finish()?,
            mentions: self.mentions.finish()?,
            errors: self.errors.finish()?,
            entities: self.entities,
        })
    }
}
