//! OpenCC's C++ library in this process, as the reference: in, a configuration; out, a converter. Its data is where
//! `tests/parity/library.sh` says, in the folder that `YIMING_OPENCC` names. The library reads every dictionary of a
//! configuration, also those that OpenCC's program leaves out unless told.

use std::path::Path;

use opencc_rust::OpenCC;
use yiming::convert::Config;

/// Opens a configuration.
pub fn open(config: Config) -> OpenCC {
    let folder = std::env::var_os("YIMING_OPENCC")
        .expect("YIMING_OPENCC is set: run `eval \"$(sh tests/parity/library.sh)\"` in this shell");
    let path = Path::new(&folder).join("share/opencc").join(format!("{config}.json"));
    OpenCC::new(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Where two outputs differ first, with what is around; `None` where they do not.
pub fn difference(ours: &str, theirs: &str) -> Option<String> {
    if ours == theirs {
        return None;
    }
    let mut pairs = ours.chars().zip(theirs.chars());
    let same = pairs.by_ref().take_while(|(ours, theirs)| ours == theirs).count();
    let around = |text: &str| text.chars().skip(same.saturating_sub(8)).take(20).collect::<String>();
    Some(format!(
        "character {same}: ours {:?}, theirs {:?}",
        around(ours),
        around(theirs)
    ))
}
