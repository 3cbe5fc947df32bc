//! What is wrong with a dictionary or configuration, where, and the way out.
//!
//! Every reader of this room reports through [`Problem`], so that a person sees one form everywhere:
//! `path:line:column: what is wrong`, then `help:` with what to do.

use std::fmt;

/// One problem in a file that a person wrote, with its place.
///
/// Lines and columns count from 1; a column counts Unicode code points. A place of 0 means that the problem
/// concerns the whole file or line.
///
/// ```
/// use yiming::lexicon::Problem;
///
/// let problem = Problem::new("words.txt", 3, 5, "the frequency “many” is no number").help("write a whole number, or leave it out");
/// assert_eq!(problem.to_string(), "words.txt:3:5: the frequency “many” is no number\nhelp: write a whole number, or leave it out");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    path: String,
    line: usize,
    column: usize,
    message: String,
    help: Option<String>,
}

impl Problem {
    /// A problem at a place of a file.
    pub fn new(path: impl Into<String>, line: usize, column: usize, message: impl Into<String>) -> Self {
        Problem {
            path: path.into(),
            line,
            column,
            message: message.into(),
            help: None,
        }
    }

    /// Adds the way out.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same at another place.
    #[must_use]
    pub(super) fn placed(self, path: &str, line: usize, column: usize) -> Self {
        Problem {
            path: path.to_owned(),
            line,
            column,
            ..self
        }
    }

    /// The file.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The way out, where one is known.
    pub fn way_out(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// The line, from 1; 0 where the whole file is meant.
    pub fn line(&self) -> usize {
        self.line
    }

    /// The column in code points, from 1; 0 where the whole line is meant.
    pub fn column(&self) -> usize {
        self.column
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
            if self.column > 0 {
                write!(f, ":{}", self.column)?;
            }
        }
        write!(f, ": {}", self.message)?;
        if let Some(help) = &self.help {
            write!(f, "\nhelp: {help}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}

/// What a person is shown of a cell: in quotation marks, no longer than a line, and with everything visible. Control characters and
/// those that turn the direction of text are written as `\u{202E}`.
pub fn quoted(cell: &str) -> String {
    const LONGEST: usize = 40;
    let mut shown = String::from("“");
    for (i, c) in cell.chars().enumerate() {
        if i == LONGEST {
            shown.push('…');
            break;
        }
        if c.is_control() || is_invisible(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown.push('”');
    shown
}

/// What is wrong with the length of what is looked for in texts, if something is. Whoever forgot a line end or a quotation mark should
/// hear of it, and a key of 100 MB would take gigabytes to compile.
pub fn too_long(key: &str) -> Option<Problem> {
    const LONGEST: usize = 1000;
    key.chars().nth(LONGEST)?;
    let message = format!("{} has more than {LONGEST} characters", quoted(key));
    Some(Problem::new("", 0, 0, message).help("this may be a line end or a quotation mark that is missing"))
}

/// Whether a character shows nothing, or only turns the direction of others: zero-width spaces, marks and overrides of direction,
/// byte order marks, soft hyphens. Joiners of emoji are not among them.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Everything that is wrong with a file, in the order of its lines. Of very many problems the first [`Problems::MOST`] are kept, and
/// the others counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems {
    list: Vec<Problem>,
    untold: usize,
}

impl Problems {
    /// How many are kept of a file.
    pub const MOST: usize = 1000;

    /// Adds one.
    pub(crate) fn push(&mut self, problem: Problem) {
        if self.list.len() < Self::MOST {
            self.list.push(problem);
        } else {
            self.untold += 1;
        }
    }

    /// `Ok` where nothing is wrong.
    pub(crate) fn check(self) -> Result<(), Problems> {
        if self.list.is_empty() { Ok(()) } else { Err(self) }
    }

    /// Each problem that was kept.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.list.iter()
    }
}

impl FromIterator<Problem> for Problems {
    fn from_iter<I: IntoIterator<Item = Problem>>(list: I) -> Self {
        let mut problems = Problems::default();
        list.into_iter().for_each(|problem| problems.push(problem));
        problems
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Problems {
            list: vec![problem],
            untold: 0,
        }
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.list.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        if self.untold > 0 {
            write!(f, "\nand {} more", self.untold)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
