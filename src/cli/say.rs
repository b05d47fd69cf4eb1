//! An error in one line, as the operator reads it.

use crate::kernel::error::Error;

/// What went wrong, then why; what a cause repeats is left out. Who sits at this machine may see our faults' causes.
#[must_use]
pub fn said(error: &anyhow::Error) -> String {
    let mut said: Vec<String> = Vec::new();
    for cause in error.chain() {
        if matches!(cause.downcast_ref::<Error>(), Some(Error::Internal(_))) {
            continue;
        }
        let text = cause.to_string();
        if !said.iter().any(|before| before.contains(&text)) {
            said.push(text);
        }
    }
    said.join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io;

    #[test]
    fn a_cause_is_said_once_and_a_fault_of_ours_not_at_all() {
        let disk = io::Error::other("the disk is full");
        let wrapped = sqlx::Error::Io(disk);
        let error = anyhow::Error::new(Error::from(wrapped)).context("cannot open the database");
        let text = said(&error);
        assert!(text.starts_with("cannot open the database: "), "{text}");
        assert_eq!(text.matches("the disk is full").count(), 1, "{text}");
        assert!(!text.contains("our side"), "{text}");
    }
}
