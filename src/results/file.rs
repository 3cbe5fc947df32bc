//! A file that has its final name only when it is complete: write, fsync, rename, fsync of the folder.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::mem;
use std::path::{Path, PathBuf};

use super::folder::ResultsError;

/// A file that is being written under a name of its own, which goes with it where it is not finished.
pub(super) struct Pending {
    path: PathBuf,
    unfinished: PathBuf,
    file: BufWriter<File>,
}

impl Pending {
    /// Begins the file that is to be `path`.
    pub(super) fn create(path: PathBuf) -> Result<Self, ResultsError> {
        let mut unfinished = path.clone().into_os_string();
        unfinished.push(".unfinished");
        let unfinished = PathBuf::from(unfinished);
        let file = File::create(&unfinished).map_err(|error| cannot_be_written(&unfinished, &error))?;
        Ok(Pending {
            path,
            unfinished,
            file: BufWriter::with_capacity(1 << 16, file),
        })
    }

    /// Makes the contents durable and gives the file its name, which it returns.
    pub(super) fn finish(mut self) -> Result<PathBuf, ResultsError> {
        let mut finish = || {
            self.file.flush()?;
            self.file.get_ref().sync_all()?;
            fs::rename(&self.unfinished, &self.path)?;
            let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
            File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
        };
        finish().map_err(|error| cannot_be_written(&self.path, &error))?;
        Ok(mem::take(&mut self.path))
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

impl Drop for Pending {
    fn drop(&mut self) {
        // What is finished has its other name, and what is not is of no use.
        let _ = fs::remove_file(&self.unfinished);
    }
}

pub(super) fn cannot_be_written(path: &Path, error: &io::Error) -> ResultsError {
    ResultsError::new(
        path.display(),
        format!("cannot be written: {error}"),
        "make room, or name another folder by -o",
    )
}
