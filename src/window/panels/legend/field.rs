//! The field under the pointer, and what is known of any field, in words.

use bevy_egui::egui::{Area, Context, Frame, Id, Order, Pos2, Rect, RichText, Ui, Vec2, vec2};

use crate::ecology::crop::{CropKind, CropStage};
use crate::ecology::habitat::LandUse;
use crate::output::words::{count, number};
use crate::window::language::tr;
use crate::window::map::deeds::{Deeds, Undone};
use crate::window::map::picture::{FieldInfo, Picture};
use crate::window::overlays::Overlay;
use crate::window::panels::theme::{self, SMALL, SOFT_INK};
use crate::window::panels::words::long_date;

/// From the pointer to what is told of the field under it.
const GAP: f32 = 18.0;
/// The area in which that is told.
const FIELD: &str = "field under the pointer";

/// Shows what is known about the field under the pointer, on the land and not on what lies around it: first what the overlay shows of
/// it. The second picture is the same day in the other world.
pub fn inspect(ctx: &Context, land: Rect, cell: u32, pictures: [&Picture; 2], overlay: Option<Overlay>) {
    let (Some(field), Some(pointer)) = (pictures[0].fields.get(cell as usize), ctx.pointer_hover_pos()) else { return };
    let id = Id::new(FIELD);
    let size = ctx.memory(|memory| memory.area_rect(id)).map(|told| told.size());
    let frame = Frame::popup(&ctx.global_style());
    let width = ctx.global_style().spacing.tooltip_width.min(land.width() - frame.total_margin().sum().x);
    let at = beside(pointer, size.unwrap_or(Vec2::ZERO), land);
    let area = Area::new(id).order(Order::Tooltip).fixed_pos(at).constrain_to(land).interactable(false);
    area.sizing_pass(size.is_none()).default_width(width).show(ctx, |ui| {
        frame.show(ui, |ui| tell(ui, field, pictures, overlay));
    });
}

/// Where a card of some size begins, so that it lies beside the pointer: below it and to its right, where it has room on the land there.
fn beside(pointer: Pos2, size: Vec2, land: Rect) -> Pos2 {
    let [right, left] = [GAP, -GAP - size.x].map(|by| pointer.x + by);
    let [below, above] = [GAP, -GAP - size.y].map(|by| pointer.y + by);
    let at = |x: f32, y: f32| Pos2::new(x, y);
    let ways = [at(right, below), at(right, above), at(left, below), at(left, above)];
    let has_room = |at: &&Pos2| land.contains_rect(Rect::from_min_size(**at, size));
    ways.iter().find(has_room).copied().unwrap_or(pointer + vec2(GAP, GAP))
}

fn tell(ui: &mut Ui, field: &FieldInfo, [picture, other]: [&Picture; 2], overlay: Option<Overlay>) {
    ui.spacing_mut().item_spacing.y = 2.0;
    let ha = f64::from(picture.side_m * picture.side_m) / 10_000.0;
    ui.label(theme::strong(title(field)));
    let twin = other.fields.get(field.cell as usize).unwrap_or(field);
    if let Some(overlay) = overlay {
        // Of a twin that has yet to come to the day nothing is known.
        let is_known = !overlay.is_difference() || picture.days_done == other.days_done;
        let value = overlay.value(field, twin, ha as f32).filter(|_| is_known).map(|value| overlay.words(value));
        if let Some(value) = value.or_else(|| overlay.nothing()) {
            ui.label(theme::strong(tr!("field-overlay", overlay = overlay.name(), value = value)));
        }
    }
    for line in deeds_lines(field, &picture.deeds).into_iter().chain(lines(field, ha)) {
        ui.label(RichText::new(line).size(SMALL));
    }
    let (ha, day) = (number(ha), long_date(picture.date));
    let line = match field.land {
        LandUse::Village => tr!("field-village-land", ha = ha, day = day),
        _ => tr!("field-one-field", ha = ha, day = day),
    };
    ui.label(RichText::new(line).size(SMALL).color(SOFT_INK));
}

