//! yiming (譯名, “a name rendered in another tongue”) turns Traditional-Chinese articles into tables.
//!
//! It cuts each article into words, converts it between Traditional and Simplified, and matches the entities and the
//! transliterated names in it (伊爾亞 ↔ Ilya Sutskever). Every offset points into the original text.
//!
//! The tree is the pipeline, and imports point downward only:
//! [`cli`] → [`mod@bench`] → { [`batch`], [`results`] } → [`pipeline`] → { [`entity`], [`segment`], [`convert`], [`names`], [`input`], [`records`] } → [`lexicon`] → [`text`].
//!
//! ```
//! use yiming::pipeline::Pipeline;
//!
//! let pipeline = Pipeline::builder().build()?;
//! let text = "黃仁勳是輝達執行長。";
//! let analysis = pipeline.analyse(text);
//! let words: Vec<String> =
//!     analysis.tokens.iter().map(|token| text.chars().skip(token.span.start).take(token.span.len()).collect()).collect();
//! assert_eq!(words, ["黃仁勳", "是", "輝達", "執行長", "。"]);
//! # Ok::<(), yiming::lexicon::Problems>(())
//! ```

#![deny(missing_docs)]

pub mod batch;
pub mod bench;
pub mod cli;
pub mod convert;
pub mod entity;
pub mod input;
pub mod lexicon;
pub mod names;
pub mod pipeline;
pub mod records;
pub mod results;
pub mod segment;
pub mod text;
