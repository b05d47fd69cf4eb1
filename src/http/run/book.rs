//! In which book a request's idempotency key is looked up.

use super::Admitted;
use crate::{
    kernel::{
        caller::Caller,
        error::Result,
        idempotency::Book,
        permission::Permission,
        scope::{Scope, Visibility},
    },
    schema,
};

/// Commands that need no caller are of no agency, and some of them change in which agencies their caller is: a repetition comes
/// from another one, or from none. Their keys are the person's; so are all of a person who acts in no agency.
///
/// `None`: nobody's. Whoever shows nothing has none, nor has a machine for what is done as if by a stranger.
pub fn of(caller: &Caller, admitted: &Admitted) -> Result<Option<Book>> {
    Ok(match (caller.user, &caller.scope) {
        (None, None) => None,
        (Some(user), None) => Some(Book::Person(user)),
        (Some(user), Some(_)) if admitted.roots().iter().any(is_public) => Some(Book::Person(user)),
        (None, Some(_)) if admitted.roots().iter().all(is_public) => None,
        (_, Some(scope)) => Some(Book::of(scope)?),
    })
}

/// Where and with which rights it is asked, as far as that makes it another request: they decide what the answer may show, so one
/// that was kept for more, or for less, is not given. A person's book does not know of agencies; whoever founds or joins one is in
/// another by then: that is no difference.
pub fn place(book: Book, caller: &Caller, admitted: &Admitted) -> String {
    let Some(scope) = &caller.scope else { return String::new() };
    match book {
        Book::Agency(..) => reach(scope),
        Book::Person(_) if admitted.roots().iter().all(is_public) => String::new(),
        Book::Person(_) => format!("{} {}", scope.agency(), reach(scope)),
    }
}

/// What they may do and which rows they see, by names that stay what they are.
fn reach(scope: &Scope) -> String {
    let role = scope.acting_as().map(|role| format!("{role:?}")).unwrap_or_default();
    let may: Vec<String> = scope.permissions().iter().map(Permission::name).collect();
    let sees = match scope.visibility() {
        Visibility::Agency => "everything".to_owned(),
        Visibility::Campaigns(campaigns) => {
            let mut ids: Vec<String> = campaigns.iter().map(ToString::to_string).collect();
            ids.sort_unstable();
            ids.join(" ")
        }
    };
    format!("{role};{};{sees}", may.join(" "))
}

fn is_public(root: &&str) -> bool {
    schema::PUBLIC.contains(root)
}
