//! The stages of a run, each alone, over documents in memory.

use std::hint::black_box;
use std::sync::Mutex;

use rayon::ThreadPool;
use rayon::prelude::*;

use super::report::Work;
use super::{BenchError, Corpus, Measure, Options, Timing, check, of_threads};
use crate::input::{Document, InputFile, Reading, Units};
use crate::pipeline::{Pipeline, Prepared, Rows, TableBuffers};
use crate::segment::Token;
use crate::text::Folded;

/// The stages, in the order of a run.
pub(super) const NAMES: [&str; 6] = ["read", "fold", "match", "segment", "convert", "write"];

/// How many bytes of text the stages are measured on, about.
const ENOUGH: u64 = 8_000_000;

/// Documents of a corpus, and what each stage has to make of them.
pub(super) struct Stages<'p> {
    pipeline: &'p Pipeline,
    reading: &'p Reading,
    /// The files that the documents are from.
    files: Vec<InputFile>,
    documents: Vec<Document>,
    work: Work,
}

impl<'p> Stages<'p> {
    /// Reads the first files.
    pub(super) fn new(pipeline: &'p Pipeline, files: &[InputFile], reading: &'p Reading) -> Result<Self, BenchError> {
        let mut documents: Vec<Document> = Vec::new();
        let mut work = Work {
            bytes: 0,
            documents: 0,
            tokens: 0,
        };
        let mut taken = Vec::new();
        for file in files {
            if work.bytes >= ENOUGH {
                break;
            }
            taken.push(file.clone());
            for document in Units::new(vec![file.clone()], reading.clone()).filter_map(|unit| unit.read().ok()) {
                work.bytes += document.text.len() as u64;
                documents.push(document);
            }
        }
        work.documents = documents.len() as u64;
        if documents.is_empty() {
            return Err(BenchError::NoDocuments);
        }
        Ok(Stages {
            pipeline,
            reading,
            files: taken,
            documents,
            work,
        })
    }

    pub(super) fn bytes(&self) -> u64 {
        self.work.bytes
    }

    /// Measures every stage on so many threads.
    pub(super) fn measure(
        &mut self,
        threads: usize,
        options: &Options,
        tell: &impl Fn(&str),
    ) -> Result<Vec<Measure>, BenchError> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build()?;
        let documents = &self.documents;
        let prepared: Vec<Prepared<'_>> = pool.install(|| {
            let texts = documents.par_iter().with_max_len(1);
            texts.map(|document| self.pipeline.prepare(&document.text)).collect()
        });
        let analyses = || prepared.iter().map(Prepared::analysis);
        let tokens: usize = analyses().map(|analysis| analysis.tokens.len()).sum();
        self.work.tokens = tokens as u64;
        let rows = Rows {
            pipeline: self.pipeline,
            with_text: false,
        };
        let every: Vec<(&Document, &Prepared<'_>)> = documents.iter().zip(&prepared).collect();

        // What each stage has to come to, counted in another way where there is one.
        let chars: usize = documents.iter().map(|document| document.text.chars().count()).sum();
        let mentions: usize = analyses()
            .map(|analysis| analysis.mentions.len() + analysis.overlapped.len())
            .sum();
        let cut: u64 = every
            .iter()
            .map(|(document, prepared)| {
                let mut tokens = Vec::new();
                self.pipeline.segment_alone(prepared, &mut tokens);
                check(
                    "segment",
                    "characters",
                    covered(&document.text, &tokens),
                    not_white(&document.text),
                )?;
                Ok(tokens.len() as u64)
            })
            .sum::<Result<u64, BenchError>>()?;
        let converted: usize = analyses()
            .map(|analysis| analysis.hans.text.len() + analysis.hant.as_ref().map_or(0, |hant| hant.text.len()))
            .sum();
        let mut rows_bytes = 0;
        for (document, prepared) in &every {
            let mut tables = TableBuffers::default();
            rows.write(document, prepared.analysis(), &mut tables);
            check(
                "write",
                "rows of tokens",
                rows_in(&tables.tokens),
                prepared.analysis().tokens.len() as u64,
            )?;
            rows_bytes += size(&tables);
        }

        let bench = Bench {
            pool: &pool,
            threads,
            work: self.work,
            options,
        };
        let mut measures = Vec::new();
        for stage in NAMES {
            tell(&format!("{stage}, {}", of_threads(threads)));
            measures.push(match stage {
                "read" => bench.read(&self.files, self.reading)?,
                "fold" => bench.each(stage, documents, (chars as u64, "code points"), |document| {
                    black_box(Folded::new(&document.text)).len_chars() as u64
                })?,
                "match" => bench.each(stage, &prepared, (mentions as u64, "mentions"), |prepared| {
                    self.pipeline.match_alone(prepared) as u64
                })?,
                "segment" => bench.each(stage, &prepared, (cut, "tokens"), |prepared| {
                    let mut tokens = Vec::with_capacity(prepared.analysis().tokens.len());
                    self.pipeline.segment_alone(prepared, &mut tokens);
                    black_box(tokens).len() as u64
                })?,
                "convert" => bench.each(stage, &prepared, (converted as u64, "bytes of text"), |prepared| {
                    let (hans, hant) = black_box(self.pipeline.convert_alone(prepared));
                    (hans.text.len() + hant.map_or(0, |hant| hant.text.len())) as u64
                })?,
                _ => {
                    let mut measure =
                        bench.each(stage, &every, (rows_bytes, "bytes of rows"), |(document, prepared)| {
                            let mut tables = TableBuffers::default();
                            rows.write(document, prepared.analysis(), &mut tables);
                            size(&black_box(tables))
                        })?;
                    let times = rows_bytes as f64 / self.work.bytes as f64;
                    measure.rows_megabytes_per_second = Some(measure.megabytes_per_second * times);
                    measure
                }
            });
        }
        Ok(measures)
    }

    /// Compares what was read with what a run wrote, where both are all there is.
    pub(super) fn check_against(&self, corpus: &Corpus) -> Result<(), BenchError> {
        if self.files.len() as u64 == corpus.files {
            check("read", "documents", self.work.documents, corpus.documents)?;
            check("read", "bytes of text", self.work.bytes, corpus.bytes)?;
        }
        Ok(())
    }
}

