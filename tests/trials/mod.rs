//! How many trials to make: trials are tests on random input, and more of them find more.

/// The number of trials: `in_the_gate`, unless the environment variable `TRIALS` asks for another number.
pub fn trials(in_the_gate: u32) -> u32 {
    match std::env::var("TRIALS") {
        Ok(number) => number.parse().expect("TRIALS is a whole number"),
        Err(_) => in_the_gate,
    }
}
