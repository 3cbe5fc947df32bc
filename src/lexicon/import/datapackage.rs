//! Frictionless data packages: in, a datapackage.json; out, which of its tables holds names, how it is written, and its licences.

use std::path::{Component, Path, PathBuf};

use serde::Deserialize;

use crate::lexicon::Problem;

/// The description of tables.
#[derive(Debug, Deserialize)]
pub struct DataPackage {
    #[serde(default)]
    resources: Vec<Resource>,
    #[serde(default)]
    licenses: Vec<Licence>,
}

/// A table of a package.
#[derive(Debug, Deserialize)]
pub struct Resource {
    #[serde(default)]
    name: String,
    path: Option<Paths>,
    #[serde(default)]
    dialect: Dialect,
    encoding: Option<String>,
    #[serde(default)]
    licenses: Vec<Licence>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Paths {
    One(String),
    Several(Vec<String>),
}

#[derive(Debug, Default, Deserialize)]
struct Dialect {
    delimiter: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Licence {
    name: Option<String>,
    title: Option<String>,
    path: Option<String>,
}

impl DataPackage {
    /// Reads a description; `path` is only used in messages.
    ///
    /// # Errors
    ///
    /// Where it is no JSON of the form that data packages have.
    pub fn parse(path: &str, json: &str) -> Result<DataPackage, Problem> {
        serde_json::from_str(json).map_err(|error| {
            let message = error.to_string();
            let message = message.split(" at line ").next().unwrap_or("");
            let problem = Problem::new(
                path,
                error.line(),
                error.column(),
                format!("no data package: {message}"),
            );
            problem.help("name a datapackage.json; a table alone is imported with --from table")
        })
    }

    /// The table with a name, or the only one.
    ///
    /// # Errors
    ///
    /// The names that there are, where none or several fit.
    pub fn resource(&self, path: &str, name: Option<&str>) -> Result<&Resource, Problem> {
        let fits = |resource: &&Resource| name.is_none_or(|name| resource.name == name);
        let mut fitting = self.resources.iter().filter(fits);
        match (fitting.next(), fitting.next()) {
            (Some(resource), None) => Ok(resource),
            (found, _) => {
                let names: Vec<&str> = self.resources.iter().map(|resource| resource.name.as_str()).collect();
                let message = match (name, found) {
                    (Some(name), None) => format!("there is no resource “{name}”"),
                    _ => format!("{} resources", self.resources.len()),
                };
                Err(Problem::new(path, 0, 0, message).help(format!("name one with --resource: {}", names.join(", "))))
            }
        }
    }

    /// The licences of a table, else of the package.
    pub fn licences(&self, resource: &Resource) -> Vec<String> {
        let licences = if resource.licenses.is_empty() {
            &self.licenses
        } else {
            &resource.licenses
        };
        let told = licences.iter().map(|licence| {
            let name = licence
                .name
                .as_deref()
                .or(licence.title.as_deref())
                .unwrap_or("a licence without a name");
            licence
                .path
                .as_ref()
                .map_or_else(|| name.to_owned(), |path| format!("{name} ({path})"))
        });
        told.collect()
    }
}

impl Resource {
    /// The files of the table, beside the description in `folder`; what lies elsewhere is refused, as the specification demands.
    ///
    /// # Errors
    ///
    /// The path that cannot be followed.
    pub fn files(&self, package: &str, folder: &Path) -> Result<Vec<PathBuf>, Problem> {
        let problem = |message: String| Problem::new(package, 0, 0, message);
        if let Some(encoding) = self
            .encoding
            .as_deref()
            .filter(|encoding| !matches!(&*encoding.to_ascii_lowercase(), "utf-8" | "utf8"))
        {
            return Err(problem(format!("{} is in {encoding}", self.name)).help("save it as UTF-8 and say so"));
        }
        let paths = match &self.path {
            Some(Paths::One(path)) => std::slice::from_ref(path),
            Some(Paths::Several(paths)) => paths,
            None => &[],
        };
        if paths.is_empty() {
            return Err(problem(format!("the resource “{}” has no path", self.name)));
        }
        let inside = |path: &String| {
            let is_inside = Path::new(path)
                .components()
                .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
            if is_inside && !path.contains("://") {
                Ok(folder.join(path))
            } else {
                Err(problem(format!("“{path}” is not beside the package"))
                    .help("download it, and name the file in `path`"))
            }
        };
        paths.iter().map(inside).collect()
    }

    /// What separates cells, where the description tells.
    pub fn delimiter(&self) -> Option<u8> {
        match self.dialect.delimiter.as_deref()?.as_bytes() {
            [delimiter] => Some(*delimiter),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JSON: &str = r#"{"name": "x", "licenses": [{"name": "CC-BY-4.0", "path": "https://example.org/by"}], "resources": [
        {"name": "people", "path": "people.csv", "dialect": {"delimiter": ";"}},
        {"name": "parts", "path": ["a.csv", "b/c.csv"], "licenses": [{"title": "Own"}]},
        {"name": "far", "path": "../far.csv"}, {"name": "big5", "path": "x.csv", "encoding": "big5"}]}"#;

    #[test]
    fn tables_and_licences_are_found() {
        let package = DataPackage::parse("d.json", JSON).unwrap();
        let people = package.resource("d.json", Some("people")).unwrap();
        assert_eq!(
            people.files("d.json", Path::new("p")).unwrap(),
            [Path::new("p/people.csv")]
        );
        assert_eq!(
            (people.delimiter(), package.licences(people)),
            (Some(b';'), vec!["CC-BY-4.0 (https://example.org/by)".into()])
        );
        let parts = package.resource("d.json", Some("parts")).unwrap();
        assert_eq!(parts.files("d.json", Path::new("p")).unwrap().len(), 2);
        assert_eq!(package.licences(parts), ["Own"]);
    }

    #[test]
    fn what_cannot_be_followed_is_told() {
        let package = DataPackage::parse("d.json", JSON).unwrap();
        let told = package.resource("d.json", None).unwrap_err().to_string();
        assert_eq!(
            told,
            "d.json: 4 resources\nhelp: name one with --resource: people, parts, far, big5"
        );
        for name in ["far", "big5"] {
            let resource = package.resource("d.json", Some(name)).unwrap();
            assert!(resource.files("d.json", Path::new("")).is_err(), "{name}");
        }
        assert!(DataPackage::parse("d.json", "[").is_err());
    }
}