/// How stages are measured.
struct Bench<'b> {
    pool: &'b ThreadPool,
    threads: usize,
    work: Work,
    options: &'b Options,
}

impl Bench<'_> {
    /// Measures a stage that makes something of each item, and counts it.
    fn each<T: Sync>(
        &self,
        stage: &'static str,
        items: &[T],
        counted: (u64, &'static str),
        make: impl Fn(&T) -> u64 + Sync + Send,
    ) -> Result<Measure, BenchError> {
        let timing = Timing::measure(self.options.repetitions, || {
            let sum = self.pool.install(|| items.par_iter().with_max_len(1).map(&make).sum());
            check(stage, counted.1, sum, counted.0)
        })?;
        Ok(Measure::new(stage, self.threads, timing, self.work, counted))
    }

    /// Measures reading: files to texts, by threads that take one after the other.
    fn read(&self, files: &[InputFile], reading: &Reading) -> Result<Measure, BenchError> {
        let timing = Timing::measure(self.options.repetitions, || {
            let units = Mutex::new(Units::new(files.to_vec(), reading.clone()));
            let sums = self.pool.broadcast(|_| {
                let mut bytes = 0;
                // Nothing that panics runs under the lock.
                while let Some(unit) = units.lock().ok().and_then(|mut units| units.next()) {
                    bytes += unit.read().map_or(0, |document| black_box(document).text.len() as u64);
                }
                bytes
            });
            check("read", "bytes of text", sums.iter().sum(), self.work.bytes)
        })?;
        let counted = (self.work.bytes, "bytes of text");
        Ok(Measure::new("read", self.threads, timing, self.work, counted))
    }
}

/// How many characters stand in tokens that are in order and have nothing but white space between them; fewer where they do not.
fn covered(text: &str, tokens: &[Token]) -> u64 {
    let mut tokens = tokens.iter().peekable();
    let mut count = 0;
    for (at, character) in text.chars().enumerate() {
        while tokens.next_if(|token| token.span.end <= at).is_some() {}
        let is_inside = tokens.peek().is_some_and(|token| token.span.start <= at);
        count += u64::from(is_inside && !character.is_whitespace());
    }
    count
}

fn not_white(text: &str) -> u64 {
    text.chars().filter(|character| !character.is_whitespace()).count() as u64
}

/// The rows of a table without a header, as a CSV reader counts them.
fn rows_in(table: &[u8]) -> u64 {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(table);
    reader.byte_records().filter(Result::is_ok).count() as u64
}

fn size(tables: &TableBuffers) -> u64 {
    (tables.documents.len() + tables.tokens.len() + tables.mentions.len()) as u64
}
