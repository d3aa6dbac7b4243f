//! Where the bands of the time line are and what is painted on them: one for the run, and one for each branch that is shown.

use std::ops::RangeInclusive;

use bevy_egui::egui::epaint::CubicBezierShape;
use bevy_egui::egui::text::{LayoutJob, TextWrapping};
use bevy_egui::egui::{Align2, Color32, CornerRadius, Painter, Pos2, Rangef, Rect, Stroke, StrokeKind, pos2, vec2};
use jiff::civil::{Date, date};

use crate::timeline::branch::owner_of;
use crate::window::charts::data::TimeAxis;
use crate::window::charts::spans::CampaignSpan;
use crate::window::language::documented;
use crate::window::live_run::driver::{BranchLine, Moment};
use crate::window::panels::theme::{
    ACCENT, CAMPAIGN_LINE, CAMPAIGN_SHADE, CARD, GRAIN_EDGE, INK, ON_ACCENT, PAPER, SEASONS, SMALL, SOFT_INK, TOUCH,
    Token, font, semibold,
};

/// Height of a band.
pub const BAND: f32 = 15.0;
/// From one branch's band to the next.
pub const PITCH: f32 = 26.0;
/// Half of the handle.
pub const HANDLE: f32 = 15.0;
/// Bands of branches at most, beside that of the run.
pub const MOST_BRANCHES: usize = 3;
/// Space between a name and the handle, and between a name and its band.
const CLEAR: f32 = 6.0;
const TO_BAND: f32 = 22.0;
/// Space between two lines of the hatching.
const HATCH: f32 = 6.0;

/// The branch to which a day of a history belongs.
pub fn owner(branches: &[BranchLine], Moment { branch, day }: Moment) -> usize {
    owner_of(|branch| branches.get(branch)?.fork, branch, day)
}

/// The branches that have a band of their own: the first, the present one, and the latest others in which there is anything.
pub fn shown(branches: &[BranchLine], present: usize) -> Vec<usize> {
    let mut others: Vec<usize> =
        (1..branches.len()).rev().filter(|branch| *branch != present && !branches[*branch].is_empty).collect();
    others.truncate(MOST_BRANCHES - usize::from(present > 0));
    let mut all: Vec<usize> = [0].into_iter().chain((present > 0).then_some(present)).chain(others).collect();
    all.sort_unstable();
    all
}

/// Where the bands are.
#[derive(Clone, Debug)]
pub struct Bands {
    /// The time axis.
    pub axis: TimeAxis,
    /// The run's first day.
    pub start: Date,
    /// From the left end to the right one.
    pub across: RangeInclusive<f32>,
    /// The branches that have one, and the height of its middle.
    pub rows: Vec<(usize, f32)>,
}

impl Bands {
    /// Where a point of the time axis is.
    fn across(&self, x: f64) -> f32 {
        let (left, right) = (*self.across.start(), *self.across.end());
        left + (x / self.axis.span().end()) as f32 * (right - left)
    }

    /// Where a date begins.
    pub fn at_date(&self, date: Date) -> f32 {
        self.across(self.axis.x(date))
    }

    /// Where the end of a day is.
    pub fn at(&self, day: u32) -> f32 {
        self.across(self.axis.x(self.start) + f64::from(day))
    }

    /// The day whose end is closest.
    pub fn day_at(&self, x: f32) -> u32 {
        let (left, right) = (*self.across.start(), *self.across.end());
        let part = f64::from((x - left) / (right - left).max(1.0)).clamp(0.0, 1.0);
        (part * self.axis.span().end() - self.axis.x(self.start)).round().max(0.0) as u32
    }

    /// The height of a branch's band, if it has one.
    pub fn y(&self, branch: usize) -> Option<f32> {
        self.rows.iter().find(|(of, _)| *of == branch).map(|(_, y)| *y)
    }

    /// The number of the band that has the handle: the first, if the day's own branch has none.
    pub fn with_handle(&self, branches: &[BranchLine], now: Moment) -> usize {
        let owner = owner(branches, now);
        self.rows.iter().position(|(branch, _)| *branch == owner).unwrap_or(0)
    }

    /// What a finger presses of a band.
    pub fn target(&self, number: usize) -> Rect {
        let height = match (number, self.rows.len()) {
            (0, 1) => TOUCH,
            (0, _) => 2.0 * HANDLE,
            _ => PITCH,
        };
        let (left, right) = (*self.across.start() - HANDLE, *self.across.end() + HANDLE);
        let y = self.rows[number].1;
        Rect::from_min_max(pos2(left, y - 0.5 * height), pos2(right, y + 0.5 * height))
    }

