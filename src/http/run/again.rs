//! A kept answer with a secret or a person's data in it: whoever gets it again reads it again, and that is on record like the
//! first time.

use super::Admitted;
use crate::kernel::{app::App, audit, caller::Caller, error::Result};
use serde_json::Value;

/// Commands of an agency whose answers hold such things.
const SECRET: [&str; 5] =
    ["apiKeyCreate", "leadExport", "memberInvite", "webhookEndpointCreate", "webhookEndpointRotateSecret"];

/// Before the answer is given. One that holds nothing, because the command was refused, is given as it is.
pub async fn note(app: &App, caller: &Caller, admitted: &Admitted, kept: &Value) -> Result<()> {
    let Some(scope) = &caller.scope else { return Ok(()) };
    let mut roots = admitted.roots();
    roots.retain(|root| SECRET.contains(root));
    roots.sort_unstable();
    roots.dedup();
    if roots.is_empty() || kept["data"].is_null() {
        return Ok(());
    }
    audit::read_again(app, scope, &roots).await
}

#[cfg(test)]
mod tests {
    use super::SECRET;
    use crate::schema;
    use async_graphql::parser::{
        parse_schema,
        types::{BaseType, FieldDefinition, Type, TypeKind, TypeSystemDefinition},
    };
    use std::collections::{BTreeSet, HashMap};

    /// Fields that hold something which is shown once.
    const SHOWN_ONCE: [&str; 3] = ["secret", "token", "tokens"];

    fn named(ty: &Type) -> &str {
        match &ty.base {
            BaseType::Named(name) => name,
            BaseType::List(inner) => named(inner),
        }
    }

    #[test]
    fn whatever_hands_out_a_secret_is_named_here() {
        let document = parse_schema(schema::sdl()).unwrap();
        let mut objects: HashMap<&str, Vec<&FieldDefinition>> = HashMap::new();
        for definition in &document.definitions {
            let TypeSystemDefinition::Type(found) = definition else { continue };
            let TypeKind::Object(object) = &found.node.kind else { continue };
            let fields = object.fields.iter().map(|field| &field.node);
            objects.insert(found.node.name.node.as_str(), fields.collect());
        }
        let hands_out = |field: &FieldDefinition| {
            let mut given = objects.get(named(&field.ty.node)).into_iter().flatten();
            given.any(|field| SHOWN_ONCE.contains(&field.name.node.as_str()))
        };
        let all = objects["Mutation"].iter().filter(|field| hands_out(field));
        let all: BTreeSet<&str> = all.map(|field| field.name.node.as_str()).collect();
        let of_agencies: BTreeSet<&str> =
            all.into_iter().filter(|name| !schema::PUBLIC.contains(name)).collect();
        let named: BTreeSet<&str> = SECRET.into_iter().filter(|name| *name != "leadExport").collect();
        assert_eq!(of_agencies, named);
    }
}
