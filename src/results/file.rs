//! A file that has its final name only when it is complete: write, fsync, rename, fsync of the folder.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::mem;
use std::path::{Path, PathBuf};

use super::folder::ResultsError;
use crate::records::UNFINISHED;

/// A file that is being written under a name of its own, which goes with it where it is not finished.
pub(super) struct Pending {
    sealed: Sealed,
    file: BufWriter<File>,
}

impl Pending {
    /// Begins the file that is to be `path`.
    pub(super) fn create(path: PathBuf) -> Result<Self, ResultsError> {
        let mut unfinished = path.clone().into_os_string();
        unfinished.push(UNFINISHED);
        let unfinished = PathBuf::from(unfinished);
        let file = File::create(&unfinished).map_err(|error| cannot_be_written(&unfinished, &error))?;
        Ok(Pending {
            sealed: Sealed { path, unfinished },
            file: BufWriter::with_capacity(1 << 16, file),
        })
    }

    /// What it is to be called.
    pub(super) fn path(&self) -> &Path {
        &self.sealed.path
    }

    /// Makes the contents durable, and closes the file.
    pub(super) fn seal(mut self) -> Result<Sealed, ResultsError> {
        let durable = self.file.flush().and_then(|()| self.file.get_ref().sync_all());
        durable.map_err(|error| cannot_be_written(&self.sealed.path, &error))?;
        Ok(self.sealed)
    }
}

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// A complete file that lacks its final name, and goes where it does not get it.
pub(super) struct Sealed {
    path: PathBuf,
    unfinished: PathBuf,
}

impl Sealed {
    /// The file that is to be `path` and is there already, under its unfinished name, which it keeps.
    pub(super) fn as_it_is(path: PathBuf) -> Self {
        Sealed {
            path,
            unfinished: PathBuf::new(),
        }
    }

    /// What it is to be called.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Leaves it as it is, for whoever gives it its name later. Returns that name.
    pub(super) fn leave(mut self) -> PathBuf {
        self.unfinished = PathBuf::new();
        mem::take(&mut self.path)
    }
}

impl Drop for Sealed {
    fn drop(&mut self) {
        if !self.unfinished.as_os_str().is_empty() {
            // What has its name is not there any more, and what has not is of no use.
            let _ = fs::remove_file(&self.unfinished);
        }
    }
}

/// Gives the files in `folder` their names, and returns these.
pub(super) fn name_all(files: Vec<Sealed>, folder: &Path) -> Result<Vec<PathBuf>, ResultsError> {
    let mut paths = Vec::with_capacity(files.len());
    for file in files {
        fs::rename(&file.unfinished, &file.path).map_err(|error| cannot_be_written(&file.path, &error))?;
        paths.push(file.leave());
    }
    #[cfg(unix)]
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|error| cannot_be_written(folder, &error))?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(paths)
}

pub(super) fn cannot_be_written(path: &Path, error: &io::Error) -> ResultsError {
    ResultsError::new(
        path.display(),
        format!("cannot be written: {error}"),
        "make room, or name another folder by -o",
    )
}
