//! Actions of every kind there is, so that no test of random runs leaves out a new one.

use proptest::prelude::*;
use sparrowfall::scenario::{Action, ActionKind};

/// An action of any kind, with numbers within its ranges. `SetParameter`, whose numbers depend on its path, sets the clutch.
pub fn any_action() -> impl Strategy<Value = Action> {
    (prop::sample::select(ActionKind::ALL), prop::array::uniform3(0.0..=1.0_f64)).prop_map(|(kind, shares)| {
        let mut numbers = [0.0; 3];
        for ((number, known), share) in numbers.iter_mut().zip(kind.describe().numbers).zip(shares) {
            let (least, most) = (known.range.start(), known.range.end());
            let value = least + share * (most - least);
            *number = if known.whole { value.round() } else { value };
        }
        kind.with(numbers)
            .unwrap_or(Action::SetParameter { path: "sparrow.clutch_eggs".into(), value: 2.0 + 4.0 * shares[0] })
    })
}
