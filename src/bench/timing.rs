//! Repetitions of one piece of work: a pass that is not counted, then so many that are, each long enough for the clock.

use std::time::{Duration, Instant};

use super::BenchError;

/// How long a repetition takes at least; short work is done several times in one.
const AT_LEAST: Duration = Duration::from_millis(100);

/// The seconds that one pass took: the median of the repetitions, the least and the most.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Timing {
    pub median: f64,
    pub least: f64,
    pub most: f64,
}

impl Timing {
    /// Of seconds in any order, at least one.
    pub(super) fn of(mut seconds: Vec<f64>) -> Timing {
        seconds.sort_by(f64::total_cmp);
        let (below, above) = ((seconds.len() - 1) / 2, seconds.len() / 2);
        Timing {
            median: f64::midpoint(seconds[below], seconds[above]),
            least: seconds[0],
            most: seconds[seconds.len() - 1],
        }
    }

    /// Of `pass`, which checks what it makes.
    pub(super) fn measure(
        repetitions: usize,
        mut pass: impl FnMut() -> Result<(), BenchError>,
    ) -> Result<Timing, BenchError> {
        let mut passes = 1;
        let mut seconds = Vec::with_capacity(repetitions);
        for number in 0..=repetitions.max(1) {
            let begun = Instant::now();
            for _ in 0..passes {
                pass()?;
            }
            let elapsed = begun.elapsed();
            if number == 0 {
                passes = passes_for(elapsed);
            } else {
                seconds.push(elapsed.as_secs_f64() / passes as f64);
            }
        }
        Ok(Timing::of(seconds))
    }
}

/// How many passes of such a length make a repetition.
fn passes_for(one: Duration) -> u128 {
    AT_LEAST.as_nanos().div_ceil(one.as_nanos().max(1)).clamp(1, 10_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_an_even_number_lies_between_two() {
        let timing = Timing::of(vec![4.0, 1.0, 3.0, 2.0]);
        assert_eq!((timing.median, timing.least, timing.most), (2.5, 1.0, 4.0));
        assert_eq!(Timing::of(vec![7.0]).median, 7.0);
    }

    #[test]
    fn a_repetition_is_as_many_passes_as_the_clock_needs() {
        let passes = |millis| passes_for(Duration::from_millis(millis));
        assert_eq!([passes(40), passes(100), passes(1000)], [3, 1, 1]);
        assert_eq!(passes_for(Duration::ZERO), 10_000);
    }

    #[test]
    fn every_repetition_is_counted_but_the_first_and_a_failure_ends_it() {
        let mut passes = 0;
        let timing = Timing::measure(3, || {
            passes += 1;
            std::thread::sleep(AT_LEAST);
            Ok(())
        });
        assert_eq!(passes, 1 + 3);
        assert!(timing.unwrap().least >= AT_LEAST.as_secs_f64());
        assert!(Timing::measure(2, || super::super::check("fold", "code points", 1, 2)).is_err());
    }
}
