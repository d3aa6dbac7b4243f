//! Characters that a Chinese or Japanese keyboard or a word processor writes in place of RON's own.

/// The character meant by one of another width, language or typesetting; `None` if it is right, or means nothing here.
pub(super) fn meant(sign: char) -> Option<char> {
    Some(match sign {
        '；' | '、' => ',',
        '。' => '.',
        '＝' => ':',
        '【' | '〔' => '[',
        '】' | '〕' => ']',
        '−' | '–' => '-',
        '“' | '”' | '„' | '‘' | '’' | '‚' | '«' | '»' | '‹' | '›' | '「' | '」' | '『' | '』' | '《' | '》' | '＇' => {
            '"'
        }
        // The full-width forms are in the order of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(sign) - 0xfee0)?,
        _ if is_odd_space(sign) => ' ',
        _ => return None,
    })
}

/// A word with the characters meant, such as 1958 for １９５８; `None` if there are none to change.
pub(super) fn meant_word(word: &str) -> Option<String> {
    word.contains(|c| meant(c).is_some()).then(|| word.chars().map(|c| meant(c).unwrap_or(c)).collect())
}

/// Spaces and zero-width marks that no file needs and RON does not know.
fn is_odd_space(sign: char) -> bool {
    matches!(
        sign,
        '\u{a0}' | '\u{1680}' | '\u{2000}'
            ..='\u{200d}' | '\u{202f}' | '\u{205f}' | '\u{2060}' | '\u{3000}' | '\u{feff}'
    )
}

/// What to write in place of a character.
pub(super) fn cure(sign: char) -> Option<String> {
    Some(match meant(sign)? {
        ' ' => "write an ordinary space instead".into(),
        '"' => "a text is written in straight quotation marks, \"…\"".into(),
        '%' => "a share is written as a number from 0 to 1, such as 0.5 for 50 %".into(),
        right => format!("write {right} instead of {sign}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_has_the_one_that_is_meant() {
        // What is meant is ASCII, so no cure needs another.
        let all = (0..=u32::from(char::MAX)).filter_map(char::from_u32);
        for sign in all.filter(|&sign| meant(sign).is_some()) {
            assert!(!sign.is_ascii() && meant(sign).is_some_and(|right| right.is_ascii()), "{sign}");
        }
        let written: String = "，：（）［］｛｝．１９ａＺ＿　".chars().filter_map(meant).collect();
        assert_eq!(written, ",:()[]{}.19aZ_ ");
        assert_eq!(meant_word("４．５"), Some("4.5".into()));
        assert_eq!(meant_word("4.5"), None);
        assert_eq!(cure('，'), Some("write , instead of ，".into()));
    }
}
