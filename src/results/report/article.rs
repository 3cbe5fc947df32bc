//! A document as a page shows it: text and mentions in turn, as written and in both scripts.
//!
//! White space comes from the text, where the tables have it; elsewhere only its length is known, and it becomes spaces, or a line end
//! between sentences.

use csv::StringRecord;
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::data::Numbered;
use crate::records::{DocumentRow, MentionRow, Row, TokenRow};
use crate::results::documents::{DocumentRows, cell};
use crate::results::folder::{Folder, ResultsError};

/// A document of a page. Every second piece of its texts is a mention, in the order of `mentions`; the first is none.
#[derive(Debug, Default, Serialize)]
pub(super) struct Article {
    id: String,
    source: String,
    script: String,
    /// The length of all of it, in code points.
    chars: u64,
    tokens: u64,
    /// How many mentions the tables have of it.
    n_mentions: u64,
    /// Whether only the beginning is shown.
    is_cut: bool,
    /// Whether white space had to be guessed.
    pub(super) is_rebuilt: bool,
    written: Vec<String>,
    /// Nothing where it is as it is written.
    hans: Option<Vec<String>>,
    hant: Option<Vec<String>>,
    mentions: Vec<Shown>,
}

/// A mention, with those that overlap it and are no tokens.
#[derive(Debug, Clone, Serialize)]
struct Shown {
    /// Its entity's number in the page.
    entity: usize,
    /// How it was found.
    kind: String,
    score: f64,
    is_ambiguous: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    alternatives: Vec<String>,
    surface: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    overlapping: Vec<Shown>,
}

/// The three forms of a text in pieces.
#[derive(Default)]
struct Pieces([Vec<String>; 3]);

impl Pieces {
    fn push(&mut self, forms: [&str; 3]) {
        for (pieces, form) in self.0.iter_mut().zip(forms) {
            match pieces.last_mut() {
                Some(last) => last.push_str(form),
                None => pieces.push(form.to_owned()),
            }
        }
    }

    /// Goes from text to a mention, or back.
    fn turn(&mut self) {
        for pieces in &mut self.0 {
            pieces.push(String::new());
        }
    }
}

impl Article {
    /// The first `most` code points of a document. Its entities are numbered by `entities`.
    pub(super) fn of(
        folder: &Folder,
        rows: &DocumentRows,
        most: usize,
        entities: &mut Numbered,
    ) -> Result<Article, ResultsError> {
        let document = |column| cell::<DocumentRow>(&rows.document, column);
        let text: Vec<char> = document("text").chars().take(most).collect();
        let mut article = Article {
            id: document("doc_id").to_owned(),
            source: document("source_path").to_owned(),
            script: document("script").to_owned(),
            chars: document("n_chars").parse().unwrap_or(0),
            tokens: rows.tokens.len() as u64,
            n_mentions: rows.mentions.len() as u64,
            is_rebuilt: text.is_empty() && !rows.tokens.is_empty(),
            ..Article::default()
        };
        let places = rows.mentions.iter().enumerate();
        let by_id: FxHashMap<&str, usize> = places
            .map(|(place, row)| (cell::<MentionRow>(row, "mention_id"), place))
            .collect();
        let mut pieces = Pieces::default();
        pieces.turn();
        let (mut end, mut sentence, mut as_tokens) = (0, "", Vec::new());
        for row in &rows.tokens {
            let (start, token_end) = span::<TokenRow>(folder, row)?;
            if start < end || token_end < start {
                return Err(folder.contradicts("tokens", format!("of “{}”, tokens are not in order", article.id)));
            }
            if token_end > most {
                article.is_cut = true;
                break;
            }
            let token = |column| cell::<TokenRow>(row, column);
            let gap: String = match text.get(end..start) {
                Some(gap) => gap.iter().collect(),
                None if !article.is_rebuilt => {
                    return Err(
                        folder.contradicts("tokens", format!("of “{}”, a token lies behind the text", article.id))
                    );
                }
                None if sentence != token("sentence_id") && end > 0 && start > end => "\n".to_owned(),
                None => " ".repeat(start - end),
            };
            pieces.push([&gap; 3]);
            let forms = [token("token"), token("token_hans"), token("token_hant")];
            match by_id.get(token("mention_id")) {
                Some(&place) => {
                    pieces.turn();
                    pieces.push(forms);
                    pieces.turn();
                    as_tokens.push((place, start, token_end));
                }
                None => pieces.push(forms),
            }
            (end, sentence) = (token_end, token("sentence_id"));
        }
        if let Some(gap) = text.get(end..).filter(|_| !article.is_cut) {
            let gap: String = gap.iter().collect();
            pieces.push([&gap; 3]);
        }
        article.is_cut |= article.chars > most as u64;
        article.add_mentions(folder, rows, &as_tokens, end, entities)?;
        let [written, hans, hant] = pieces.0;
        article.hans = Some(hans).filter(|hans| *hans != written);
        article.hant = Some(hant).filter(|hant| *hant != written);
        article.written = written;
        Ok(article)
    }

    /// Adds the mentions that are tokens, and to each those that overlap it.
    fn add_mentions(
        &mut self,
        folder: &Folder,
        rows: &DocumentRows,
        as_tokens: &[(usize, usize, usize)],
        shown_to: usize,
        entities: &mut Numbered,
    ) -> Result<(), ResultsError> {
        let mut is_token = vec![false; rows.mentions.len()];
        for &(place, ..) in as_tokens {
            is_token[place] = true;
            self.mentions.push(Shown::of(folder, &rows.mentions[place], entities)?);
        }
        for (row, _) in rows.mentions.iter().zip(is_token).filter(|(_, is_token)| !is_token) {
            let (start, end) = span::<MentionRow>(folder, row)?;
            let behind = as_tokens.partition_point(|&(_, _, token_end)| token_end <= start);
            if end <= shown_to
                && let Some(mention) = self.mentions.get_mut(behind)
            {
                mention.overlapping.push(Shown::of(folder, row, entities)?);
            }
        }
        Ok(())
    }
}

impl Shown {
    fn of(folder: &Folder, row: &StringRecord, entities: &mut Numbered) -> Result<Shown, ResultsError> {
        let mention = |column| cell::<MentionRow>(row, column);
        let Ok(score) = mention("score").parse() else {
            let message = format!("a score is no number: {}", mention("score"));
            return Err(folder.contradicts("mentions", message));
        };
        let alternatives = mention("alternatives").split('|').filter(|id| !id.is_empty());
        Ok(Shown {
            entity: entities.number(row),
            kind: mention("match_kind").to_owned(),
            score,
            is_ambiguous: mention("is_ambiguous") == "1",
            alternatives: alternatives.map(str::to_owned).collect(),
            surface: mention("surface").to_owned(),
            overlapping: Vec::new(),
        })
    }
}

/// From where to where a row of `R`'s table stands, in code points.
fn span<R: Row>(folder: &Folder, row: &StringRecord) -> Result<(usize, usize), ResultsError> {
    let place = |column| cell::<R>(row, column).parse::<u32>();
    match (place("char_start"), place("char_end")) {
        (Ok(start), Ok(end)) => Ok((start as usize, end as usize)),
        _ => Err(folder.contradicts(R::TABLE.name, format!("a place in “{}” is no number", &row[0]))),
    }
}
