//! RON with places: the `ron` crate reads the text, and this file keeps track of where each part was.
//!
//! `ron` gives no positions for the values it has read. But it hands out names and raw values as slices of the text,
//! and the address of a slice within the text is its position. So the reader works down level by level: a group becomes
//! a list of names and raw values, and each raw value is read once its type is known. The crate alone decides what is
//! RON, escapes and comments included; a reader of our own might disagree with it.

use std::fmt;

use ron::error::{Error as RonError, Position, SpannedError};
use ron::value::RawValue;
use serde::de::{self, Deserialize, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::syntax;

/// A piece of the text that holds one value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Value<'a> {
    /// The value, without blanks or comments around it.
    pub text: &'a str,
    /// Where it begins, in bytes from the beginning of the file.
    pub at: usize,
    /// Whether the text breaks off within it. Only what comes before the fault can be read.
    pub is_broken: bool,
}

/// `name: value`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field<'a> {
    /// The name.
    pub name: &'a str,
    /// Where the name begins.
    pub at: usize,
    /// The value.
    pub value: Value<'a>,
}

/// Text that is not RON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Where.
    pub at: usize,
    /// Why, as a sentence.
    pub sentence: String,
}

/// What could be read of a group or list, and why no more.
#[derive(Debug)]
pub(crate) struct Parts<T> {
    /// What was read.
    pub parts: Vec<T>,
    /// Why reading ended early.
    pub fault: Option<Fault>,
}

impl<'a> Value<'a> {
    /// The whole file.
    pub fn whole(text: &'a str) -> Self {
        Self { text, at: 0, is_broken: false }
    }

    /// Where a slice of this value is in the file.
    fn place_of(&self, part: &str) -> usize {
        self.at + offset(self.text, part)
    }

    fn part(&self, text: &'a str) -> Self {
        Self { text, at: self.place_of(text), is_broken: self.is_broken }
    }

    fn raw(&self, raw: &'a RawValue) -> Self {
        // A raw value is complete even where the text around it breaks off.
        Self { is_broken: false, ..self.part(raw.trim().get_ron()) }
    }

    fn fault(&self, error: &SpannedError) -> Fault {
        let (at, sentence) = syntax::explain(self.text, error);
        Fault { at: self.at + at, sentence }
    }

    /// The value after a header, `#![enable(implicit_some)]` or any other that RON knows. No header changes what a
    /// scenario means.
    pub fn without_header(&self) -> Self {
        match ron::Deserializer::from_str(self.text) {
            Ok(reader) => self.part(reader.remainder()),
            Err(_) => *self,
        }
    }

    /// Reads a value of a plain type.
    pub fn read<T: Deserialize<'a>>(&self) -> Result<T, Fault> {
        ron::from_str(self.text).map_err(|error| self.fault(&error))
    }

    /// The name at the beginning, as in `Scenario(…)` or `StopCampaign`, and what follows it.
    pub fn name(&self) -> Option<(Self, Self)> {
        let mut reader = ron::Deserializer::from_str(self.text).ok()?;
        let name = de::Deserializer::deserialize_enum(&mut reader, "", &[], NameVisitor).ok()?;
        let rest = &self.text[offset(self.text, name) + name.len()..];
        Some((self.part(name), self.part(rest)))
    }

    /// The fields of a group `(name: value, …)`.
    pub fn fields(&self) -> Parts<Field<'a>> {
        let mut read = Vec::new();
        let mut unfinished = None;
        let visitor = FieldsVisitor { read: &mut read, unfinished: &mut unfinished };
        let fault = self.visit(|reader| de::Deserializer::deserialize_struct(reader, "", &[], visitor));
        let field = |(name, value): (&'a str, Value<'a>)| Field { name, at: self.place_of(name), value };
        let mut parts: Vec<_> = read.into_iter().map(|(name, raw)| field((name, self.raw(raw)))).collect();
        if let Some(name) = unfinished.filter(|_| fault.is_some())
            && let Some(rest) = self.text[offset(self.text, name) + name.len()..].trim_start().strip_prefix(':')
        {
            // Not all of it is RON, but its fields up to the fault can be checked.
            parts.push(field((name, Value { is_broken: true, ..self.part(rest.trim_start()) })));
        }
        Parts { parts, fault }
    }

    /// The items of a list `[item, …]`.
    pub fn items(&self) -> Parts<Self> {
        let mut read = Vec::new();
        let visitor = ItemsVisitor(&mut read);
        let fault = self.visit(|reader| de::Deserializer::deserialize_seq(reader, visitor));
        Parts { parts: read.into_iter().map(|raw| self.raw(raw)).collect(), fault }
    }

    /// The values of a group whose fields have no names, `(value, …)`; empty if it is not such a group.
    pub fn unnamed(&self) -> Vec<Self> {
        let mut read = Vec::new();
        // The reader goes on until the bracket closes, whatever length it is given.
        let fault = self.visit(|reader| de::Deserializer::deserialize_tuple(reader, 1, ItemsVisitor(&mut read)));
        if fault.is_some() { Vec::new() } else { read.into_iter().map(|raw| self.raw(raw)).collect() }
    }

    fn visit(&self, visit: impl FnOnce(&mut ron::Deserializer<'a>) -> Result<(), RonError>) -> Option<Fault> {
        let result = ron::Deserializer::from_str(self.text).and_then(|mut reader| {
            let result = visit(&mut reader).and_then(|()| reader.end());
            result.map_err(|error| reader.span_error(error))
        });
        result.err().map(|error| self.fault(&error))
    }
}

