//! `datapackage.json`: the tables described for programs, as a Frictionless Tabular Data Package.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::schema::{SCHEMA_VERSION, Table};
use super::tables::ALL;

/// The file's name.
pub const PACKAGE_FILE: &str = "datapackage.json";
/// What a finished run says of itself.
pub const RUN_FILE: &str = "run.json";
/// How far an unfinished run is.
pub const CHECKPOINT_FILE: &str = "checkpoint.unfinished";

/// What a name ends in while its file is being written.
pub const UNFINISHED: &str = ".unfinished";

/// What a run wrote in one form: a table, or the documents with what is in them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Resource {
    /// The table's name, or `documents` or `spacy`.
    pub name: String,
    /// csv, tsv, parquet, jsonl, spacy or conllu.
    pub format: String,
    /// The names of its files, in the order of the rows.
    pub files: Vec<String>,
    /// gz or zst.
    pub compression: Option<String>,
    /// By what its parts were made, where there are several: label, source, share or size.
    pub parted_by: Option<String>,
}

impl Resource {
    /// The table that it is, where its form has tables.
    fn table(&self) -> Option<&'static Table> {
        let is_table = matches!(&*self.format, "csv" | "tsv" | "parquet");
        ALL.iter().find(|table| is_table && table.name == self.name)
    }
}

/// The description of what a run wrote: names, types, keys, what an empty cell means. A table that was written in several forms is
/// described in the first, under its own name; the others have names that tell the form, and so have documents. `for_excel` says that the
/// tables are in Excel's form.
pub fn datapackage(resources: &[Resource], for_excel: bool) -> Value {
    let mut described: Vec<Value> = Vec::new();
    for resource in resources {
        let is_first = !described.iter().any(|known| known["name"] == resource.name.as_str());
        described.push(match resource.table() {
            Some(table) if is_first => described_table(table, resource, for_excel),
            _ => described_form(resource),
        });
    }
    json!({
        "profile": "tabular-data-package",
        "name": "yiming-tables",
        "schema_version": SCHEMA_VERSION,
        "resources": described,
    })
}

/// What there is to say of any form.
fn described_form(resource: &Resource) -> Value {
    let mediatype = match &*resource.format {
        "csv" => "text/csv",
        "tsv" => "text/tab-separated-values",
        "parquet" => "application/vnd.apache.parquet",
        "conllu" => "text/x-conllu",
        _ => "application/jsonl",
    };
    let mut described = json!({
        "profile": "data-resource",
        "name": if resource.name == resource.format { resource.name.clone() } else { format!("{}-{}", resource.name, resource.format) },
        "path": match &*resource.files {
            [file] => json!(file),
            files => json!(files),
        },
        "format": resource.format,
        "mediatype": mediatype,
    });
    if resource.format != "parquet" {
        described["encoding"] = json!("utf-8");
    }
    if let Some(compression) = &resource.compression {
        described["compression"] = json!(compression);
    }
    if let Some(parted_by) = &resource.parted_by {
        described["parted_by"] = json!(parted_by);
    }
    described
}

fn described_table(table: &Table, resource: &Resource, for_excel: bool) -> Value {
    let fields: Vec<Value> = table
        .columns
        .iter()
        .map(|column| {
            let mut field = json!({
                "name": column.name,
                "type": column.cell_type.name(),
                "description": column.description,
            });
            if column.cell_type == super::CellType::Boolean {
                field["trueValues"] = json!(["1"]);
                field["falseValues"] = json!(["0"]);
            }
            if column.required {
                field["constraints"] = json!({ "required": true });
            }
            field
        })
        .collect();
    let mut schema = json!({ "fields": fields, "missingValues": [""] });
    if !table.primary_key.is_empty() {
        schema["primaryKey"] = json!(table.primary_key);
    }
    if !table.foreign_keys.is_empty() {
        schema["foreignKeys"] = table
            .foreign_keys
            .iter()
            .map(|key| {
                json!({
                    "fields": key.columns,
                    "reference": { "resource": key.table, "fields": key.references },
                })
            })
            .collect();
    }
    let mut described = described_form(resource);
    described["name"] = json!(table.name);
    described["description"] = json!(table.description);
    described["schema"] = schema;
    let delimiter = match &*resource.format {
        "csv" => ",",
        "tsv" => "\t",
        _ => return described,
    };
    described["profile"] = json!("tabular-data-resource");
    described["dialect"] = json!({
        "delimiter": delimiter,
        "lineTerminator": if for_excel { "\r\n" } else { "\n" },
        "quoteChar": "\"",
        "doubleQuote": true,
        "header": true,
    });
    described
}
