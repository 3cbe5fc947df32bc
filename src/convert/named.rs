//! A configuration as a person names it: one of OpenCC's, or a file.

use std::path::Path;

use super::{Config, Converter};
use crate::lexicon::Problem;

/// Why there is no converter of a name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoConverter {
    /// The name is neither a configuration's nor a file's.
    #[error("there is no configuration “{name}”\nhelp: {}", help(.name))]
    Unknown {
        /// The name.
        name: String,
    },
    /// What is wrong with the file.
    #[error(transparent)]
    File(#[from] Problem),
}

impl Converter {
    /// A converter for a configuration by its name, with or without OpenCC's ending, or by its path.
    ///
    /// ```
    /// use yiming::convert::Converter;
    ///
    /// assert_eq!(Converter::named("s2tw.json")?.convert("里面"), "裡面");
    /// let error = Converter::named("s2tww").unwrap_err().to_string();
    /// assert!(error.contains("did you mean s2tw?"), "{error}");
    /// # Ok::<(), yiming::convert::NoConverter>(())
    /// ```
    ///
    /// # Errors
    ///
    /// A name that says nothing, or what is wrong with the file.
    pub fn named(config: &str) -> Result<Converter, NoConverter> {
        if let Ok(config) = config.parse::<Config>() {
            return Ok(Converter::new(config));
        }
        let path = Path::new(config);
        if path.exists() {
            return Ok(Converter::from_config_file(path)?);
        }
        Err(NoConverter::Unknown {
            name: config.to_owned(),
        })
    }
}

fn help(name: &str) -> String {
    let names: Vec<&str> = Config::ALL.iter().map(|config| config.name()).collect();
    let wanted = name.trim_end_matches(".json").to_lowercase();
    let distance = |known: &&&str| strsim::damerau_levenshtein(known, &wanted);
    let near = names.iter().min_by_key(distance).filter(|known| distance(known) <= 2);
    let near = near.map_or_else(String::new, |near| format!("did you mean {near}? "));
    format!(
        "{near}the configurations are {}; a file of your own is named by its path",
        names.join(" ")
    )
}