/// Checks that the whole text is RON, whatever it means; if not, gives the place of the slip.
pub(super) fn check_syntax(text: &str) -> Result<(), usize> {
    match ron::from_str::<de::IgnoredAny>(text) {
        Ok(_) => Ok(()),
        Err(error) => Err(syntax::explain(text, &error).0),
    }
}

fn offset(whole: &str, part: &str) -> usize {
    part.as_ptr().addr().saturating_sub(whole.as_ptr().addr()).min(whole.len())
}

/// The byte at a line and column.
pub(super) fn byte_of(text: &str, position: Position) -> usize {
    let line: usize = text.split_inclusive('\n').take(position.line.saturating_sub(1)).map(str::len).sum();
    text[line..].char_indices().nth(position.col.saturating_sub(1)).map_or(text.len(), |(byte, _)| line + byte)
}

/// The line and column, both from 1, of a byte.
pub(crate) fn line_and_column(text: &str, byte: usize) -> (usize, usize) {
    let before = &text[..text.floor_char_boundary(byte)];
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    (1 + before.matches('\n').count(), 1 + before[line_start..].chars().count())
}

struct FieldsVisitor<'v, 'a> {
    read: &'v mut Vec<(&'a str, &'a RawValue)>,
    unfinished: &'v mut Option<&'a str>,
}

impl<'a> Visitor<'a> for FieldsVisitor<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a group")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<&str>()? {
            *self.unfinished = Some(name);
            self.read.push((name, map.next_value()?));
            *self.unfinished = None;
        }
        Ok(())
    }
}

struct ItemsVisitor<'v, 'a>(&'v mut Vec<&'a RawValue>);

impl<'a> Visitor<'a> for ItemsVisitor<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(item) = list.next_element()? {
            self.0.push(item);
        }
        Ok(())
    }
}

struct NameVisitor;

impl<'a> Visitor<'a> for NameVisitor {
    type Value = &'a str;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_enum<A: EnumAccess<'a>>(self, access: A) -> Result<&'a str, A::Error> {
        let (Name(name), variant) = access.variant()?;
        variant.unit_variant()?;
        Ok(name)
    }
}

/// A name, borrowed from the text.
struct Name<'a>(&'a str);

impl<'de: 'a, 'a> Deserialize<'de> for Name<'a> {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Borrow;
        impl<'de> Visitor<'de> for Borrow {
            type Value = &'de str;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a name")
            }
            fn visit_borrowed_str<E>(self, name: &'de str) -> Result<&'de str, E> {
                Ok(name)
            }
        }
        deserializer.deserialize_identifier(Borrow).map(Name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_keep_their_places() {
        let text = "/* a ( */ Scenario( // b\n  pest : ( x: \"ö\\\"\", /* c */ y: [1, 2 /* d */ ] ), z: 0x1F )";
        let (name, rest) = Value::whole(text).name().expect("a name");
        assert_eq!((name.text, name.at), ("Scenario", 10));
        let fields = rest.fields();
        assert_eq!(fields.fault, None);
        for field in &fields.parts {
            assert!(text[field.at..].starts_with(field.name));
            assert!(text[field.value.at..].starts_with(field.value.text));
        }
        let [pest, z] = fields.parts[..] else { panic!("{fields:?}") };
        assert_eq!((pest.name, z.name, z.value.read()), ("pest", "z", Ok(31)));
        let inner = pest.value.fields().parts;
        assert_eq!(inner[0].value.read::<String>(), Ok("ö\"".into()));
        let items = inner[1].value.items().parts;
        assert_eq!(items.iter().map(|item| item.text).collect::<Vec<_>>(), ["1", "2"]);
        assert!(text[items[1].at..].starts_with("2 /* d"));
    }

    #[test]
    fn what_comes_before_a_fault_is_read() {
        let parts = Value::whole("(a: 1, b: (c: 2, d 3), e: 4)").fields();
        assert_eq!(parts.fault.as_ref().map(|fault| fault.at), Some(19));
        assert_eq!(parts.parts.iter().map(|field| field.name).collect::<Vec<_>>(), ["a", "b"]);
        let inner = parts.parts[1].value.fields();
        assert_eq!(inner.fault.map(|fault| fault.at), Some(19));
        assert_eq!(inner.parts[0].name, "c");
    }

    #[test]
    fn bytes_lines_and_columns_agree() {
        let text = "ab\nö雀x\r\n\nz";
        for (byte, _) in text.char_indices() {
            let (line, col) = line_and_column(text, byte);
            assert_eq!(byte_of(text, Position { line, col }), byte);
        }
        assert_eq!(line_and_column(text, 5), (2, 2));
        assert_eq!(line_and_column(text, text.len()), (4, 2));
    }
}
