//! Fetching from memory what is needed a little later: tables that are larger than what lies near the processor make whoever looks into them wait, a hundred
//! instructions' time and more for each look. Where the next looks are known, they wait together.

/// Has an item of a slice fetched, without waiting for it. Nothing happens where there is none, and on processors that have no such instruction in
/// Rust's library.
#[inline(always)]
pub fn prefetch<T>(items: &[T], index: usize) {
    #[cfg(target_arch = "x86_64")]
    if let Some(item) = items.get(index) {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: a hint, which reads nothing and is allowed for any address.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(item).cast()) }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (items, index);
}
