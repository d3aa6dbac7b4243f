//! The overlay that shows what a link is about.

use crate::window::overlays::Overlay;

use super::chain::Link;

/// The overlay of a link.
pub fn overlay_of(link: Link) -> Overlay {
    match link {
        Link::Birds => Overlay::Killed,
        Link::Prey => Overlay::Hunting,
        Link::Pests => Overlay::Pests,
        Link::Leaf => Overlay::LeafLost,
        Link::Grain => Overlay::GrainLostToPests,
        Link::Harvest => Overlay::Difference,
    }
}
