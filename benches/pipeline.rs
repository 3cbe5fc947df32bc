//! What each stage of a run costs, and what all of them cost together, on one thread.
//!
//!     cargo bench --bench pipeline                      the sample corpus
//!     cargo bench --bench pipeline -- --test            once through, for the checks alone
//!     BENCH_TEXT=FOLDER cargo bench --bench pipeline    articles of one's own
//!
//! A fast wrong answer fails. Before anything is timed, every result is compared with one from another path: sizes that the
//! file system states, characters that the standard library counts, conversion stage by stage, jieba-rs asked directly,
//! tables read back by the crate `csv`, and the hand-checked mentions of the sample corpus. The counts of these checked
//! results are what every timed pass must give again, so there is nothing to renew when a dictionary changes.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use jieba_rs::Jieba;
use yiming::batch::{self, Ending, Folder, Identity, Input, Manifest, Options};
use yiming::convert::{Config, Converter};
use yiming::entity::{Gazetteer, Overlap, Rank, Recogniser, shipped_rows};
use yiming::input::{Document, InputFile, Reading, Units, find};
use yiming::pipeline::{Analysis, Pipeline, Rows, TableBuffers};
use yiming::segment::Segmenter;
use yiming::text::{CharIndex, CharSpan, Folded, sentences};

criterion_group!(benches, pipeline);
criterion_main!(benches);

fn pipeline(criterion: &mut Criterion) {
    let articles = Articles::open();
    let mut group = criterion.benchmark_group("pipeline");
    group.throughput(Throughput::Bytes(articles.bytes));
    read(&mut group, &articles);
    let documents = articles.documents();
    fold(&mut group, &documents);
    segment(&mut group, &documents);
    convert(&mut group, &documents);
    recognise(&mut group, &documents, &articles);
    whole(&mut group, &documents, &articles);
    group.finish();
}

type Group<'a> = BenchmarkGroup<'a, WallTime>;

/// The articles that are read, and what the file system says of them.
struct Articles {
    folder: PathBuf,
    files: Vec<InputFile>,
    bytes: u64,
}

impl Articles {
    fn open() -> Self {
        let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
        let folder = std::env::var_os("BENCH_TEXT").map_or(sample, PathBuf::from);
        let files = find(&[folder.display().to_string()]).files;
        assert!(!files.is_empty(), "{}: no articles", folder.display());
        let size = |file: &InputFile| fs::metadata(file.path.as_ref().unwrap()).unwrap().len();
        let bytes = files.iter().map(size).sum();
        Articles { folder, files, bytes }
    }

    fn documents(&self) -> Vec<Document> {
        Units::new(self.files.clone(), Reading::default())
            .map(|unit| unit.read().unwrap())
            .collect()
    }

    /// The hand-checked mentions of an article, by place and entity; nothing for articles other than the sample's.
    fn gold(&self, id: &str) -> Option<HashSet<(usize, usize, String)>> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        if self.folder != root.join("corpus") {
            return None;
        }
        let path = root.join("tests/gold").join(id).with_extension("csv");
        let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let header = reader.headers().unwrap().clone();
        let column = |name: &str| header.iter().position(|cell| cell == name).unwrap();
        let (start, end, entity) = (column("char_start"), column("char_end"), column("entity_id"));
        let mentions = reader.records().map(|record| {
            let record = record.unwrap();
            (
                record[start].parse().unwrap(),
                record[end].parse().unwrap(),
                record[entity].to_owned(),
            )
        });
        Some(mentions.collect())
    }
}

/// Files to texts.
fn read(group: &mut Group<'_>, articles: &Articles) {
    // A byte order mark is read, and is not in the text.
    let marks = articles.files.iter().filter(|file| {
        let bytes = fs::read(file.path.as_ref().unwrap()).unwrap();
        bytes.starts_with(b"\xEF\xBB\xBF")
    });
    let expected = articles.bytes - 3 * marks.count() as u64;
    group.bench_function("read", |bencher| {
        bencher.iter(|| {
            let units = Units::new(articles.files.clone(), Reading::default());
            let bytes: usize = units.map(|unit| black_box(unit.read().unwrap()).text.len()).sum();
            assert_eq!(bytes as u64, expected, "bytes of text");
        });
    });
}

/// Texts to folded views.
fn fold(group: &mut Group<'_>, documents: &[Document]) {
    let t2s = Converter::new(Config::T2s);
    let mut expected = 0;
    for document in documents {
        let folded = Folded::new(&document.text);
        let view: Vec<char> = folded.view().chars().collect();
        assert_eq!(
            view.len(),
            document.text.chars().count(),
            "{}: code points",
            document.id
        );
        // Folding a Han character is converting it alone.
        for (&here, original) in view
            .iter()
            .zip(document.text.chars())
            .filter(|(_, original)| *original >= '\u{3400}')
        {
            let alone = t2s.convert_by_stages(original.encode_utf8(&mut [0; 4]));
            assert!(
                alone.starts_with(here) || !yiming::text::is_han(here),
                "{original} folded to {here}, not {alone}"
            );
        }
        expected += view.len();
    }
    group.bench_function("fold", |bencher| {
        bencher.iter(|| {
            let chars: usize = documents
                .iter()
                .map(|document| black_box(Folded::new(&document.text)).len_chars())
                .sum();
            assert_eq!(chars, expected, "code points");
        });
    });
}

