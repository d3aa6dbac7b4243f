//! State as whole numbers, to the last bit: what is sorted, saved and restored.

/// An array of whole numbers, of any length.
pub trait Array: AsRef<[u64]> + AsMut<[u64]> + Copy + Send + Sync {
    /// Nothing but zeros.
    const ZEROS: Self;
}

impl<const N: usize> Array for [u64; N] {
    const ZEROS: Self = [0; N];
}

/// A part of the state that can be told as whole numbers.
pub trait Words: Sized {
    /// All of it, as an array.
    type Words: Array;

    /// The numbers, which must name every field.
    fn to_words(&self) -> Self::Words;

    /// The state that gave these numbers. Numbers that no state gives become some other state, whose own numbers differ
    /// from them.
    fn from_words(words: Self::Words) -> Self;

    /// Whether half a word is mostly near the same half of the row before: where rows lie in memory as on the land or as in time.
    /// Halves are counted through all words, the lower of each first.
    fn is_near_the_row_before(_half: usize) -> bool {
        false
    }
}

/// The state that gave these numbers; `None` if none does.
pub fn state_of<S: Words>(words: S::Words) -> Option<S> {
    let state = S::from_words(words);
    (state.to_words().as_ref() == words.as_ref()).then_some(state)
}

/// Packs two numbers into one.
pub fn pair([one, other]: [u32; 2]) -> u64 {
    u64::from(other) << 32 | u64::from(one)
}

/// The two numbers that [`pair`] was given.
pub fn unpair(pair: u64) -> [u32; 2] {
    [pair as u32, (pair >> 32) as u32]
}

/// A number of either sign as one that is small if the other is near 0.
pub fn zigzag(number: i64) -> u64 {
    (number << 1 ^ number >> 63) as u64
}

/// The number that [`zigzag`] was given.
pub fn of_zigzag(number: u64) -> i64 {
    (number >> 1) as i64 ^ -((number & 1) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zigzag_keeps_numbers_and_makes_those_near_0_small() {
        for number in [0, -1, 1, i64::MIN, i64::MAX, -123_456_789_012] {
            assert_eq!(of_zigzag(zigzag(number)), number);
        }
        assert_eq!([0, -1, 1, -2].map(zigzag), [0, 1, 2, 3]);
    }

    #[test]
    fn pairs_keep_both_numbers() {
        for both in [[0, u32::MAX], [1, 2], [0x8000_0000, 7]] {
            assert_eq!(unpair(pair(both)), both);
        }
    }
}
