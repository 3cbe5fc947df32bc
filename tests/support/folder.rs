//! A folder of tables written by hand, so that what is counted from them can be known without a program.

// Each test file includes this one, and not every one makes every table.
#![allow(dead_code)]

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// The tables of a run that never was.
pub struct HandMade(TempDir);

pub const DOCUMENTS: &str = "doc_id,source_path,source_record,encoding,script,n_bytes,n_chars,n_sentences,n_tokens,n_mentions,text,text_converted,date\n";
pub const TOKENS: &str =
    "doc_id,sentence_id,token_id,char_start,char_end,token,token_hans,token_hant,kind,origin,mention_id\n";
pub const MENTIONS: &str = "doc_id,mention_id,sentence_id,char_start,char_end,surface,surface_hans,entity_id,name_zh,name_latin,label,match_kind,score,is_ambiguous,alternatives\n";
pub const ENTITIES: &str = "entity_id,name_zh,name_latin,label,n_mentions,n_documents,first_doc_id,surfaces\n";
pub const ERRORS: &str = "source_path,source_record,byte_offset,stage,code,message\n";

impl HandMade {
    /// A run that read nothing.
    pub fn empty() -> HandMade {
        let made = HandMade(TempDir::new().unwrap());
        fs::create_dir(made.path()).unwrap();
        let resource = |name| format!("{{\"name\": \"{name}\", \"path\": \"{name}.csv\", \"format\": \"csv\"}}");
        let resources = ["documents", "tokens", "mentions", "entities", "errors"].map(resource);
        let package = format!("{{\"schema_version\": 2, \"resources\": [{}]}}", resources.join(", "));
        made.write("datapackage.json", &package);
        made.write("documents.csv", DOCUMENTS);
        made.write("tokens.csv", TOKENS);
        made.write("mentions.csv", MENTIONS);
        made.write("entities.csv", ENTITIES);
        made.write("errors.csv", ERRORS);
        made
    }

    /// Three documents of two sources: 川普 and 特朗普 are one, and in different sources; 蘋果 may be two.
    ///
    /// udn/a: 川普見庫克。庫克見蘋果 · udn/b: 川普說，川普！ · bbc/c: 特朗普見庫克
    pub fn small() -> HandMade {
        let made = HandMade::empty();
        let documents = [
            "udn/a.txt,news/udn/a.txt,,utf-8,hant,33,11,2,7,4,,,2024-04-30",
            "udn/b.txt,news/udn/b.txt,,utf-8,hant,21,7,1,5,2,,,2024-05",
            "bbc/c.txt,news/bbc/c.txt,,utf-8,hant,18,6,1,3,2,,,昨天",
        ];
        made.write("documents.csv", &table(DOCUMENTS, &documents));
        let tokens = [
            "udn/a.txt,0,0,0,2,川普,川普,川普,han,mention,0",
            "udn/a.txt,0,1,2,3,見,见,見,han,dictionary,",
            "udn/a.txt,0,2,3,5,庫克,库克,庫克,han,mention,1",
            "udn/a.txt,0,3,5,6,。,。,。,punct,rule,",
            "udn/a.txt,1,4,6,8,庫克,库克,庫克,han,mention,2",
            "udn/a.txt,1,5,8,9,見,见,見,han,dictionary,",
            "udn/a.txt,1,6,9,11,蘋果,苹果,蘋果,han,mention,3",
            "udn/b.txt,0,0,0,2,川普,川普,川普,han,mention,0",
            "udn/b.txt,0,1,2,3,說,说,說,han,dictionary,",
            "udn/b.txt,0,2,3,4,，,，,，,punct,rule,",
            "udn/b.txt,0,3,4,6,川普,川普,川普,han,mention,1",
            "udn/b.txt,0,4,6,7,！,！,！,punct,rule,",
            "bbc/c.txt,0,0,0,3,特朗普,特朗普,特朗普,han,mention,0",
            "bbc/c.txt,0,1,3,4,見,见,見,han,dictionary,",
            "bbc/c.txt,0,2,4,6,庫克,库克,庫克,han,mention,1",
        ];
        made.write("tokens.csv", &table(TOKENS, &tokens));
        let mentions = [
            "udn/a.txt,0,0,0,2,川普,川普,trump,川普,Donald Trump,PERSON,exact,1,0,",
            "udn/a.txt,1,0,3,5,庫克,库克,cook,庫克,Tim Cook,PERSON,exact,1,0,",
            "udn/a.txt,2,1,6,8,庫克,库克,cook,庫克,Tim Cook,PERSON,partial,0.9,0,",
            "udn/a.txt,3,1,9,11,蘋果,苹果,apple,蘋果,Apple & Co,ORG,exact,0.7,1,big-apple",
            "udn/b.txt,0,0,0,2,川普,川普,trump,川普,Donald Trump,PERSON,exact,1,0,",
            "udn/b.txt,1,0,4,6,川普,川普,trump,川普,Donald Trump,PERSON,exact,1,0,",
            "bbc/c.txt,0,0,0,3,特朗普,特朗普,trump,川普,Donald Trump,PERSON,exact,1,0,",
            "bbc/c.txt,1,0,4,6,庫克,库克,cook,庫克,Tim Cook,PERSON,exact,1,0,",
        ];
        made.write("mentions.csv", &table(MENTIONS, &mentions));
        let entities = [
            "trump,川普,Donald Trump,PERSON,4,3,udn/a.txt,川普|特朗普",
            "cook,庫克,Tim Cook,PERSON,3,2,udn/a.txt,庫克",
            "apple,蘋果,Apple & Co,ORG,1,1,udn/a.txt,蘋果",
        ];
        made.write("entities.csv", &table(ENTITIES, &entities));
        made
    }

    pub fn path(&self) -> PathBuf {
        self.0.path().join("out")
    }

    /// The folder around it.
    pub fn desk(&self) -> &Path {
        self.0.path()
    }

    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.path().join(name), text).unwrap();
    }
}

/// A table of these rows.
pub fn table(header: &str, rows: &[&str]) -> String {
    rows.iter().fold(header.to_owned(), |table, row| table + row + "\n")
}