    /// The moment at a place of a branch's band. What the band has in common with the present history belongs to that.
    pub fn moment_at(&self, branch: usize, x: f32, branches: &[BranchLine], present: usize) -> Moment {
        let first = branches[branch].fork.map_or(0, |fork| fork.days);
        let day = self.day_at(x).clamp(first, branches[branch].days.max(first));
        let here = Moment { branch: present, day };
        let is_of_this_history = day <= branches[present].days && owner(branches, here) == branch;
        if is_of_this_history { here } else { Moment { branch, day } }
    }
}

/// What is painted on the bands.
pub struct Painted<'a> {
    /// All branches.
    pub branches: &'a [BranchLine],
    /// The present day, or the one to which the handle has been dragged.
    pub now: Moment,
    /// When the campaign was on, by branch, as far as it has been seen.
    pub campaigns: &'a [Vec<CampaignSpan>],
    /// When harvests were brought in, in the present branch.
    pub harvests: &'a [Date],
    /// Whether the handle has the focus.
    pub is_focused: bool,
}

impl Painted<'_> {
    /// Paints the bands, their years, and the handle.
    pub fn paint(&self, painter: &Painter, bands: &Bands) {
        self.years(painter, bands);
        for number in 0..bands.rows.len() {
            self.band(painter, bands, number);
        }
        for number in 1..bands.rows.len() {
            self.line_from_parent(painter, bands, number);
        }
        for number in 1..bands.rows.len() {
            self.name(painter, bands, number);
        }
        self.handle(painter, bands);
    }

    /// The last day of a branch's own that belongs to the present history and has passed.
    fn passed(&self, branch: usize) -> Option<u32> {
        let mut end = self.now;
        loop {
            let owner = owner(self.branches, end);
            if owner == branch {
                return Some(end.day);
            }
            let fork = self.branches.get(owner)?.fork?;
            end = Moment { branch: fork.parent, day: fork.days.checked_sub(1)? };
        }
    }

    fn band(&self, painter: &Painter, bands: &Bands, number: usize) {
        let (branch, y) = bands.rows[number];
        let of = &self.branches[branch];
        let first = of.fork.map_or(0, |fork| fork.days);
        let end = *bands.across.end();
        let (left, lived) = (bands.at(first), bands.at(of.days));
        let passed = self.passed(branch).map_or(left, |day| bands.at(day));
        let rect = Rect::from_min_max(pos2(left, y - 0.5 * BAND), pos2(end, y + 0.5 * BAND));
        let part = |from: f32, to: f32| Rect::from_min_max(pos2(from, rect.top()), pos2(to.max(from), rect.bottom()));
        painter.rect_filled(rect, 3.0, PAPER);
        // Firm up to the present day, paler where it was lived before, faint where nothing is known yet.
        for (part, paleness) in [(part(left, passed), 0.0), (part(passed, lived), 0.5), (part(lived, end), 0.78)] {
            let painter = painter.with_clip_rect(part.intersect(painter.clip_rect()));
            seasons(&painter, bands, rect, paleness);
            for span in self.campaigns.get(branch).into_iter().flatten() {
                let (from, to) = (bands.at_date(span.first).max(left), bands.at_date(span.last).min(lived));
                hatch(&painter, Rect::from_x_y_ranges(from..=to.max(from + 1.0), rect.y_range()), paleness);
            }
        }
        painter.rect_stroke(rect, CornerRadius::same(3), Stroke::new(1.0, SOFT_INK), StrokeKind::Middle);
    }

    /// The name of a branch, clear of the handle.
    fn name(&self, painter: &Painter, bands: &Bands, number: usize) {
        let (branch, y) = bands.rows[number];
        let of = &self.branches[branch];
        let is_present = branch == self.now.branch;
        let font = if is_present { semibold(SMALL) } else { font(SMALL) };
        let mut job = LayoutJob::simple_singleline(documented(&of.name), font, *INK);
        let width = painter.layout_job(job.clone()).size().x;
        // The handle is on the band that owns the day.
        let handle = (owner(self.branches, self.now) == branch).then(|| bands.at(self.now.day));
        let first = bands.across.start() - HANDLE;
        let band = Rangef::new(bands.at(of.fork.map_or(0, |fork| fork.days)), *bands.across.end());
        let at = place_of_name(width, first, band, bands.at(of.days), handle);
        if at.span() < width {
            job.wrap = TextWrapping::truncate_at_width(at.span());
        }
        let galley = painter.layout_job(job);
        let rect = Rect::from_center_size(pos2(at.min + 0.5 * galley.size().x, y), galley.size());
        painter.rect_filled(rect.expand2(vec2(3.0, -1.0)), 3.0, PAPER);
        painter.galley(rect.min, galley, *INK);
    }

    fn line_from_parent(&self, painter: &Painter, bands: &Bands, number: usize) {
        let (branch, y) = bands.rows[number];
        let Some(fork) = self.branches[branch].fork else { return };
        let parent = owner(self.branches, Moment { branch: fork.parent, day: fork.days });
        let Some(above) = bands.y(parent) else { return };
        let x = bands.at(fork.days);
        let from = pos2(x, above + 0.5 * BAND);
        let to = pos2(x, y);
        let points = [from, from + vec2(0.0, 8.0), to - vec2(16.0, 0.0), to];
        painter.add(CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, Stroke::new(2.0, INK)));
        painter.circle(pos2(x, above), 4.0, CARD, Stroke::new(2.0, INK));
    }

    /// Years below the band of the run, and a tick for each harvest.
    fn years(&self, painter: &Painter, bands: &Bands) {
        let bottom = bands.rows[0].1 + 0.5 * BAND;
        let most = ((bands.across.end() - bands.across.start()) / 44.0) as usize;
        let span = bands.axis.span();
        for x in [*span.start()].into_iter().chain(bands.axis.year_starts()).chain([*span.end()]) {
            let x = bands.across(x);
            painter.line_segment([pos2(x, bottom + 2.0), pos2(x, bottom + 7.0)], (1.0, SOFT_INK));
        }
        for (x, year) in bands.axis.labels(most) {
            let at = pos2(bands.across(x), bottom + 14.0);
            painter.text(at, Align2::CENTER_CENTER, year.to_string(), font(SMALL), *INK);
        }
        for harvest in self.harvests {
            let at = pos2(bands.at_date(*harvest), bottom + 1.0);
            let points = vec![at, at + vec2(-3.0, 5.0), at + vec2(3.0, 5.0)];
            painter.add(bevy_egui::egui::Shape::convex_polygon(points, GRAIN_EDGE, Stroke::NONE));
        }
    }

    /// Where the handle is.
    pub fn handle_at(&self, bands: &Bands) -> Pos2 {
        let y = bands.rows[bands.with_handle(self.branches, self.now)].1;
        pos2(bands.at(self.now.day), y)
    }

    fn handle(&self, painter: &Painter, bands: &Bands) {
        let at = self.handle_at(bands);
        // Where another band is close by, the handle is no higher than its own.
        let radius = if bands.rows.len() > 1 { HANDLE - 2.0 } else { HANDLE };
        // Where it has the focus it does not become larger, so that it lies on nothing else.
        let (fill, mark) = if self.is_focused { (ACCENT, ON_ACCENT) } else { (CARD, INK) };
        painter.circle(at, radius - 1.5, fill, Stroke::new(3.0, INK));
        // It is dragged along the band.
        for side in [-1.0, 1.0] {
            let points = [vec2(3.0, -4.0), vec2(7.0, 0.0), vec2(3.0, 4.0)].map(|by| at + side * by);
            painter.line(points.to_vec(), (1.8, mark));
        }
    }
}

