//! A form and the files that it is put into, part by part.

use std::collections::BTreeMap;
use std::marker::PhantomData;

use super::names::Names;
use crate::records::Table;
use crate::results::file::{Pending, Sealed};
use crate::results::folder::ResultsError;
use crate::results::layout::{MOST_PARTS, Parts};

/// What makes files of one form from items: rows, or documents.
pub(super) trait Form<Item> {
    /// A file that is being written.
    type File;

    /// Begins a file for rows of `table`, with its header where the form has one. Returns the header's size in bytes as well.
    fn begin(&self, file: Pending, table: &Table) -> Result<(Self::File, u64), ResultsError>;

    /// Turns an item into this form. Returns its size in bytes.
    fn take(&mut self, item: &Item) -> Result<u64, ResultsError>;

    /// Appends the item that was taken, which is `item`.
    fn put(&self, item: &Item, file: &mut Self::File) -> Result<(), ResultsError>;

    /// Completes a file.
    fn seal(&self, file: Self::File) -> Result<Sealed, ResultsError>;
}

/// Which part an item belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// The one that is being written, or the next one where that is full.
    Here,
    /// The part of this number, from 1.
    Number(u64),
    /// The part of the label.
    Label(String),
}

/// How many labels have a part of their own; the rows of all others stand in one together.
const MOST_LABELS: usize = 100;

/// The files of one table, or of all documents.
pub(super) struct Parted<Item, F: Form<Item>> {
    form: F,
    table: Table,
    names: Names,
    parts: Parts,
    /// The part that is being written, and how many were begun.
    open: Option<Open<F::File>>,
    begun: u64,
    sealed: Vec<Sealed>,
    /// Parts of labels are all written at once.
    labels: BTreeMap<String, F::File>,
    items: PhantomData<fn(&Item)>,
}

struct Open<File> {
    file: File,
    bytes: u64,
    has_items: bool,
}

impl<Item, F: Form<Item>> Parted<Item, F> {
    /// Nothing yet of the rows of `table`, or of documents.
    pub(super) fn new(form: F, table: Table, names: Names, parts: Parts) -> Self {
        Parted {
            form,
            table,
            names,
            parts,
            open: None,
            begun: 0,
            sealed: Vec::new(),
            labels: BTreeMap::new(),
            items: PhantomData,
        }
    }

    /// Appends `item` at its place. Numbers of places never fall.
    pub(super) fn put(&mut self, item: &Item, place: &Place) -> Result<(), ResultsError> {
        let bytes = self.form.take(item)?;
        match place {
            Place::Label(label) => return self.put_labelled(item, label),
            Place::Number(number) => self.go_to(*number)?,
            Place::Here if self.is_full(bytes) => self.go_to(self.begun + 1)?,
            Place::Here => {}
        }
        if let Some(open) = &mut self.open {
            self.form.put(item, &mut open.file)?;
            open.bytes += bytes;
            open.has_items = true;
        }
        Ok(())
    }

    /// Completes all parts, of which there are at least `number` and one. Returns them in their order.
    pub(super) fn finish(mut self, number: u64) -> Result<Vec<Sealed>, ResultsError> {
        if self.labels.is_empty() {
            self.go_to(number.max(1))?;
        }
        self.seal_open()?;
        for file in self.labels.into_values() {
            self.sealed.push(self.form.seal(file)?);
        }
        Ok(self.sealed)
    }

    /// Whether the part that is being written has no room for so many bytes more.
    fn is_full(&self, bytes: u64) -> bool {
        match (&self.open, self.parts) {
            (None, _) => true,
            (Some(open), Parts::Bytes(limit)) => open.has_items && open.bytes + bytes > limit,
            _ => false,
        }
    }

    /// Begins parts up to this one.
    fn go_to(&mut self, number: u64) -> Result<(), ResultsError> {
        while self.begun < number {
            self.seal_open()?;
            self.begun += 1;
            let path = match self.parts {
                Parts::One => self.names.whole(),
                Parts::Label => self.names.part(&Names::of_label("")),
                _ if self.begun <= MOST_PARTS => self.names.part(&format!("{:05}", self.begun)),
                _ => return Err(self.names.too_many()),
            };
            let (file, bytes) = self.form.begin(Pending::create(path)?, &self.table)?;
            self.open = Some(Open {
                file,
                bytes,
                has_items: false,
            });
        }
        Ok(())
    }

    fn seal_open(&mut self) -> Result<(), ResultsError> {
        if let Some(open) = self.open.take() {
            self.sealed.push(self.form.seal(open.file)?);
        }
        Ok(())
    }

    fn put_labelled(&mut self, item: &Item, label: &str) -> Result<(), ResultsError> {
        let mut name = Names::of_label(label);
        // Some file systems take names for one that differ in case alone.
        let mut key = name.to_lowercase();
        if !self.labels.contains_key(&key) && self.labels.len() >= MOST_LABELS {
            name = Names::OTHER_LABELS.to_owned();
            key.clone_from(&name);
        }
        if !self.labels.contains_key(&key) {
            let (file, _) = self.form.begin(Pending::create(self.names.part(&name))?, &self.table)?;
            self.labels.insert(key.clone(), file);
        }
        match self.labels.get_mut(&key) {
            Some(file) => self.form.put(item, file),
            None => Ok(()),
        }
    }
}
