//! Everything that one configuration needs, made from dictionaries or taken from an image: in, [`Sources`] or a place
//! in an image; out, an [`Engine`], which converts with the fast tables where there are any and stage by stage elsewhere.

use super::compiled::{Buffers, Run};
use super::compose::{Sources, compose};
use super::sink::Sink;
use super::stages::{Stages, apply};
use super::tables::{CharEntry, Compiled, MiddleTables, PhraseTable};
use crate::lexicon::dictionary::{Dictionary, Pool, PoolBuilder};
use crate::lexicon::image::{ImageError, Reader, Writer};
use bytemuck::Pod;
use std::borrow::Cow;
use std::ops::Range;

/// The version of the image's form: raised with every change to what is written or to what it means.
pub const IMAGE_VERSION: u32 = 1;

/// The tables of one configuration.
#[derive(Debug, Clone)]
pub struct Engine {
    pub(crate) pool: Pool,
    pub(crate) stages: Stages,
    pub(crate) compiled: Option<Compiled>,
}

impl Engine {
    /// Builds an engine. `None` where a value is longer than 255 bytes or the dictionaries outgrow the pool.
    pub fn build(sources: &Sources) -> Option<Engine> {
        let mut pool = PoolBuilder::default();
        let parts = EngineParts::build(sources, &mut pool)?;
        Some(Engine {
            pool: pool.finish(),
            stages: parts.stages,
            compiled: parts.compiled,
        })
    }

    /// Takes an engine from an image; `pool` is the image's pool.
    pub fn read(reader: &mut Reader<'static>, pool: &'static str) -> Result<Engine, ImageError> {
        let normalization = read_list(reader)?;
        let segmentation = read_list(reader)?.pop();
        let chain = read_list(reader)?;
        let compiled = if reader.number()? == 0 {
            None
        } else {
            Some(read_compiled(reader)?)
        };
        let stages = Stages {
            normalization,
            segmentation,
            chain,
        };
        Ok(Engine {
            pool: Pool(Cow::Borrowed(pool)),
            stages,
            compiled,
        })
    }

    /// Converts into a sink.
    pub(crate) fn convert<S: Sink>(&self, text: &str, sink: &mut S, buffers: &mut Buffers) {
        if let Some(compiled) = &self.compiled {
            let mark = sink.mark();
            if Run::new(compiled, &self.stages, &self.pool.0, text)
                .convert(sink, buffers)
                .is_ok()
            {
                return;
            }
            sink.rewind(mark);
        }
        self.convert_by_stages(text, sink);
    }

    /// The ranges that convert independently of each other.
    pub(crate) fn segments(&self, text: &str) -> Vec<Range<usize>> {
        let pool = &self.pool.0;
        let whole = self.stages.normalize_tracked(pool, text);
        let mut parts: Vec<&str> = Vec::new();
        match (self.stages.chain.as_slice(), &self.stages.segmentation) {
            ([only], None) => apply(only, pool, &whole.text, |source, _| parts.push(source)),
            _ => parts = self.stages.segments(&whole.text),
        }
        let mut pieces = whole.pieces.iter();
        let mut ranges = Vec::with_capacity(parts.len());
        let (mut start, mut source, mut target, mut part_end) = (0, 0, 0, 0);
        for part in parts {
            part_end += part.len();
            while target < part_end
                && let Some(piece) = pieces.next()
            {
                source += piece.source;
                target += piece.target;
            }
            // Parts between which normalisation matched across belong together.
            if target == part_end {
                ranges.push(start..source);
                start = source;
            }
        }
        ranges
    }

    /// Converts into a sink stage by stage.
    pub(crate) fn convert_by_stages<S: Sink>(&self, text: &str, sink: &mut S) {
        let (converted, pieces) = self.stages.convert(&self.pool.0, text);
        let (mut source, mut target) = (0, 0);
        for piece in pieces {
            sink.replace(
                &text[source..source + piece.source],
                &converted[target..target + piece.target],
            );
            source += piece.source;
            target += piece.target;
        }
    }
}

/// An engine without its pool, for writing several over one pool.
pub struct EngineParts {
    stages: Stages,
    compiled: Option<Compiled>,
}

impl EngineParts {
    /// Builds the tables over a shared pool.
    pub fn build(sources: &Sources, pool: &mut PoolBuilder) -> Option<EngineParts> {
        let stages = sources.stages(pool)?;
        let compiled = compose(sources, &stages, pool);
        Some(EngineParts { stages, compiled })
    }

    /// Whether the fast tables exist.
    #[allow(dead_code, reason = "for the build script")]
    pub fn is_compiled(&self) -> bool {
        self.compiled.is_some()
    }

