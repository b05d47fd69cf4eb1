//! Who may be here, and who may not.

mod session_create;
