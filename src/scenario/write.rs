//! From a scenario to the text of a file that a person goes on with: only what differs from the defaults.

use std::fmt::Write;

use super::Scenario;

impl Scenario {
    /// The text of a scenario file, without what is as in the defaults.
    pub fn to_file(&self) -> String {
        let plain = Self::default();
        let mut text = String::from("Scenario(\n");
        let mut line = |indent: usize, line: &str| _ = writeln!(text, "{:1$}{line}", "", 4 * indent);
        line(1, &format!("schema: {},", self.schema));
        let texts = [
            ("title", &self.title, &plain.title),
            ("description", &self.description, &plain.description),
            ("look_for", &self.look_for, &plain.look_for),
        ];
        for (name, written, default) in texts {
            if written != default {
                line(1, &format!("{name}: {},", quoted(written)));
            }
        }
        for (name, date, default) in [("start", self.start, plain.start), ("end", self.end, plain.end)] {
            if date != default {
                line(1, &format!("{name}: \"{date}\","));
            }
        }
        if self.seed != plain.seed {
            line(1, &format!("seed: {},", self.seed));
        }
        if self.pest_name != plain.pest_name {
            line(1, &format!("pest_name: {},", quoted(&self.pest_name)));
        }
        let mut group = "";
        for ((path, section), (_, default)) in self.sections().into_iter().zip(plain.sections()) {
            let (outer, name) = path.split_once('.').unwrap_or(("", path));
            let changed: Vec<_> = (section.parameters().iter().enumerate())
                .map(|(index, parameter)| (parameter.name, section.value(index), default.value(index)))
                .filter(|(_, value, default)| value != default)
                .collect();
            if outer != group && !group.is_empty() {
                line(1, "),");
                group = "";
            }
            if changed.is_empty() {
                continue;
            }
            if outer != group {
                line(1, &format!("{outer}: ("));
                group = outer;
            }
            let indent = if outer.is_empty() { 1 } else { 2 };
            line(indent, &format!("{name}: ("));
            for (parameter, value, _) in changed {
                line(indent + 1, &format!("{parameter}: {value},"));
            }
            line(indent, "),");
        }
        if !self.timeline.is_empty() {
            line(1, "timeline: [");
            for event in &self.timeline {
                line(2, &format!("{},", ron::to_string(event).expect("an event is text")));
            }
            line(1, "],");
        }
        text.push_str(")\n");
        text
    }
}

fn quoted(text: &str) -> String {
    ron::to_string(text).expect("text is text")
}
