//! SIGINT and SIGTERM: the first asks a run to finish what it has in hand, the second ends the program at once.

use std::io;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag::{register, register_conditional_shutdown, register_usize};

/// What the signals have asked for.
#[derive(Debug)]
pub(super) struct Stop {
    asked: Arc<AtomicBool>,
    signal: Arc<AtomicUsize>,
}

impl Stop {
    /// Listens from now on.
    ///
    /// # Errors
    ///
    /// What the system says.
    pub(super) fn on_signals() -> io::Result<Self> {
        let stop = Stop {
            asked: Arc::default(),
            signal: Arc::default(),
        };
        for signal in [SIGINT, SIGTERM] {
            // In this order, so that the first signal does not see what it sets itself.
            register_conditional_shutdown(signal, 128 + signal, Arc::clone(&stop.asked))?;
            register_usize(signal, Arc::clone(&stop.signal), signal as usize)?;
            register(signal, Arc::clone(&stop.asked))?;
        }
        Ok(stop)
    }

    /// True from the first signal on.
    pub(super) fn asked(&self) -> &Arc<AtomicBool> {
        &self.asked
    }

    /// What a program exits with that a signal has stopped.
    pub(super) fn exit_code(&self) -> ExitCode {
        let signal = self.signal.load(Ordering::Relaxed);
        // Signals are below 64.
        ExitCode::from(128 + signal as u8)
    }
}
