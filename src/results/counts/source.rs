//! Where a document comes from, so that sources can be compared.

use csv::StringRecord;

use crate::records::DocumentRow;
use crate::results::documents::cell;

/// The source of a document: the first folder of its id, where that is a path (`udn/2024/a.txt` → `udn`, also an archive's name), or else
/// the folder that its file stands in, or the file itself where no folder is named.
pub(super) fn source_of(document: &StringRecord) -> &str {
    let id = cell::<DocumentRow>(document, "doc_id");
    let path = cell::<DocumentRow>(document, "source_path");
    let is_named = |part: &&str| !matches!(*part, "" | "." | "..");
    let mut folders: Vec<&str> = path.split(['/', '\\']).filter(is_named).collect();
    // An id field may hold anything, an address too: only what stands in the path is a folder of it.
    if let Some((first, _)) = id.split_once(['/', '\\'])
        && folders.contains(&first)
    {
        return first;
    }
    let file = folders.pop().unwrap_or(path);
    folders.pop().unwrap_or(file)
}

#[cfg(test)]
mod tests {
    use super::source_of;
    use csv::StringRecord;

    #[test]
    fn a_source_is_a_folder_or_a_file() {
        let cases = [
            ("udn/2024/a.txt", "news/udn/2024/a.txt", "udn"),
            ("a.txt", "news/udn/a.txt", "udn"),
            ("./a.txt", "./a.txt", "a.txt"),
            ("wire.jsonl#1", "wire.jsonl", "wire.jsonl"),
            ("https://example.org/1", "news/wire.jsonl", "news"),
            ("news.zip/2024/a.txt", "in/news.zip/2024/a.txt", "news.zip"),
            ("-", "-", "-"),
        ];
        for (id, path, source) in cases {
            assert_eq!(source_of(&StringRecord::from(vec![id, path])), source, "{id} {path}");
        }
    }
}
