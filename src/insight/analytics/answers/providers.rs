//! What was asked of providers, what came of it, and what it cost, as the books count it. Nothing for CLIENTs, who see none.

use crate::{
    insight::analytics::range::{Ask, Range},
    kernel::{
        app::App,
        error::Result,
        permission::Permission,
        provider::money::{self, ProviderStats, Span},
        scope::Scope,
    },
};

/// Every provider that was asked in the range, by name.
pub async fn providers(app: &App, scope: &Scope, ask: Ask) -> Result<(Vec<ProviderStats>, Range)> {
    scope.require(Permission::Read)?;
    let range = ask.at(app.now())?;
    let span = Span { from: range.start(), to: range.end() };
    Ok((money::numbers(scope, span, None, &scope.read(app)).await?, range))
}
