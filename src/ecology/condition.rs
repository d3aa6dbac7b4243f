//! How well fed an animal is.

/// How well fed an agent's animals are: 0 starving, 1 sated. A smoothed mean of recent days' intake.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Condition(pub f32);

impl Condition {
    /// Adds a day on which `met` (0 to 1) of the need was met.
    #[inline]
    pub fn eat(&mut self, met: f32) {
        self.0 += 0.25 * (met - self.0);
    }
}
