//! Compiled gazetteers as files: in, a gazetteer or a path; out, a file that holds it, or the gazetteer. A file is read once, whole, and
//! its arrays are used where they lie. What is cut short, changed or of another version is refused.

use std::borrow::Cow;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::Gazetteer;
use crate::lexicon::{ImageError, Problem};

impl Gazetteer {
    /// Reads a compiled gazetteer from a file that [`Gazetteer::save`] wrote.
    ///
    /// ```no_run
    /// use yiming::entity::Gazetteer;
    ///
    /// let gazetteer = Gazetteer::open("names.ymd")?;
    /// println!("{} entities", gazetteer.len());
    /// # Ok::<(), yiming::lexicon::Problem>(())
    /// ```
    ///
    /// # Errors
    ///
    /// What keeps the file from being read, or why it is no gazetteer of this version, and what to do.
    pub fn open(path: impl AsRef<Path>) -> Result<Gazetteer, Problem> {
        let path = path.as_ref();
        let name = path.display().to_string();
        let words = read(path).map_err(|error| Problem::new(&name, 0, 0, error.to_string()))?;
        let read = Self::from_image(Cow::Owned(words));
        read.map_err(|error| Problem::new(&name, 0, 0, error.to_string()).help(help_for(error)))
    }

    /// Writes the gazetteer to a file; the same bytes for the same rows. The file is written beside its place and put there whole.
    ///
    /// # Errors
    ///
    /// What keeps the file from being written.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), Problem> {
        let path = path.as_ref();
        let mut unfinished = path.as_os_str().to_owned();
        unfinished.push(".unfinished");
        std::fs::write(&unfinished, self.as_bytes())
            .and_then(|()| std::fs::rename(&unfinished, path))
            .map_err(|error| Problem::new(path.display().to_string(), 0, 0, error.to_string()))
    }

    /// The bytes of a file that holds the gazetteer.
    pub fn as_bytes(&self) -> &[u8] {
        self.tables.bytes()
    }
}

/// A file as words, so that its arrays lie aligned. One that is not made of whole words gets a word too many, so that its length is wrong.
fn read(path: &Path) -> std::io::Result<Vec<u64>> {
    let mut file = File::open(path)?;
    let len = file.metadata()?.len() as usize;
    let mut words = vec![0u64; if len.is_multiple_of(8) { len / 8 } else { len / 8 + 2 }];
    file.read_exact(&mut bytemuck::cast_slice_mut(&mut words)[..len])?;
    Ok(words)
}

fn help_for(error: ImageError) -> &'static str {
    match error {
        ImageError::Magic => "name a file that was compiled from an entity dictionary, or the dictionary itself",
        _ => "compile it anew from its dictionary with this version of the program",
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Rank, tables::VERSION};
    use super::*;
    use crate::entity::shipped_rows;
    use crate::lexicon::{AliasRow, read_entities};
    use crate::text::{Folded, MatchKey, fold_char};

    fn rows() -> Vec<AliasRow> {
        let csv = "alias,entity_id,label,name_zh,kind,region\n\
                   川普,trump,PERSON,川普,full,tw\n特朗普,trump,,,full,hk cn\n唐納·川普,trump,,,full,\nTrump,trump,,,family,\n";
        read_entities("names.csv", csv).unwrap()
    }

    fn refusal(bytes: &[u8]) -> String {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("names.ymd");
        std::fs::write(&path, bytes).unwrap();
        let problem = Gazetteer::open(&path).err().unwrap().to_string();
        problem.split_once("names.ymd: ").unwrap().1.to_owned()
    }

    #[test]
    fn a_file_gives_the_gazetteer_back() {
        let rows = shipped_rows().unwrap();
        let built = Gazetteer::new(rows.iter().map(|row| (Rank::Shipped, row)));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("names.ymd");
        built.save(&path).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        let read = Gazetteer::open(&path).unwrap();
        assert!(read.as_bytes() == built.as_bytes());
        let folded = Folded::new("川普與輝達的黃仁勳在台大談ChatGPT");
        let key = MatchKey::new(&folded);
        assert!(!read.find(&key, &folded).is_empty());
        assert_eq!(read.find(&key, &folded), built.find(&key, &folded));
    }

    #[test]
    fn the_same_rows_give_the_same_bytes() {
        let image = || {
            Gazetteer::new(rows().iter().map(|row| (Rank::User, row)))
                .as_bytes()
                .to_vec()
        };
        assert!(image() == image());
    }

    #[test]
    fn what_is_no_sound_file_is_refused_with_what_to_do() {
        let image = Gazetteer::new(rows().iter().map(|row| (Rank::User, row)))
            .as_bytes()
            .to_vec();
        let anew = "\nhelp: compile it anew from its dictionary with this version of the program";
        for cut in [image.len() - 8, image.len() - 3, 20] {
            assert_eq!(
                refusal(&image[..cut]),
                format!("the image is cut short or has more than it says{anew}")
            );
        }
        for place in (32..image.len()).step_by(97) {
            let mut damaged = image.clone();
            damaged[place] ^= 4;
            assert!(refusal(&damaged).ends_with(anew), "byte {place}");
        }
        let mut other = image.clone();
        other[8] += 1;
        let expected = format!("an image of version {}; version {VERSION} is needed{anew}", VERSION + 1);
        assert_eq!(refusal(&other), expected);
        assert_eq!(
            refusal(b"alias,entity_id\nab,c\n"),
            "not an image of this program\nhelp: name a file that was compiled from an entity dictionary, or the dictionary itself"
        );
    }

    /// Keys are stored folded: a file from before a change of the folding would silently miss names.
    #[test]
    fn the_version_stands_for_how_names_are_folded() {
        let fnv = |sum: u64, c: char| (sum ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01B3);
        let sum = (char::MIN..=char::MAX).map(fold_char).fold(0xCBF2_9CE4_8422_2325, fnv);
        assert_eq!(
            (VERSION, sum),
            (2001, 4_526_286_223_147_600_469),
            "raise the version with every change to the folding, and put the new sum here"
        );
    }
}
