//! Where the person chooses an overlay: a menu with a row for each.

use bevy_egui::egui::{
    Align, Align2, Area, Color32, Context, CursorIcon, Id, Key, Layout, Margin, Order, Pos2, Rect, ScrollArea, Sense,
    Ui, Vec2, WidgetInfo, WidgetType, vec2,
};

use crate::scenario::Scenario;
use crate::window::language::tr;
use crate::window::map::palette::{Ramp, of_ramp};
use crate::window::panels::intent::Intent;
use crate::window::panels::theme::{self, ACCENT, BUTTON_HOVERED, INK, ON_ACCENT, SOFT_INK, font};
use crate::window::panels::tips;

use super::Overlay;

/// The menu's area.
pub const MENU: &str = "overlays";
/// Its least width.
const WIDTH: f32 = 264.0;
/// What a row has beside its name: space, a ramp and a key.
const BESIDE: f32 = 20.0 + 7.0 * BLOCK.x + 28.0;
const ROW: f32 = 40.0;
/// Size of a name.
const NAME: f32 = 15.0;
/// A block of a ramp.
const BLOCK: Vec2 = vec2(9.0, 12.0);

/// The key that shows the land as it is.
pub const NONE: Key = Key::Num0;

/// Shows the menu below the right end of a row, where there is room for it, and returns whether it stays open.
pub fn menu(
    ctx: &Context,
    (map, at): (Rect, Pos2),
    scenario: &Scenario,
    chosen: Option<Overlay>,
    intents: &mut Vec<Intent>,
) -> bool {
    let mut stays = !ctx.input(|input| input.key_pressed(Key::Escape));
    let area = Area::new(Id::new(MENU)).order(Order::Middle).constrain_to(map).pivot(Align2::RIGHT_TOP).fixed_pos(at);
    let area = area.default_size(vec2(WIDTH, map.height()));
    area.show(ctx, |ui| {
        theme::card().inner_margin(Margin::same(6)).show(ui, |ui| {
            let overlays = || Overlay::ALL.iter().copied().filter(|overlay| overlay.is_of(scenario));
            let wide = |name: String| ui.painter().layout_no_wrap(name, font(NAME), *INK).size().x + BESIDE;
            let wide = overlays().map(|overlay| wide(overlay.name())).fold(WIDTH - 12.0, f32::max);
            ui.set_width(wide.min(map.width() - 36.0));
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.horizontal(|ui| {
                ui.add_space(8.0);
                ui.label(theme::strong(tr!("overlays-title")));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    stays &= !close(ui, theme::TOUCH, &tr!("overlays-close"))
                });
            });
            let height = (map.bottom() - at.y - ROW - 24.0).max(3.0 * ROW);
            ScrollArea::vertical().max_height(height).show(ui, |ui| {
                for overlay in [None].into_iter().chain(overlays().map(Some)) {
                    if row(ui, overlay, overlay == chosen) {
                        intents.push(Intent::Overlay(overlay));
                        stays = false;
                    }
                }
            });
        });
    });
    stays
}

/// A cross that closes something, on so much space, and what it does in words.
pub fn close(ui: &mut Ui, side: f32, does: &str) -> bool {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(side), Sense::click());
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, does));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 6.0, BUTTON_HOVERED);
    }
    let cross = Rect::from_center_size(rect.center(), Vec2::splat(12.0));
    ui.painter().line_segment([cross.left_top(), cross.right_bottom()], (1.9, INK));
    ui.painter().line_segment([cross.right_top(), cross.left_bottom()], (1.9, INK));
    tips::above(response, does).clicked()
}

/// The row of an overlay, or of none: its name, its ramp and its key. Returns whether it was pressed.
fn row(ui: &mut Ui, overlay: Option<Overlay>, is_chosen: bool) -> bool {
    let (name, key) = match overlay {
        Some(overlay) => (overlay.name(), overlay.key()),
        None => (tr!("overlays-none"), NONE),
    };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    response.widget_info(|| WidgetInfo::selected(WidgetType::RadioButton, true, is_chosen, &name));
    let (fill, ink) = match (is_chosen, response.hovered() || response.has_focus()) {
        (true, _) => (*ACCENT, *ON_ACCENT),
        (false, true) => (*BUTTON_HOVERED, *INK),
        (false, false) => (Color32::TRANSPARENT, *INK),
    };
    let painter = ui.painter();
    painter.rect_filled(rect, 6.0, fill);
    painter.text(rect.left_center() + vec2(8.0, 0.0), Align2::LEFT_CENTER, name, font(NAME), ink);
    let faint = if is_chosen { ink } else { *SOFT_INK };
    painter.text(rect.right_center() - vec2(8.0, 0.0), Align2::RIGHT_CENTER, key.name(), font(theme::SMALL), faint);
    if let Some(overlay) = overlay {
        let ramp = overlay.plate().ramp;
        let size = vec2(7.0 / ramp.len() as f32 * BLOCK.x, BLOCK.y);
        let right = rect.right() - 28.0;
        blocks(ui, Pos2::new(right - 7.0 * BLOCK.x, rect.center().y - 0.5 * BLOCK.y), size, ramp);
    }
    response.clicked()
}

/// Draws the colours of a ramp in a row, from its upper left corner on.
pub(super) fn blocks(ui: &Ui, at: Pos2, block: Vec2, ramp: Ramp) {
    for (index, hex) in ramp.iter().enumerate() {
        let rect = Rect::from_min_size(at + vec2(index as f32 * block.x, 0.0), block);
        ui.painter().rect_filled(rect, 0.0, theme::of(of_ramp(*hex)));
    }
}
