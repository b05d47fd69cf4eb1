//! Documents that were read, measured and found small enough, kept so that the next request need not.

use super::{Refusal, shape, tokens};
use crate::config::Limits;
use async_graphql::{
    Pos,
    parser::{self, parse_query, types::ExecutableDocument},
};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

/// Documents kept per generation; two generations are kept.
const KEPT: usize = 512;
/// Longer documents are read each time: they are rare, and memory is not.
const LONGEST_KEPT: usize = 16 * 1024;

/// A document within the limits.
#[derive(Debug)]
pub struct Parsed {
    pub text: String,
    pub document: ExecutableDocument,
}

impl Parsed {
    /// Reads a document, or says what is wrong with it.
    pub fn read(text: &str, limits: &Limits) -> Result<Self, Refusal> {
        tokens::check(text, limits.tokens)?;
        let document = parse_query(text).map_err(|error| syntax(&error))?;
        shape::check(&document, limits)?;
        Ok(Self { text: text.to_owned(), document })
    }
}

/// The parser's own message repeats the document; ours says where and what.
fn syntax(error: &parser::Error) -> Refusal {
    let text = error.to_string();
    let expected = text.rsplit_once("= ").map_or("it cannot be read", |(_, expected)| expected.trim());
    let at = error.positions().next().unwrap_or(Pos { line: 1, column: 1 });
    let what = match error {
        parser::Error::Syntax { .. } => format!("line {} column {}: {expected}", at.line, at.column),
        _ => text,
    };
    Refusal::document(format!("The document is not GraphQL: {what}.")).at(at)
}

type Generation = HashMap<String, Arc<Parsed>>;

/// A bounded memory of documents: those not asked for while 512 others came are forgotten.
#[derive(Debug, Default)]
pub struct Documents(Mutex<[Generation; 2]>);

impl Documents {
    /// The document of this text, read at most once while it is remembered.
    pub fn get(&self, text: &str, limits: &Limits) -> Result<Arc<Parsed>, Refusal> {
        if let Some(known) = self.known(text) {
            return Ok(known);
        }
        let parsed = Arc::new(Parsed::read(text, limits)?);
        if text.len() <= LONGEST_KEPT {
            self.keep(parsed.clone());
        }
        Ok(parsed)
    }

    fn known(&self, text: &str) -> Option<Arc<Parsed>> {
        let mut generations = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = generations[0].get(text) {
            return Some(known.clone());
        }
        let older = generations[1].remove(text)?;
        generations[0].insert(text.to_owned(), older.clone());
        Some(older)
    }

    fn keep(&self, parsed: Arc<Parsed>) {
        let mut generations = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if generations[0].len() >= KEPT {
            generations[1] = std::mem::take(&mut generations[0]);
        }
        generations[0].insert(parsed.text.clone(), parsed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_syntax_error_does_not_repeat_the_document() {
        let text = format!("{{ {} ", "secret ".repeat(300));
        let refusal = Parsed::read(&text, &Limits::default()).unwrap_err();
        assert!(!refusal.message.contains("secret"), "{}", refusal.message);
        assert!(refusal.message.len() < 200, "{}", refusal.message);
    }

    #[test]
    fn a_document_is_read_once_and_memory_stays_bounded() {
        let (documents, limits) = (Documents::default(), Limits::default());
        let first = documents.get("{ a }", &limits).unwrap();
        assert!(Arc::ptr_eq(&first, &documents.get("{ a }", &limits).unwrap()));
        for i in 0..3 * KEPT {
            documents.get(&format!("{{ a{i} }}"), &limits).unwrap();
        }
        let generations = documents.0.lock().unwrap();
        assert!(generations[0].len() + generations[1].len() <= 2 * KEPT);
        assert!(!generations[1].contains_key("{ a }"));
    }
}
