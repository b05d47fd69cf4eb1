//! Counts a document's tokens and its nesting on bytes, before the parser sees it: parsing is what an attacker makes dear.

use super::Refusal;

/// Deeper brackets than any document within the other limits has; the parser recurses on them.
const NESTING: usize = 50;

/// Refuses text of more than `most` tokens, or of deeper nesting than a parser should see.
pub fn check(text: &str, most: usize) -> Result<(), Refusal> {
    let bytes = text.as_bytes();
    let (mut at, mut tokens, mut nesting) = (0, 0_usize, 0_usize);
    while let Some(byte) = bytes.get(at) {
        at = match byte {
            b' ' | b'\t' | b'\n' | b'\r' | b',' | 0xEF | 0xBB | 0xBF => {
                at += 1;
                continue;
            }
            b'#' => {
                at = end_of_line(bytes, at);
                continue;
            }
            b'"' => end_of_string(bytes, at),
            b'{' | b'(' | b'[' => {
                nesting += 1;
                at + 1
            }
            b'}' | b')' | b']' => {
                nesting = nesting.saturating_sub(1);
                at + 1
            }
            _ if is_word(*byte) => end_of_word(bytes, at),
            _ => at + 1,
        };
        tokens += 1;
        if tokens > most {
            return Err(Refusal::document(format!("The document has more than {most} tokens.")));
        }
        if nesting > NESTING {
            return Err(Refusal::document(format!("The document is nested more than {NESTING} deep.")));
        }
    }
    Ok(())
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-' || byte == b'.'
}

fn end_of_word(bytes: &[u8], from: usize) -> usize {
    from + bytes[from..].iter().take_while(|byte| is_word(**byte)).count()
}

fn end_of_line(bytes: &[u8], from: usize) -> usize {
    from + bytes[from..].iter().take_while(|byte| **byte != b'\n' && **byte != b'\r').count()
}

fn end_of_string(bytes: &[u8], from: usize) -> usize {
    let is_block = bytes[from..].starts_with(b"\"\"\"");
    let quote: &[u8] = if is_block { b"\"\"\"" } else { b"\"" };
    let mut at = from + quote.len();
    while at < bytes.len() {
        if bytes[at] == b'\\' {
            at += if is_block && !bytes[at + 1..].starts_with(quote) { 1 } else { 1 + quote.len() };
        } else if bytes[at..].starts_with(quote) {
            return at + quote.len();
        } else if !is_block && matches!(bytes[at], b'\n' | b'\r') {
            return at;
        } else {
            at += 1;
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn comments_blanks_and_commas_are_no_tokens() {
        assert!(check("# a b c d e f\n { a , b }", 4).is_ok());
        assert!(check("{ a b c }", 4).is_err());
    }

    #[test]
    fn what_is_inside_a_string_is_one_token() {
        assert!(check(r#"{a(b:"} ] { \" x y z")}"#, 8).is_ok());
        assert!(check("{a(b:\"\"\" {{{{ \\\"\"\" \" \"\" \"\"\")}", 8).is_ok());
    }

    #[test]
    fn deep_brackets_are_refused_before_the_parser_recurses_on_them() {
        assert!(check(&"{a".repeat(51), 2_000).is_err());
        assert!(check(&"{a".repeat(50), 2_000).is_ok());
        assert!(check(&"{a}".repeat(200), 2_000).is_ok());
    }

    proptest! {
        #[test]
        fn any_text_is_read_to_its_end(text in ".{0,200}") {
            let _ = check(&text, 10_000);
        }

        #[test]
        fn quotes_and_backslashes_never_lead_outside(text in "[\"\\\\ \n{}a]{0,60}") {
            let _ = check(&text, 10_000);
        }
    }
}