/// What a field is.
pub fn title(field: &FieldInfo) -> String {
    if field.land.is_cropland() && field.crop == CropKind::Wild {
        let is_unsown = matches!(field.undone, Undone::Unsown { .. });
        return if is_unsown { tr!("field-unsown") } else { tr!("field-resting") };
    }
    match field.land {
        LandUse::Village => return tr!("field-village"),
        LandUse::LayingGround => return tr!("field-laying-ground"),
        LandUse::Grass => return tr!("field-grass"),
        _ => {}
    }
    let crop = match field.crop {
        CropKind::Wild => tr!("crop-wild"),
        CropKind::WinterWheat => tr!("crop-winter-wheat"),
        CropKind::Maize => tr!("crop-maize"),
        CropKind::SweetPotato => tr!("crop-sweet-potato"),
        CropKind::EarlyRice => tr!("crop-early-rice"),
        CropKind::SingleRice => tr!("crop-single-rice"),
    };
    match field.stage {
        CropStage::Fallow => crop,
        CropStage::Vegetative => tr!("crop-growing", crop = crop),
        CropStage::Filling if field.crop == CropKind::SweetPotato => tr!("crop-filling-roots", crop = crop),
        CropStage::Filling => tr!("crop-filling", crop = crop),
        CropStage::Ripe if field.crop == CropKind::SweetPotato => tr!("crop-roots-full", crop = crop),
        CropStage::Ripe => tr!("crop-ripe", crop = crop),
    }
}

/// How it is.
pub fn lines(field: &FieldInfo, ha: f64) -> Vec<String> {
    let mut lines = vec![tr!("field-sparrows", count = count(field.birds))];
    let per_m2 = |animals: u64| number(animals as f64 / (ha * 10_000.0));
    let is_village = field.land == LandUse::Village;
    if is_village {
        let pairs = field.nest_sites.round() as u64;
        lines.insert(0, tr!("field-nest-sites", pairs = pairs, count = count(pairs)));
        lines.push(tr!("field-sparrows-killed", count = count(field.sparrows_killed)));
    }
    lines.push(tr!("field-pests", count = count(field.pests), density = per_m2(field.pests)));
    if field.young_hoppers > 0 {
        let hoppers = field.young_hoppers;
        lines.push(tr!("field-young-hoppers", count = count(hoppers), density = per_m2(hoppers)));
    }
    if is_village {
        return lines;
    }
    lines.push(tr!("field-leaf", amount = number(f64::from(field.leaf_kg) / ha)));
    if field.land.is_cropland() && field.crop != CropKind::Wild {
        lines.push(tr!("field-leaf-against-uneaten", percent = format!("{:.0}", 100.0 * field.leaf_against_uneaten)));
        let amount = number(f64::from(field.grain_kg) / ha);
        lines.push(match field.crop {
            CropKind::SweetPotato => tr!("field-roots", amount = amount),
            _ => tr!("field-grain", amount = amount),
        });
    }
    lines
}

/// What people have done to it, and left undone.
pub fn deeds_lines(field: &FieldInfo, deeds: &Deeds) -> Vec<String> {
    let mut lines = Vec::new();
    match field.undone {
        Undone::Nothing => {}
        Undone::LeftFallow => lines.push(tr!("field-left-fallow")),
        Undone::Unsown { days, may_be_sown: true } => lines.push(tr!("field-waits-to-be-sown", days = days)),
        Undone::Unsown { days, .. } => lines.push(tr!("field-left-unsown", days = days)),
        Undone::Unreaped { days_ripe, is_falling: true } => lines.push(tr!("field-grain-falls", days = days_ripe)),
        Undone::Unreaped { days_ripe, .. } => lines.push(tr!("field-unreaped", days = days_ripe)),
    }
    if field.unweeded >= 0.005 {
        lines.push(tr!("field-unweeded", percent = format!("{:.0}", 100.0 * field.unweeded)));
    }
    if field.land == LandUse::Village && deeds.houses < 1.0 {
        lines.push(tr!("field-houses", percent = format!("{:.0}", 100.0 * deeds.houses)));
    }
    if field.land == LandUse::Village && deeds.furnaces > 0 {
        lines.push(tr!("field-furnaces", count = count(deeds.furnaces)));
    }
    lines
}

#[cfg(test)]
mod tests {
    use bevy_egui::egui::pos2;

