//! The border between all threads and the one ledger: takes chunks in any order, hands them on in the order of their numbers,
//! and bounds the memory of those that wait.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use super::error::OutputError;
use super::ledger::{Chunk, Ledger};

pub(super) struct Ordered {
    state: Mutex<State>,
    moved: Condvar,
    /// The bytes that may wait.
    window: usize,
}

struct State {
    ledger: Ledger,
    next: u64,
    waiting: BTreeMap<u64, Chunk>,
    waiting_bytes: usize,
    failed: Option<OutputError>,
}

impl Ordered {
    /// The first chunk that goes to `ledger` is number `next`.
    pub(super) fn new(ledger: Ledger, next: u64, window: usize) -> Self {
        Ordered {
            state: Mutex::new(State {
                ledger,
                next,
                waiting: BTreeMap::new(),
                waiting_bytes: 0,
                failed: None,
            }),
            moved: Condvar::new(),
            window,
        }
    }

    /// Whether nothing more is to be taken: the output has failed, or the ledger wants no more.
    pub(super) fn is_over(&self) -> bool {
        self.lock().is_over()
    }

    /// Hands in what unit `number` came to. Every number that was taken must be handed in once. A chunk for which there is no
    /// room waits here, in its own thread, until what comes before it has been written.
    pub(super) fn submit(&self, number: u64, chunk: Chunk) {
        let bytes = chunk.bytes();
        let mut state = self.lock();
        // Whoever has the next number never waits, so that all others come to their turn.
        while number != state.next && state.waiting_bytes + bytes > self.window && !state.is_over() {
            state = self.moved.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.waiting_bytes += bytes;
        state.waiting.insert(number, chunk);
        state.write_what_is_next();
        self.moved.notify_all();
    }

    /// The ledger, when all threads are done.
    pub(super) fn finish(self) -> Result<Ledger, OutputError> {
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        match state.failed {
            Some(error) => Err(error),
            None => Ok(state.ledger),
        }
    }

    /// A panic elsewhere leaves the state as it was between two chunks, which is a valid one.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn is_over(&self) -> bool {
        self.failed.is_some() || self.ledger.is_full()
    }

    fn write_what_is_next(&mut self) {
        while let Some(chunk) = self.waiting.remove(&self.next) {
            self.waiting_bytes -= chunk.bytes();
            self.next += 1;
            if !self.is_over() {
                self.failed = self.ledger.write(chunk).err();
            }
        }
    }
}
