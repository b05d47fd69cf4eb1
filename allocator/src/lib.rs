//! How soon the allocator gives memory back. Why that is a crate of its own: docs/decisions/0022.

use libmimalloc_sys::{mi_option_get, mi_option_set, mi_option_t};
use std::ffi::c_long;

/// `mi_option_purge_delay` of `mimalloc.h`, which libmimalloc-sys does not name.
const PURGE_DELAY: mi_option_t = 15;
/// What mimalloc 3 keeps given pages for, in milliseconds.
const THEIRS: c_long = 1_000;
/// What we do: long enough for the next request to find them, too short for an import's second to lie beside the next one's.
const OURS: c_long = 10;

/// Memory that nobody holds goes back to the system after ten milliseconds. Where the environment says otherwise
/// (`MIMALLOC_PURGE_DELAY`), it stays said; the same where the setting is not the one we know. For the
/// first line of `main`: no other thread may run.
pub fn give_back_soon() {
    if delay() == THEIRS {
        // SAFETY: it checks that its first argument is in range, and stores the second in a table. There is one thread.
        #[expect(unsafe_code, reason = "a setting of a C library")]
        unsafe {
            mi_option_set(PURGE_DELAY, OURS);
        }
    }
}

/// Milliseconds that pages are kept after nobody holds anything in them.
fn delay() -> c_long {
    // SAFETY: it checks that its argument is in range, and reads a number from a table. There is one thread.
    #[expect(unsafe_code, reason = "a setting of a C library")]
    unsafe {
        mi_option_get(PURGE_DELAY)
    }
}

#[cfg(test)]
mod tests {
    use super::{OURS, THEIRS, delay, give_back_soon};

    /// Says so when another version has another table.
    #[test]
    fn it_is_the_setting_we_mean_and_it_is_set() {
        assert_eq!(delay(), THEIRS);
        give_back_soon();
        assert_eq!(delay(), OURS);
        give_back_soon();
        assert_eq!(delay(), OURS);
    }
}
