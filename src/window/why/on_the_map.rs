//! The overlay that shows what a link is about, and the link that explains what an overlay shows.

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

/// The link to which an overlay belongs, if it belongs to one.
pub fn link_of(overlay: Overlay) -> Option<Link> {
    match overlay {
        Overlay::Sparrows | Overlay::NestSites => Some(Link::Birds),
        Overlay::Eggs => Some(Link::Pests),
        Overlay::GrainLostToSparrows => Some(Link::Grain),
        _ => Link::ALL.into_iter().find(|link| overlay_of(*link) == overlay),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Contract: the overlay of a link leads back to it.
    #[test]
    fn an_overlay_leads_to_its_link() {
        for link in Link::ALL {
            assert_eq!(link_of(overlay_of(link)), Some(link));
        }
        assert_eq!(link_of(Overlay::Trees), None);
    }
}