/// Folded views to words, without mentions.
fn segment(group: &mut Group<'_>, documents: &[Document]) {
    let (segmenter, jieba) = (Segmenter::new(), Jieba::new());
    let prepared: Vec<(Folded, Vec<CharSpan>)> = documents
        .iter()
        .map(|document| (Folded::new(&document.text), sentence_spans(&document.text)))
        .collect();
    let mut expected = 0;
    let mut compared = 0;
    for (folded, sentences) in &prepared {
        let mut tokens = Vec::new();
        segmenter.cut(&segmenter.starts(folded), sentences, &[], &mut tokens);
        for (number, &sentence) in sentences.iter().enumerate() {
            let ours = tokens.iter().filter(|token| token.sentence == number);
            let ours: Vec<&str> = ours.map(|token| folded.slice(token.span)).collect();
            let text = folded.slice(sentence);
            if folded.has_clusters() || may_hold_patterns(text) {
                let unspaced: String = text.split_whitespace().collect();
                assert_eq!(
                    ours.concat().split_whitespace().collect::<String>(),
                    unspaced,
                    "tokens tile the sentence"
                );
            } else {
                let words = jieba.cut(text, true).into_iter().map(|word| word.word);
                let words: Vec<&str> = words.filter(|word| !word.trim().is_empty()).collect();
                assert_eq!(ours, words, "what jieba-rs cuts");
                compared += ours.len();
            }
        }
        expected += tokens.len();
    }
    assert!(
        compared * 2 > expected,
        "most tokens are compared with jieba-rs, not {compared} of {expected}"
    );
    let mut tokens = Vec::new();
    group.bench_function("segment", |bencher| {
        bencher.iter(|| {
            let mut count = 0;
            for (folded, sentences) in &prepared {
                tokens.clear();
                segmenter.cut(&segmenter.starts(folded), sentences, &[], &mut tokens);
                count += black_box(&tokens).len();
            }
            assert_eq!(count, expected, "tokens");
        });
    });
}

/// Whether something may be one token by its form where jieba-rs would cut it: 1,234, an address.
fn may_hold_patterns(text: &str) -> bool {
    let grouped = text
        .as_bytes()
        .windows(3)
        .any(|three| three[0].is_ascii_digit() && three[1] == b',' && three[2].is_ascii_digit());
    grouped || text.contains("://") || text.contains('@')
}

fn sentence_spans(text: &str) -> Vec<CharSpan> {
    let index = CharIndex::new(text);
    sentences(text)
        .into_iter()
        .map(|sentence| index.chars(sentence))
        .collect()
}

/// Texts to Simplified, with alignment.
fn convert(group: &mut Group<'_>, documents: &[Document]) {
    let t2s = Converter::new(Config::T2s);
    let mut expected = 0;
    for document in documents {
        let aligned = t2s.convert_aligned(&document.text);
        assert_eq!(
            aligned.text,
            t2s.convert_by_stages(&document.text),
            "{}: by stages",
            document.id
        );
        assert_eq!(
            aligned.spans.source_len(),
            document.text.len(),
            "{}: the source is covered",
            document.id
        );
        expected += aligned.text.len();
    }
    group.bench_function("convert", |bencher| {
        bencher.iter(|| {
            let bytes: usize = documents
                .iter()
                .map(|document| black_box(t2s.convert_aligned(&document.text)).text.len())
                .sum();
            assert_eq!(bytes, expected, "bytes of Simplified text");
        });
    });
}