/// From where to where a name of some width has room, so that it is clear of the handle, if that is on its band: left of the band where
/// there is room from `first` on, else on the part that has not been lived, else beside the handle; never beyond the band's end. Where
/// there is less room than it needs, it has the most that there is.
fn place_of_name(width: f32, first: f32, band: Rangef, lived: f32, handle: Option<f32>) -> Rangef {
    let from = |left: f32| Rangef::new(left, left + width);
    let [before, after] = [-1.0, 1.0].map(|side| handle.map(|handle| handle + side * (HANDLE + CLEAR)));
    let left_end = (band.min - TO_BAND).min(before.unwrap_or(f32::MAX));
    if left_end - width >= first {
        return from(left_end - width);
    }
    let last = band.max - width - CLEAR;
    let on_the_rest = lived.max(after.unwrap_or(band.min)) + CLEAR;
    if on_the_rest <= last {
        return from(on_the_rest);
    }
    match (before, after) {
        (Some(before), _) if before - width >= first => from(before - width),
        (_, Some(after)) if after <= last => from(after),
        (Some(before), Some(after)) if before - first < band.max - CLEAR - after => {
            Rangef::new(after, band.max - CLEAR)
        }
        (Some(before), _) => Rangef::new(first, before),
        (None, _) => Rangef::new(last.max(first), band.max - CLEAR),
    }
}

/// The seasons of all years, on a band.
fn seasons(painter: &Painter, bands: &Bands, band: Rect, paleness: f32) {
    let Some(first) = bands.axis.year_at(0.0) else { return };
    let last = first.saturating_add(bands.axis.year_starts().len() as i16);
    for year in first..=last {
        let begins = |month| bands.at_date(date(year, month, 1));
        let ends = [begins(3), begins(6), begins(9), begins(12), bands.across(*bands.axis.year_span(year).end())];
        let mut from = begins(1);
        for (season, to) in ends.into_iter().enumerate() {
            let colour = SEASONS[season % SEASONS.len()].lerp_to_gamma(*PAPER, paleness);
            painter.rect_filled(Rect::from_x_y_ranges(from..=to, band.y_range()), 0.0, colour);
            from = to;
        }
    }
}

