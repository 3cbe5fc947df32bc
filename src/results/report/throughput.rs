//! How fast a run was, as run.json has it.

use super::bars::Bar;
use crate::results::folder::Folder;

/// Where the time of a run went, and a line that says how fast it was.
pub(super) struct Throughput {
    pub(super) bars: Vec<Bar>,
    pub(super) told: String,
}

impl Throughput {
    /// What run.json says, if it is there and whole.
    pub(super) fn of(folder: &Folder) -> Option<Throughput> {
        let seconds = |stage: &str| folder.said_of_run("seconds")[stage].as_f64();
        let processing = seconds("processing")?;
        let bars = ["loading", "learning", "processing"].into_iter().filter_map(|stage| {
            let value = seconds(stage)?;
            Some(Bar {
                value,
                shown: format!("{value:.2} s"),
                ..Bar::counted(stage, 0)
            })
        });
        let documents = folder.said_of_run("counts")["documents"].as_u64().unwrap_or(0);
        let told = format!(
            "{:.1} MB of text a second, {:.0} documents a second, once all was loaded.",
            folder.said_of_run("megabytes_per_second").as_f64().unwrap_or(0.0),
            documents as f64 / processing.max(1e-9),
        );
        Some(Throughput {
            bars: bars.collect(),
            told,
        })
    }
}
