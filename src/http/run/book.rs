//! In which book a request's idempotency key is looked up.

use super::Admitted;
use crate::{
    kernel::{caller::Caller, error::Result, idempotency::Book},
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

/// Where and as whom it is asked, as far as that makes it another request: as whom an operator asks decides what the answer may
/// show, and a person's book does not know of agencies. Whoever founds or joins one is in another by then: that is no difference.
pub fn place(book: Book, caller: &Caller, admitted: &Admitted) -> String {
    let Some(scope) = &caller.scope else { return String::new() };
    let role = scope.acting_as().map(|role| format!("{role:?}")).unwrap_or_default();
    match book {
        Book::Agency(..) => role,
        Book::Person(_) if admitted.roots().iter().all(is_public) => String::new(),
        Book::Person(_) => format!("{} {role}", scope.agency()),
    }
}

fn is_public(root: &&str) -> bool {
    schema::PUBLIC.contains(root)
}
