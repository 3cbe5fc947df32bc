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

/// Everything that is wrong with a file, in the order of its lines; at least one problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// `Ok` where nothing is wrong.
    pub(super) fn check(problems: Vec<Problem>) -> Result<(), Problems> {
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Problems(problems))
        }
    }

    /// Each problem.
    pub fn iter(&self) -> impl Iterator<Item = &Problem> {
        self.0.iter()
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Problems(vec![problem])
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, problem) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str("\n")?;
            }
            problem.fmt(f)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}