/// The hatching of the campaign.
fn hatch(painter: &Painter, area: Rect, paleness: f32) {
    let mixed = |colour: Token| colour.lerp_to_gamma(*PAPER, paleness);
    painter.rect_filled(area, 0.0, mixed(CAMPAIGN_SHADE));
    let painter = painter.with_clip_rect(area.intersect(painter.clip_rect()));
    // The lines of all spans are those of one pattern, so that it does not move while a span grows.
    let mut x = HATCH * (area.left() / HATCH).floor() - area.height();
    while x < area.right() {
        painter
            .line_segment([pos2(x, area.bottom()), pos2(x + area.height(), area.top())], (1.0, mixed(CAMPAIGN_LINE)));
        x += HATCH;
    }
    for x in [area.left(), area.right()] {
        painter.line_segment([pos2(x, area.top()), pos2(x, area.bottom())], (1.5, mixed(CAMPAIGN_LINE)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::branch::Fork;

    fn branch(fork: Option<(usize, u32)>, days: u32) -> BranchLine {
        let fork = fork.map(|(parent, days)| Fork { parent, days });
        BranchLine { fork, days, ..BranchLine::default() }
    }

    fn bands(rows: &[usize]) -> Bands {
        let start = date(1957, 3, 1);
        let rows = (0_u8..).zip(rows).map(|(number, branch)| (*branch, 50.0 + PITCH * f32::from(number))).collect();
        Bands { axis: TimeAxis::new(start, date(1962, 12, 31), start), start, across: 300.0..=880.0, rows }
    }

    #[test]
    fn a_place_on_a_band_is_a_day_and_back() {
        // Each day that is wide enough is found again, and what is beyond the ends is the first or the last.
        let bands = bands(&[0]);
        for day in (0..2000).step_by(7) {
            assert!(bands.day_at(bands.at(day)).abs_diff(day) <= 1, "{day}");
        }
        assert_eq!(bands.day_at(0.0), 0);
    }

    #[test]
    fn a_band_leads_to_its_own_history() {
        // What both have in common stays in the present branch; a day after the fork is of the band that is pressed.
        let branches = [branch(None, 800), branch(Some((0, 300)), 500), branch(Some((1, 400)), 450)];
        let bands = bands(&[0, 1, 2]);
        let at = |of, day| bands.moment_at(of, bands.at(day), &branches, 1);
        assert_eq!(at(0, 200).branch, 1);
        assert_eq!(at(0, 600).branch, 0);
        assert_eq!(at(1, 420).branch, 1);
        assert_eq!(at(2, 430).branch, 2);
        // Nothing leads beyond what was lived, or to before a branch began.
        assert_eq!((at(1, 900).day, at(2, 10).day, at(0, 2000).day), (500, 400, 800));
    }

    /// Contract: wherever a band and the handle are, the handle does not lie on the name, which does not reach beyond the band's end, and is
    /// whole where there is room for it.
    #[test]
    fn a_name_is_clear_of_the_handle() {
        for width in [60.0, 150.0, 260.0, 400.0, 560.0] {
            for begins in [300.0, 420.0, 700.0, 870.0] {
                for share in [0.0, 0.1, 0.5, 0.9, 1.0_f32] {
                    let (end, handle) = (880.0_f32, begins + share * (880.0 - begins));
                    for lived in [handle, 0.5 * (handle + end), end] {
                        let at = place_of_name(width, 285.0, Rangef::new(begins, end), lived, Some(handle));
                        let is_clear = at.max <= handle - HANDLE || at.min >= handle + HANDLE;
                        let has_room = width < 0.5 * (end - 285.0) - HANDLE - 2.0 * CLEAR;
                        assert!(is_clear, "{at:?} of {width}, band from {begins}, handle at {handle}");
                        assert!(!has_room || (at.span() - width).abs() < 0.01, "{at:?} of {width}");
                        assert!(at.min >= 285.0 && at.max <= end, "{at:?} of {width}, handle at {handle}");
                    }
                }
            }
        }
        assert_eq!(place_of_name(60.0, 285.0, Rangef::new(500.0, 880.0), 600.0, None).min, 500.0 - TO_BAND - 60.0);
    }

    #[test]
    fn the_present_branch_has_a_band() {
        let branches = vec![branch(Some((0, 1)), 2); 9];
        assert_eq!(shown(&branches, 2), [0, 2, 7, 8]);
        assert_eq!(shown(&branches, 0), [0, 6, 7, 8]);
        assert_eq!(shown(&branches[..1], 0), [0]);
        let mut branches = branches;
        for empty in [2, 5, 8] {
            branches[empty].is_empty = true;
        }
        assert_eq!(shown(&branches, 2), [0, 2, 6, 7], "of the empty ones only the present");
    }
}