    use super::*;
    use crate::window::test_support::fields::bare_field;
    use crate::window::test_support::run::displayed;
    use crate::window::test_support::ui::TestUi;

    /// Contract: what is told of a field lies on the land, wherever there the pointer is, and where there is room for it not under the
    /// pointer.
    #[test]
    fn what_is_told_of_a_field_lies_on_the_land() {
        let (displayed, size) = (displayed(), pos2(1024.0, 640.0));
        for land in [[40.0, 80.0, 700.0, 500.0], [330.0, 60.0, 660.0, 640.0]] {
            let land = Rect::from_min_max(pos2(land[0], land[1]), pos2(land[2], land[3]));
            let mut test_ui = TestUi::of_size(size.to_vec2());
            for share in [[0.0, 0.0], [0.5, 0.5], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [0.3, 0.9]] {
                let pointer = land.min + vec2(share[0] * land.width(), share[1] * land.height());
                let mut told = Rect::NOTHING;
                // In the first frames its size is not known yet.
                for _ in 0..4 {
                    test_ui.move_to(pointer);
                    test_ui.frame(|ui| {
                        let pictures = [&*displayed.picture; 2];
                        inspect(ui.ctx(), land, 3, pictures, Some(Overlay::Pests));
                        told = ui.ctx().memory(|memory| memory.area_rect(Id::new(FIELD))).unwrap_or(told);
                    });
                }
                assert!(told.is_positive() && land.expand(0.5).contains_rect(told), "{told} on {land}");
                let has_room = 2.0 * (told.size() + Vec2::splat(GAP)).x < land.width();
                assert!(!has_room || !told.contains(pointer), "{told}, pointer at {pointer}");
            }
        }
    }

    /// Contract: a village is told as one, without leaf, grain or stage.
    #[test]
    fn a_village_is_no_crop() {
        let village = FieldInfo { nest_sites: 12.2, sparrows_killed: 7, ..bare_field(1, LandUse::Village) };
        let told = lines(&village, 1.0).join("|");
        assert!(told.starts_with("Houses, courts and trees: nest sites for 12 pairs"), "{told}");
        assert!(
            told.contains("killed here this year: 7") && !told.contains("Leaf") && !told.contains("Grain"),
            "{told}"
        );
        assert_eq!(title(&village), "Village");
        let hamlet = lines(&FieldInfo { nest_sites: 0.8, ..village }, 1.0);
        assert_eq!(hamlet[0], "Houses, courts and trees: nest sites for 1 pair of sparrows");
    }

    /// Contract: a field says what people did to it, and only where they did.
    #[test]
    fn a_field_says_what_was_left_undone() {
        let cropland = bare_field(1, LandUse::WheatMaize);
        let of = |undone| deeds_lines(&FieldInfo { undone, ..cropland }, &Deeds::default()).join("|");
        assert_eq!(of(Undone::Nothing), "");
        assert_eq!(of(Undone::Unreaped { days_ripe: 1, is_falling: false }), "Ripe for 1 day: no hands to reap it");
        let falling = of(Undone::Unreaped { days_ripe: 23, is_falling: true });
        assert_eq!(falling, "Ripe for 23 days: no hands to reap it; its grain is falling");
        assert!(of(Undone::Unsown { days: 4, may_be_sown: true }).starts_with("Waiting to be sown for 4 days"));
        assert!(of(Undone::Unsown { days: 4, may_be_sown: false }).starts_with("Left unsown: for 4 days"));
        let weedy = FieldInfo { unweeded: 0.4, ..cropland };
        assert_eq!(deeds_lines(&weedy, &Deeds::default()), ["Weeds: no hands for 40 % of today’s weeding"]);
        let deeds = Deeds { houses: 0.7, furnaces: 8, ..Deeds::default() };
        let village = bare_field(1, LandUse::Village);
        assert!(deeds_lines(&cropland, &deeds).is_empty() && deeds_lines(&village, &Deeds::default()).is_empty());
        let lines = deeds_lines(&village, &deeds);
        assert_eq!(lines, ["Houses still standing, in all villages: 70 %", "Furnaces on all this land: 8"]);
    }
}
