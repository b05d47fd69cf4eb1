//! Trusted documents: a file of hash → document, read at start. Nobody can add to it from outside.

use crate::{
    graphql::guard::Refusal,
    http::ask::Ask,
    kernel::error::{Error, Result},
};
use std::{collections::HashMap, path::Path};

/// The documents a request may name by `documentId`.
#[derive(Debug, Default)]
pub struct StoredDocuments(HashMap<String, String>);

impl StoredDocuments {
    /// Reads the file of the setting `server.documents_file`; none, no documents.
    pub fn read(file: Option<&Path>) -> Result<Self> {
        let Some(file) = file else { return Ok(Self::default()) };
        let unusable = |why: String| {
            Error::invalid("server.documents_file", format!("a readable JSON file of hash → document: {why}"))
        };
        let text = std::fs::read_to_string(file).map_err(|why| unusable(why.to_string()))?;
        serde_json::from_str(&text).map(Self).map_err(|why| unusable(why.to_string()))
    }

    /// The document an operation is about. `only_stored`: nothing else runs.
    pub fn text<'a>(&'a self, ask: &'a Ask, only_stored: bool) -> Result<&'a str, Refusal> {
        match (&ask.document_id, &ask.query) {
            (Some(id), _) => {
                let found = self.0.get(id.strip_prefix("sha256:").unwrap_or(id)).or_else(|| self.0.get(id));
                let unknown = || Refusal::input("documentId", "the hash of a stored document");
                found.map(String::as_str).ok_or_else(unknown)
            }
            (None, Some(_)) if only_stored => {
                let refusal = Refusal::document("Only stored documents are run here.");
                Err(refusal.hint("Send `documentId`, the hash of a document in `persisted-documents.json`."))
            }
            (None, Some(text)) => Ok(text),
            (None, None) => Err(Refusal::document("There is no document.")),
        }
    }
}
