//! How many instructions the hot loops take over some sample articles, under valgrind: the same on a busy machine as on a quiet one.
//!
//!     python3 benches/instructions.py             compares with benches/instructions.tsv, and fails at 5 % more
//!     python3 benches/instructions.py --record    writes that file
//!
//! Needs valgrind and gungraun-runner of gungraun's version; the script says how to get them. Loading is left out. Each loop
//! asserts a count.

use std::hint::black_box;

use gungraun::{Callgrind, LibraryBenchmarkConfig, library_benchmark, library_benchmark_group, main};
use yiming::convert::{Config, Converter};
use yiming::input::Document;
use yiming::pipeline::{Pipeline, Prepared, Rows, TableBuffers};
use yiming::text::Folded;

const ARTICLES: [&str; 4] = [
    include_str!("../corpus/01-openai-board.txt"),
    include_str!("../corpus/14-bauhaus.txt"),
    include_str!("../corpus/29-fishing-library.txt"),
    include_str!("../corpus/36-town-council.txt"),
];

fn characters() -> usize {
    ARTICLES.iter().map(|text| text.chars().count()).sum()
}

/// A pipeline and the articles between its stages, after a pass that filled whatever is remembered.
struct Desk {
    pipeline: &'static Pipeline,
    prepared: Vec<Prepared<'static>>,
}

fn desk() -> Desk {
    let pipeline: &Pipeline = Box::leak(Box::new(Pipeline::builder().build().expect("nothing of a user's")));
    let prepared = ARTICLES.map(|text| pipeline.prepare(text));
    let desk = Desk {
        pipeline,
        prepared: prepared.into(),
    };
    desk.prepared.iter().for_each(|text| {
        black_box(pipeline.match_alone(text));
    });
    desk
}

#[library_benchmark]
#[bench::sample()]
fn fold() {
    let folded = ARTICLES.map(|text| black_box(Folded::new(text)).len_chars());
    assert_eq!(folded.iter().sum::<usize>(), characters());
}

#[library_benchmark]
#[bench::sample(desk())]
fn recognise(desk: Desk) -> Desk {
    for text in &desk.prepared {
        let mentions = black_box(desk.pipeline.match_alone(text));
        assert_eq!(mentions, text.analysis().mentions.len());
    }
    desk
}

#[library_benchmark]
#[bench::sample(desk())]
fn segment(desk: Desk) -> Desk {
    let mut tokens = Vec::new();
    for text in &desk.prepared {
        desk.pipeline.segment_alone(text, &mut tokens);
        let least = text.analysis().tokens.len() * 9 / 10;
        assert!(black_box(&tokens).len() > least);
    }
    desk
}

#[library_benchmark]
#[bench::t2s(Converter::new(Config::T2s))]
#[bench::s2twp(Converter::new(Config::S2twp))]
fn convert(converter: Converter) -> Converter {
    for text in ARTICLES {
        let aligned = black_box(converter.convert_aligned(text));
        assert_eq!(aligned.spans.source_len(), text.len());
    }
    converter
}

#[library_benchmark]
#[bench::sample(desk())]
fn write(desk: Desk) -> Desk {
    let rows = Rows {
        pipeline: desk.pipeline,
        with_text: false,
    };
    for (text, prepared) in ARTICLES.iter().zip(&desk.prepared) {
        let mut tables = TableBuffers::default();
        let document = Document {
            id: "sample/01-article.txt".to_owned(),
            source_path: "corpus/sample/01-article.txt".to_owned(),
            source_record: None,
            encoding: "utf-8",
            date: None,
            text: (*text).to_owned(),
        };
        rows.write(&document, prepared.analysis(), &mut tables);
        assert!(black_box(tables).tokens.len() > 10 * text.len());
    }
    desk
}

#[library_benchmark]
#[bench::sample(desk())]
fn analyse(desk: Desk) -> Desk {
    for (text, prepared) in ARTICLES.iter().zip(&desk.prepared) {
        let analysis = black_box(desk.pipeline.analyse(text));
        assert_eq!(analysis.tokens.len(), prepared.analysis().tokens.len());
    }
    desk
}

library_benchmark_group!(
    name = loops;
    // Instructions alone: it takes half the time.
    config = LibraryBenchmarkConfig::default().tool(Callgrind::with_args(["cache-sim=no"]));
    benchmarks = fold, recognise, segment, convert, write, analyse
);

main!(library_benchmark_groups = loops);
