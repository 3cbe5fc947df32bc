//! `datapackage.json`: the tables described for programs, as a Frictionless Tabular Data Package.

use serde_json::{Value, json};

use super::schema::{SCHEMA_VERSION, Table};
use super::tables::ALL;

/// The file's name.
pub const PACKAGE_FILE: &str = "datapackage.json";
/// What a finished run says of itself.
pub const RUN_FILE: &str = "run.json";
/// How far an unfinished run is.
pub const CHECKPOINT_FILE: &str = "checkpoint.unfinished";

/// The description of all tables: names, types, keys, what an empty cell means. `for_excel` says that they are in Excel's form.
pub fn datapackage(for_excel: bool) -> Value {
    json!({
        "profile": "tabular-data-package",
        "name": "yiming-tables",
        "schema_version": SCHEMA_VERSION,
        "resources": ALL.iter().map(|table| resource(table, for_excel)).collect::<Vec<_>>(),
    })
}

fn resource(table: &Table, for_excel: bool) -> Value {
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
    json!({
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": format!("{}.csv", table.name),
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": { "delimiter": ",", "lineTerminator": if for_excel { "\r\n" } else { "\n" }, "quoteChar": "\"", "doubleQuote": true, "header": true },
        "schema": schema,
    })
}