    /// Writes the tables, in the order that [`Engine::read`] reads.
    #[allow(dead_code, reason = "for the build script")]
    pub fn write(&self, writer: &mut Writer) {
        write_list(writer, &self.stages.normalization);
        write_list(writer, self.stages.segmentation.as_slice());
        write_list(writer, &self.stages.chain);
        writer.number(u64::from(self.compiled.is_some()));
        if let Some(compiled) = &self.compiled {
            writer.array(&compiled.entries.0);
            writer.array(&compiled.entries.1);
            for table in [&compiled.primary, &compiled.secondary] {
                writer.number(u64::from(table.beginnings));
                writer.array(&table.nodes);
                writer.array(&table.values);
            }
            writer.array(&compiled.plain.map(u8::from));
            writer.number(u64::from(compiled.middle.is_some()));
            if let Some(middle) = &compiled.middle {
                writer.array(&middle.values);
                writer.array(&middle.codes.0);
                writer.array(&middle.codes.1);
            }
        }
    }
}

fn read_compiled(reader: &mut Reader<'static>) -> Result<Compiled, ImageError> {
    let entries: (Cow<[u16]>, Cow<[u64]>) = (array(reader)?, array(reader)?);
    if !entries.1.iter().all(|&entry| CharEntry(entry).is_sound()) {
        return Err(ImageError::Section);
    }
    let mut table = || -> Result<PhraseTable, ImageError> {
        let beginnings = reader.number()? as u16;
        Ok(PhraseTable {
            beginnings,
            nodes: array(reader)?,
            values: array(reader)?,
        })
    };
    let (primary, secondary) = (table()?, table()?);
    let mut plain = Box::new([false; 256]);
    reader
        .array::<u8>()?
        .iter()
        .zip(&mut plain[..0x80])
        .for_each(|(&byte, plain)| *plain = byte != 0);
    let middle = match reader.number()? {
        0 => None,
        _ => Some(MiddleTables {
            values: array(reader)?,
            codes: (array(reader)?, array(reader)?),
        }),
    };
    Ok(Compiled {
        entries,
        primary,
        secondary,
        middle,
        plain,
    })
}

#[allow(dead_code, reason = "for the build script")]
fn write_list(writer: &mut Writer, dictionaries: &[Dictionary]) {
    writer.number(dictionaries.len() as u64);
    for dictionary in dictionaries {
        writer.array(&dictionary.codes.0);
        writer.array(&dictionary.codes.1);
        writer.array(&dictionary.nodes);
        writer.array(&dictionary.values);
        writer.array(&dictionary.singles.0);
        writer.array(&dictionary.singles.1);
    }
}

fn read_list(reader: &mut Reader<'static>) -> Result<Vec<Dictionary>, ImageError> {
    (0..reader.number()?)
        .map(|_| {
            Ok(Dictionary {
                codes: (array(reader)?, array(reader)?),
                nodes: array(reader)?,
                values: array(reader)?,
                singles: (array(reader)?, array(reader)?),
            })
        })
        .collect()
}

fn array<T: Pod>(reader: &mut Reader<'static>) -> Result<Cow<'static, [T]>, ImageError> {
    reader.array().map(Cow::Borrowed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::sink::TextSink;
    use crate::lexicon::dictionary::Entries;
    use proptest::collection::{btree_map, vec};
    use proptest::prelude::*;

    fn dictionary() -> impl Strategy<Value = Entries> {
        btree_map("[ab甲乙丙]{1,3}", "[ab甲乙丙]{1,3}", 0..7)
    }

    fn sources() -> impl Strategy<Value = Sources> {
        let normalization = vec(btree_map("[乙丁]", "[a甲丁]", 0..2), 0..2);
        // As shipped, the segmentation often has the phrases of a step.
        (normalization, dictionary(), 0..4, vec(dictionary(), 1..4)).prop_map(|(normalization, own, kind, chain)| {
            let of_step = |step: &Entries| {
                step.clone()
                    .into_iter()
                    .filter(|(key, _)| key.chars().count() > 1)
                    .collect()
            };
            let segmentation = match kind {
                0 => None,
                1 => Some(own),
                2 => Some(of_step(&chain[0])),
                _ => chain.last().map(of_step),
            };
            Sources {
                normalization,
                segmentation,
                chain,
            }
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn tables_computed_ahead_give_what_the_stages_give(sources in sources(), texts in vec("[ab甲乙丙丁⿰x]{0,12}", 1..9)) {
            let engine = Engine::build(&sources).unwrap();
            for text in texts {
                let (mut fast, mut slow) = (Vec::new(), Vec::new());
                engine.convert(&text, &mut TextSink(&mut fast), &mut Buffers::default());
                engine.convert_by_stages(&text, &mut TextSink(&mut slow));
                prop_assert_eq!(String::from_utf8(fast).unwrap(), String::from_utf8(slow).unwrap(), "{}", text);
            }
        }
    }
}
