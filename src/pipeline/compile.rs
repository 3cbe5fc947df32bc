//! Dictionaries compiled: in, those that a person names; out, the layers of a gazetteer, or an image of everything that they hold.

use crate::entity::{Gazetteer, GazetteerBuilder, Layer, Rank};
use crate::lexicon::compiled::{ImageBuilder, KeyTableBuilder, NewSource};
use crate::lexicon::{
    Dictionaries, DictionaryKind, OpenedFile, Part, Problem, Problems, add_conversions, add_words, each_alias,
};

/// The entities of dictionaries, a layer for each image and for all texts between two images.
pub(super) fn entity_layers(dictionaries: &Dictionaries) -> Result<Vec<Layer>, Problems> {
    let mut problems = Problems::default();
    let mut layers = Vec::new();
    for part in dictionaries.parts(DictionaryKind::Entities) {
        match part {
            // Its checksum was right, so that it is as it was written.
            Part::Image(image) => layers.extend(Layer::of_image(image)),
            Part::Files(files) => {
                let mut builder = GazetteerBuilder::new();
                for file in files {
                    add_aliases(file, &mut builder, &mut problems);
                }
                layers.push(builder.finish());
            }
        }
    }
    problems.check()?;
    Ok(layers)
}

/// The entities of dictionaries alone, without those that come with the program.
///
/// # Errors
///
/// Everything that is wrong with the lines of the entity dictionaries.
pub fn gazetteer(dictionaries: &Dictionaries) -> Result<Gazetteer, Problems> {
    let layers = entity_layers(dictionaries)?;
    Ok(Gazetteer::of(layers.into_iter().map(|layer| (Rank::User, layer))))
}

fn add_aliases(file: &OpenedFile, builder: &mut GazetteerBuilder, problems: &mut Problems) -> usize {
    builder.begin_file(file.path());
    each_alias(file, problems, |row| builder.add(row))
}

/// An image, and what is in it.
pub struct Compiled {
    words: Vec<u64>,
    /// How many entries there are of each kind: words, conversions and aliases.
    pub entries: [usize; 3],
}

impl Compiled {
    /// The bytes of the image's file; the same for the same dictionaries in the same order.
    pub fn as_bytes(&self) -> &[u8] {
        bytemuck::cast_slice(&self.words)
    }
}

