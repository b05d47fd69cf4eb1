//! Who asks the same: same document, same values, same agency, same rights.

use crate::{
    graphql::guard::{Chosen, Parsed},
    http::run::Admitted,
    kernel::{
        permission::Permissions,
        scope::{Scope, Visibility},
    },
};
use async_graphql::Name;
use entity::ids::AgencyId;

/// The key of a group. Two callers with the same key get the same bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    document: String,
    operation_name: Option<String>,
    variables: String,
    agency: AgencyId,
    permissions: Permissions,
    visibility: Visibility,
}

impl Key {
    #[must_use]
    pub fn of(asked: &Admitted, scope: &Scope) -> Self {
        Self {
            document: asked.parsed.text.clone(),
            operation_name: asked.operation_name.clone(),
            variables: asked.variables.to_string(),
            agency: scope.agency(),
            permissions: scope.permissions(),
            visibility: scope.visibility().clone(),
        }
    }
}

/// Without the variable that says where to begin: the messages are the same wherever somebody comes in.
#[must_use]
pub fn wherever_it_begins(mut asked: Admitted) -> Admitted {
    if let Some(name) = begin(&asked.parsed, asked.operation_name.as_deref()) {
        asked.variables.remove(&name);
    }
    asked
}

/// The variable given as `after` to the root field.
fn begin(parsed: &Parsed, operation: Option<&str>) -> Option<Name> {
    let field = Chosen::of(&parsed.document, operation).ok()?.root()?;
    let mut name = None;
    let after = field.get_argument("after")?.node.clone();
    let _ = after.into_const_with(|variable| {
        name = Some(variable);
        Err(())
    });
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Limits;

    fn begins(text: &str) -> Option<String> {
        begin(&Parsed::read(text, &Limits::default()).unwrap(), None).map(|name| name.to_string())
    }

    #[test]
    fn the_variable_that_says_where_to_begin_is_found() {
        assert_eq!(
            begins("subscription ($c: Cursor) { events(after: $c) { cursor } }").as_deref(),
            Some("c")
        );
        assert_eq!(begins("subscription { events(after: \"x\") { cursor } }"), None);
        assert_eq!(begins("subscription ($id: ID!) { jobProgress(id: $id) { cursor } }"), None);
    }
}
