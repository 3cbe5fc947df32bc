//! Half-open ranges over a text, one type a unit, so that bytes and code points cannot be mistaken for each other.

use std::ops::Range;

macro_rules! span {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name {
            /// The first position inside.
            pub start: usize,
            /// The first position behind.
            pub end: usize,
        }

        impl $name {
            /// A range from `start` up to, but not including, `end`.
            pub const fn new(start: usize, end: usize) -> Self {
                $name { start, end }
            }

            /// How many units it covers.
            pub const fn len(self) -> usize {
                self.end - self.start
            }

            /// Whether it covers nothing.
            pub const fn is_empty(self) -> bool {
                self.start == self.end
            }

            /// Whether the two share at least one unit.
            pub const fn overlaps(self, other: Self) -> bool {
                self.start < other.end && other.start < self.end
            }

            /// Whether `other` lies inside.
            pub const fn contains(self, other: Self) -> bool {
                self.start <= other.start && other.end <= self.end
            }

            /// The same as a standard range, for slicing.
            pub const fn range(self) -> Range<usize> {
                self.start..self.end
            }
        }

        impl From<Range<usize>> for $name {
            fn from(range: Range<usize>) -> Self {
                $name { start: range.start, end: range.end }
            }
        }
    };
}

span! {
    /// A half-open range of UTF-8 bytes in one particular text.
    ByteSpan
}

span! {
    /// A half-open range of Unicode code points; valid in the original and in its folded view alike.
    CharSpan
}
