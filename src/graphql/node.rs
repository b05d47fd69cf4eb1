//! `node!`: a GraphQL object around a row. Fields are then written by hand: a new column is never public by itself.

/// `node! { /// doc Lead(lead) }` becomes a struct around a shared `entity::lead::Model` with `From<Model>`,
/// `Lead::find(ctx, id)` (through the request's loader) and `Lead::required(ctx, id)` (NOT_FOUND when there is none).
macro_rules! node {
    ($(#[$doc:meta])* $name:ident($row:ident)) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name(pub std::sync::Arc<entity::$row::Model>);

        impl From<entity::$row::Model> for $name {
            fn from(row: entity::$row::Model) -> Self {
                Self(std::sync::Arc::new(row))
            }
        }

        impl From<std::sync::Arc<entity::$row::Model>> for $name {
            fn from(row: std::sync::Arc<entity::$row::Model>) -> Self {
                Self(row)
            }
        }

        impl $name {
            pub async fn find(
                ctx: &async_graphql::Context<'_>,
                id: <entity::$row::Entity as entity::tenancy::Keyed>::Id,
            ) -> $crate::graphql::Result<Option<Self>> {
                Ok($crate::graphql::loader::by_id::<entity::$row::Entity>(ctx, id).await?.map(Self))
            }

            pub async fn required(
                ctx: &async_graphql::Context<'_>,
                id: <entity::$row::Entity as entity::tenancy::Keyed>::Id,
            ) -> $crate::graphql::Result<Self> {
                let found = Self::find(ctx, id).await?;
                Ok(found.ok_or($crate::kernel::error::Error::NotFound(stringify!($row)))?)
            }
        }
    };
}
pub(crate) use node;
