//! The same arbitrary bits for the same number, always: for what only the picture has, such as a field's own shade and the
//! order in which animals are left out. It is the window's own, so that neither the model's random numbers nor the state
//! hash constrain the picture, nor the picture them.

/// 64 bits that look random but follow from `number` alone. Different numbers give different bits, and neighbouring numbers
/// give unrelated ones. (The finalizer of SplitMix64.)
pub const fn scatter(number: u64) -> u64 {
    let mut bits = number;
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: pictures taken before stay the same: the bits of a number never change.
    #[test]
    fn a_number_always_has_the_same_bits() {
        let bits = [0, 1, 2, 1958, u64::MAX].map(scatter);
        let expected = [0, 0x5692_161d_100b_05e5, 0xdbd2_3897_3a2b_148a, 0x23e0_6438_e1e6_5352, 0xb4d0_55fc_f2cb_bd7b];
        assert_eq!(bits, expected);
    }
}
