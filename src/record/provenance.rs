//! Where a file comes from: enough to identify the run that wrote it, and to repeat it.

use jiff::civil::Date;

/// Version of this program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The run that wrote a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Provenance {
    /// Version of the program.
    pub version: String,
    /// Title of the scenario.
    pub scenario: String,
    /// Seed of the run.
    pub seed: u64,
    /// First day of the run.
    pub first_day: Date,
    /// Last day simulated.
    pub last_day: Date,
    /// State hash after the last day, 16 hexadecimal digits.
    pub state_hash: String,
    /// The whole of `run.ron`: parameters, campaign and interventions. The rest cannot tell apart two runs that differ
    /// only in these.
    pub run: String,
}

impl Provenance {
    /// All of it, as keys and values.
    pub fn entries(&self) -> [(&'static str, String); 7] {
        [
            ("version", self.version.clone()),
            ("scenario", self.scenario.clone()),
            ("seed", self.seed.to_string()),
            ("first_day", self.first_day.to_string()),
            ("last_day", self.last_day.to_string()),
            ("state_hash", self.state_hash.clone()),
            ("run", self.run.clone()),
        ]
    }
}

/// A state hash as text.
pub fn hash_text(hash: u64) -> String {
    format!("{hash:016x}")
}