/// Compiles dictionaries into an image, which stands for them in the same order.
///
/// ```
/// use yiming::lexicon::Dictionaries;
/// use yiming::pipeline::{Pipeline, compile};
///
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("mine.ymd");
/// let names = Dictionaries::from_text("names.csv", "alias,entity_id\n小藍鯨,blue-whale\n");
/// std::fs::write(&path, compile(&names)?.as_bytes())?;
/// let pipeline = Pipeline::builder().dictionaries(&Dictionaries::open(&[path])?).build()?;
/// assert_eq!(pipeline.analyse("去小藍鯨").mentions.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// Everything that is wrong with the lines of the dictionaries; an image that was named itself.
pub fn compile(dictionaries: &Dictionaries) -> Result<Compiled, Problems> {
    let mut problems = Problems::default();
    let (mut words, mut conversions) = (KeyTableBuilder::default(), KeyTableBuilder::default());
    let mut gazetteer = GazetteerBuilder::new();
    let mut entries = [0; 3];
    let mut sources = Vec::new();
    for file in dictionaries.iter() {
        let (Some(kind), Some(source)) = (file.kind(), file.source()) else {
            // One that lies in a folder with its dictionaries was built from them.
            if file.is_named() {
                let problem = Problem::new(file.path(), 0, 0, "is an image already");
                problems
                    .push(problem.help("name the dictionaries that it was built from; --dict takes several images"));
            }
            continue;
        };
        let (count, of_kind) = match kind {
            DictionaryKind::Words => (add_words(file, &mut words, &mut problems), 0),
            DictionaryKind::Conversions => (add_conversions(file, &mut conversions, &mut problems), 1),
            DictionaryKind::Entities => (add_aliases(file, &mut gazetteer, &mut problems), 2),
        };
        entries[of_kind] += count;
        sources.push(NewSource {
            path: file.path().to_owned(),
            kind,
            sha256: source.sha256_bytes(),
            entries: count as u64,
        });
    }
    problems.check()?;
    let image = ImageBuilder::new(&sources, words, conversions);
    Ok(Compiled {
        words: image.finish(|writer| gazetteer.write(writer)),
        entries,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::{Config, Converter};
    use crate::lexicon::Image;
    use crate::pipeline::Pipeline;

    fn dictionaries() -> Dictionaries {
        Dictionaries::from_text("names.csv", "alias,entity_id,label,name_zh,name_latin,region\n小藍鯨,whale,ORG,小藍鯨書店,Blue Whale,tw\n安·某,an,PERSON,安·某,An Mou,\n")
            .and(&Dictionaries::from_text("words.txt", "數位皮夾\n雲端\n"))
            .and(&Dictionaries::from_text("house.txt", "软件\t程式\n"))
    }

    /// What an image of these bytes makes of a text, or why it is refused.
    fn results(bytes: &[u8]) -> Result<String, String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.ymd");
        std::fs::write(&path, bytes).unwrap();
        let dictionaries = Dictionaries::open(&[path]).map_err(|problems| problems.to_string())?;
        let gazetteer = gazetteer(&dictionaries).map_err(|problems| problems.to_string())?;
        let ids: Vec<&str> = gazetteer.entities().map(|(_, entity)| entity.id.as_str()).collect();
        let converter = Converter::new(Config::S2t)
            .with_dictionaries(&dictionaries)
            .map_err(|problems| problems.to_string())?;
        Ok(format!("{ids:?} {}", converter.convert("软件")))
    }

    #[test]
    fn an_image_is_as_its_dictionaries() {
        let image = compile(&dictionaries()).unwrap();
        assert_eq!(image.entries, [2, 1, 2]);
        assert!(compile(&dictionaries()).unwrap().as_bytes() == image.as_bytes());
        assert_eq!(results(image.as_bytes()).unwrap(), "[\"whale\", \"an\"] 程式");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.ymd");
        std::fs::write(&path, image.as_bytes()).unwrap();
        let image = Image::open(&path).unwrap();
        let sources: Vec<(&str, u64)> = image.sources().map(|source| (source.path, source.entries)).collect();
        assert_eq!(sources, [("names.csv", 2), ("words.txt", 2), ("house.txt", 1)]);
        let text = "安·某在小藍鯨用數位皮夾";
        let analyse = |dictionaries: &Dictionaries| {
            let pipeline = Pipeline::builder().dictionaries(dictionaries).build().unwrap();
            let analysis = pipeline.analyse(text);
            (format!("{:?}", analysis.mentions), format!("{:?}", analysis.tokens))
        };
        assert_eq!(analyse(&Dictionaries::open(&[path]).unwrap()), analyse(&dictionaries()));
    }

    #[test]
    fn whatever_is_altered_is_refused_with_what_to_do() {
        let image = compile(&dictionaries()).unwrap();
        let bytes = image.as_bytes();
        for place in 0..bytes.len() {
            let mut altered = bytes.to_vec();
            altered[place] ^= 1 << (place % 8);
            let refusal = results(&altered).unwrap_err();
            assert!(refusal.contains("\nhelp: "), "byte {place}: {refusal}");
        }
        for len in (0..bytes.len()).step_by(61) {
            assert!(results(&bytes[..len]).unwrap_err().contains("\nhelp: "), "{len} bytes");
        }
        let longer = [bytes, &[0; 8]].concat();
        assert!(results(&longer).unwrap_err().contains("has more than it says"));
    }

    #[test]
    fn each_dictionary_of_an_image_is_text() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.ymd");
        std::fs::write(&path, compile(&dictionaries()).unwrap().as_bytes()).unwrap();
        let opened = Dictionaries::open(&[&path]).unwrap();
        assert!(
            compile(&opened)
                .err()
                .unwrap()
                .to_string()
                .contains("is an image already\nhelp: ")
        );
        let inside = Dictionaries::open(&[folder.path()]).unwrap();
        assert_eq!(compile(&inside).unwrap().entries, [0; 3]);
    }
}
