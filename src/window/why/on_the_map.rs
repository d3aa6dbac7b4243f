//! The overlay that shows what a link is about, and the link from which what is seen on the map is explained.

use crate::ecology::habitat::LandUse;
use crate::window::map::picture::FieldInfo;
use crate::window::overlays::Overlay;

use super::chain::Link;

/// A field that has lost more than this share of its leaf is explained from there.
const MUCH_LOST: f32 = 0.05;

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

/// The link from which the year of a field is explained: that of the overlay on the map, if it has one; else of what is seen most on
/// the field.
pub fn link_of_field(field: &FieldInfo, overlay: Option<Overlay>) -> Link {
    overlay.and_then(link_of).unwrap_or(match field.land {
        LandUse::Village => Link::Birds,
        _ if field.leaf_lost > MUCH_LOST => Link::Leaf,
        _ => Link::Pests,
    })
}

/// The link to which an overlay belongs, if it belongs to one.
fn link_of(overlay: Overlay) -> Option<Link> {
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
    use crate::window::test_support::fields::bare_field;

    /// Contract: the overlay of a link leads back to it.
    #[test]
    fn an_overlay_leads_to_its_link() {
        for link in Link::ALL {
            assert_eq!(link_of(overlay_of(link)), Some(link));
        }
        let wheat = bare_field(0, LandUse::WheatMaize);
        let eaten = FieldInfo { leaf_lost: 0.3, ..wheat };
        assert_eq!(link_of_field(&wheat, Some(Overlay::Killed)), Link::Birds);
        let links =
            [wheat, eaten, bare_field(0, LandUse::Village)].map(|field| link_of_field(&field, Some(Overlay::Trees)));
        assert_eq!(links, [Link::Pests, Link::Leaf, Link::Birds]);
    }
}