/// Folded views to mentions.
fn recognise(group: &mut Group<'_>, documents: &[Document], articles: &Articles) {
    let segmenter = Segmenter::new();
    let rows = shipped_rows().unwrap();
    let gazetteer = Gazetteer::new(rows.iter().map(|row| (Rank::Shipped, row)));
    let recogniser = Recogniser {
        gazetteer: &gazetteer,
        segmenter: &segmenter,
        overlap: Overlap::default(),
    };
    let prepared: Vec<(CharIndex<'_>, Folded)> = documents
        .iter()
        .map(|document| (CharIndex::new(&document.text), Folded::new(&document.text)))
        .collect();
    let (mut expected, mut known, mut agreed, mut judged) = (0, 0, 0, 0);
    for (document, (index, folded)) in documents.iter().zip(&prepared) {
        let mentions = recogniser.recognise(index, folded, &[]);
        expected += mentions.list.len();
        if let Some(gold) = articles.gold(&document.id) {
            known += gold.len();
            judged += mentions.list.len();
            // An entity that only a document introduces is judged by its place.
            agreed += mentions
                .list
                .iter()
                .filter(|mention| {
                    let at = (mention.span.start, mention.span.end);
                    gold.iter().any(|(start, end, _)| (*start, *end) == at)
                })
                .count();
        }
    }
    // The mean of precision and recall by place; the tests ask for more, by entity.
    assert!(
        2 * agreed * 100 >= (known + judged) * 95,
        "{agreed} mentions agree, of {judged} found and {known} in the gold"
    );
    group.bench_function("match", |bencher| {
        bencher.iter(|| {
            let found = prepared
                .iter()
                .map(|(index, folded)| black_box(recogniser.recognise(index, folded, &[])).list.len());
            assert_eq!(found.sum::<usize>(), expected, "mentions");
        });
    });
}

/// Texts to analyses, analyses to rows, and files to files.
fn whole(group: &mut Group<'_>, documents: &[Document], articles: &Articles) {
    let pipeline = Pipeline::builder().build().unwrap();
    let analyses: Vec<Analysis> = documents
        .iter()
        .map(|document| pipeline.analyse(&document.text))
        .collect();
    let tokens: usize = analyses.iter().map(|analysis| analysis.tokens.len()).sum();
    let mentions: usize = analyses.iter().map(|analysis| analysis.mentions.len()).sum();
    for (document, analysis) in documents.iter().zip(&analyses) {
        tile(&document.text, analysis);
    }
    group.bench_function("analyse", |bencher| {
        bencher.iter(|| {
            let mut counted = (0, 0);
            for document in documents {
                let analysis = black_box(pipeline.analyse(&document.text));
                counted.0 += analysis.tokens.len();
                counted.1 += analysis.mentions.len();
            }
            assert_eq!(counted, (tokens, mentions), "tokens and mentions");
        });
    });

    let rows = Rows {
        pipeline: &pipeline,
        with_text: false,
    };
    let mut tables = TableBuffers::default();
    for (document, analysis) in documents.iter().zip(&analyses) {
        rows.write(document, analysis, &mut tables);
    }
    assert_eq!(lines(&tables.documents), documents.len(), "rows of documents");
    assert_eq!(lines(&tables.tokens), tokens, "rows of tokens");
    assert_eq!(lines(&tables.mentions), mentions, "rows of mentions");
    let size = |tables: &TableBuffers| tables.documents.len() + tables.tokens.len() + tables.mentions.len();
    let expected = size(&tables);
    group.bench_function("write", |bencher| {
        bencher.iter(|| {
            for table in [&mut tables.documents, &mut tables.tokens, &mut tables.mentions] {
                table.clear();
            }
            for (document, analysis) in documents.iter().zip(&analyses) {
                rows.write(document, analysis, &mut tables);
            }
            assert_eq!(size(black_box(&tables)), expected, "bytes of CSV");
        });
    });

    let out = tempfile::tempdir().unwrap();
    let options = Options {
        folder: Folder::Replace,
        threads: 1,
        ..Options::new(out.path())
    };
    let stop = Arc::default();
    group.bench_function("run", |bencher| {
        bencher.iter(|| {
            let manifest = Manifest::new(&articles.files, &[]);
            let identity = Identity::new(BTreeMap::new(), Vec::new(), Vec::new(), &manifest);
            let input = Input {
                units: Units::new(articles.files.clone(), Reading::default()),
                refused: Vec::new(),
                total_bytes: articles.bytes,
                manifest,
            };
            let no_description = |_: &_| serde_json::Value::Null;
            let ending = batch::run(&pipeline, input, &options, identity, &stop, no_description).unwrap();
            let Ending::Finished(summary) = ending else {
                panic!("{ending:?}");
            };
            let counted = (
                summary.documents as usize,
                summary.tokens as usize,
                summary.mentions as usize,
            );
            assert_eq!(
                counted,
                (documents.len(), tokens, mentions),
                "documents, tokens and mentions"
            );
        });
    });
    let written = fs::read(out.path().join("tokens.csv")).unwrap();
    assert!(
        written.ends_with(&tables.tokens),
        "a run writes the rows that the stages give"
    );
}

/// Tokens and the white space between them give the text.
fn tile(text: &str, analysis: &Analysis) {
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    for token in &analysis.tokens {
        assert!(
            chars[at..token.span.start].iter().all(|c| c.is_whitespace()),
            "something is lost at {at}"
        );
        assert!(!token.span.is_empty(), "an empty token at {at}");
        at = token.span.end;
    }
    assert!(
        chars[at..].iter().all(|c| c.is_whitespace()),
        "something is lost at {at}"
    );
}

/// The rows of a table without a header, as any CSV reader counts them.
fn lines(rows: &[u8]) -> usize {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(rows)
        .records()
        .map(Result::unwrap)
        .count()
}
