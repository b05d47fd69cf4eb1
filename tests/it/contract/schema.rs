//! The contract: committed, described throughout, and what the program serves.

use async_graphql::parser::{
    parse_schema,
    types::{TypeKind, TypeSystemDefinition},
};
use leadwire::schema;
use std::{fs, path::Path};

#[test]
fn schema_graphql_is_what_the_program_serves() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema.graphql");
    let committed = fs::read_to_string(file).expect("schema.graphql");
    assert!(committed == schema::sdl(), "write it anew: cargo run -- schema > schema.graphql");
}

#[test]
fn everything_has_a_description() {
    let sdl = schema::sdl();
    let mut silent = Vec::new();
    let mut seen = 0;
    for definition in parse_schema(&sdl).expect("it parses").definitions {
        let TypeSystemDefinition::Type(ty) = definition else { continue };
        let ty = ty.node;
        let name = ty.name.node.to_string();
        if ["Int", "Float", "String", "Boolean", "ID"].contains(&name.as_str()) {
            continue;
        }
        let mut check = |path: String, description: bool| {
            seen += 1;
            if !description {
                silent.push(path);
            }
        };
        check(name.clone(), ty.description.is_some());
        match ty.kind {
            TypeKind::Object(object) => {
                for field in object.fields {
                    let field = field.node;
                    check(format!("{name}.{}", field.name.node), field.description.is_some());
                    for argument in field.arguments {
                        let path = format!("{name}.{}({}:)", field.name.node, argument.node.name.node);
                        check(path, argument.node.description.is_some());
                    }
                }
            }
            TypeKind::InputObject(input) => {
                for field in input.fields {
                    check(format!("{name}.{}", field.node.name.node), field.node.description.is_some());
                }
            }
            TypeKind::Enum(values) => {
                for value in values.values {
                    check(format!("{name}.{}", value.node.value.node), value.node.description.is_some());
                }
            }
            _ => {}
        }
    }
    assert!(seen > 100, "looked at {seen} things only");
    assert!(silent.is_empty(), "without a description:\n{}", silent.join("\n"));
}
