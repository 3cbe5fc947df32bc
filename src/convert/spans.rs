//! The alignment of a converted text with its source: in, pieces in order; out, a compact map from byte ranges of one
//! side to byte ranges of the other. It assumes that ranges asked for begin and end at characters.

use std::ops::Range;

/// A converted text and how it lies on its source.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Aligned {
    /// The converted text.
    pub text: String,
    /// Which bytes of the source became which bytes of `text`.
    pub spans: SpanMap,
}

/// Bytes of the source and the bytes of the target that they became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Byte range in the source.
    pub source: Range<usize>,
    /// Byte range in the target.
    pub target: Range<usize>,
    /// Whether each character of the source became one character of the same length in bytes, in order, so that the
    /// span may be cut anywhere. Otherwise it belongs together.
    pub linear: bool,
}

/// Which byte range of a source became which byte range of a target.
///
/// The spans tile both sides: they follow each other without gaps from 0 to the ends. A run of characters that each
/// became one character of the same length is a single linear span, so that ordinary text takes very few.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpanMap {
    /// Where each span begins.
    starts: Vec<Start>,
    source_len: usize,
    target_len: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Start {
    source: usize,
    target: usize,
    linear: bool,
}

impl SpanMap {
    /// The spans in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Span> + '_ {
        (0..self.starts.len()).map(|index| self.span(index))
    }

    /// The length of the source in bytes.
    pub fn source_len(&self) -> usize {
        self.source_len
    }

    /// The length of the target in bytes.
    pub fn target_len(&self) -> usize {
        self.target_len
    }

    /// The bytes of the target that a range of the source became. A range that cuts a span which belongs together is
    /// widened to it. An empty range gives the place where its start went.
    ///
    /// # Panics
    /// When the range is not inside the source.
    pub fn target_of(&self, source: Range<usize>) -> Range<usize> {
        assert!(
            source.start <= source.end && source.end <= self.source_len,
            "the range is outside the source"
        );
        self.map(
            source,
            |span| span.source.clone(),
            |span| span.target.clone(),
            self.target_len,
        )
    }

    /// The bytes of the source that became a range of the target; the counterpart of [`SpanMap::target_of`].
    ///
    /// # Panics
    /// When the range is not inside the target.
    pub fn source_of(&self, target: Range<usize>) -> Range<usize> {
        assert!(
            target.start <= target.end && target.end <= self.target_len,
            "the range is outside the target"
        );
        self.map(
            target,
            |span| span.target.clone(),
            |span| span.source.clone(),
            self.source_len,
        )
    }

    fn map(
        &self,
        range: Range<usize>,
        from: impl Fn(&Span) -> Range<usize>,
        to: impl Fn(&Span) -> Range<usize>,
        end: usize,
    ) -> Range<usize> {
        // The span that holds a place: the last one that begins at or before it.
        let holding = |place: usize| {
            let after = self.partition(|span| from(span).start <= place);
            after.checked_sub(1).map(|index| self.span(index))
        };
        let start = match holding(range.start) {
            Some(span) if range.start >= from(&span).end => end,
            Some(span) if span.linear => to(&span).start + (range.start - from(&span).start),
            Some(span) => to(&span).start,
            None => 0,
        };
        if range.is_empty() {
            return start..start;
        }
        let stop = match holding(range.end - 1) {
            Some(span) if span.linear => to(&span).start + (range.end - from(&span).start),
            Some(span) => to(&span).end,
            None => end,
        };
        start..stop
    }

    fn partition(&self, before: impl Fn(&Span) -> bool) -> usize {
        let (mut low, mut high) = (0, self.starts.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if before(&self.span(middle)) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        low
    }

    fn span(&self, index: usize) -> Span {
        let start = self.starts[index];
        let (source_end, target_end) = self
            .starts
            .get(index + 1)
            .map_or((self.source_len, self.target_len), |next| (next.source, next.target));
        Span {
            source: start.source..source_end,
            target: start.target..target_end,
            linear: start.linear,
        }
    }

    /// Makes the map empty and keeps its memory.
    pub(crate) fn clear(&mut self) {
        self.rewind((0, 0, 0));
    }

    /// Appends characters that each kept their length: `len` bytes in all.
    #[inline]
    pub(crate) fn push_linear(&mut self, len: usize) {
        if len == 0 {
            return;
        }
        if self.starts.last().is_none_or(|last| !last.linear) {
            self.starts.push(Start {
                source: self.source_len,
                target: self.target_len,
                linear: true,
            });
        }
        self.source_len += len;
        self.target_len += len;
    }

    /// Appends a span that belongs together.
    pub(crate) fn push_whole(&mut self, source: usize, target: usize) {
        self.starts.push(Start {
            source: self.source_len,
            target: self.target_len,
            linear: false,
        });
        self.source_len += source;
        self.target_len += target;
    }

    /// Takes back everything from a state of the map that [`SpanMap::mark`] gave.
    pub(crate) fn rewind(&mut self, (starts, source_len, target_len): (usize, usize, usize)) {
        self.starts.truncate(starts);
        (self.source_len, self.target_len) = (source_len, target_len);
    }

    /// The present state, for [`SpanMap::rewind`].
    pub(crate) fn mark(&self) -> (usize, usize, usize) {
        (self.starts.len(), self.source_len, self.target_len)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 我的|部落格 → 我的|博客, then a character of another length, then three that are alike.
    fn example() -> SpanMap {
        let mut map = SpanMap::default();
        map.push_linear(3);
        map.push_linear(3);
        map.push_whole(9, 6);
        map.push_whole(3, 4);
        map.push_linear(9);
        map
    }

    #[test]
    fn spans_tile_both_sides() {
        let spans: Vec<Span> = example().iter().collect();
        assert_eq!(spans.len(), 4);
        assert_eq!((spans[0].source.clone(), spans[0].target.clone()), (0..6, 0..6));
        assert_eq!((spans[3].source.clone(), spans[3].target.clone()), (18..27, 16..25));
    }

    #[test]
    fn ranges_map_both_ways_and_widen() {
        let map = example();
        assert_eq!(map.target_of(3..6), 3..6);
        assert_eq!(map.target_of(6..15), 6..12);
        assert_eq!(map.target_of(9..12), 6..12);
        assert_eq!(map.target_of(3..9), 3..12);
        assert_eq!(map.target_of(21..24), 19..22);
        assert_eq!(map.source_of(6..9), 6..15);
        assert_eq!(map.source_of(19..22), 21..24);
        assert_eq!(map.target_of(27..27), 25..25);
        assert_eq!(map.target_of(0..27), 0..25);
        assert_eq!(SpanMap::default().target_of(0..0), 0..0);
    }
}
