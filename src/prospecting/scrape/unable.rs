//! Which sources are not scraped, and why: the one place that says so. The facts are in docs/decisions/0020-to-the-end.md.

use crate::kernel::error::Error;
use entity::data_source::DataSourceKind;

/// Said before anything is made: there would be nothing to ask such a source for.
pub(super) fn cannot_search(kind: DataSourceKind) -> Error {
    let (why, hint) = match kind {
        DataSourceKind::Clearbit => (
            "Clearbit tells of people and companies that are named to it, and offers no search for people.",
            "It fills in what is missing of people: `leadsEnrich`.",
        ),
        DataSourceKind::Crunchbase => (
            "Crunchbase is read for companies: only some of its packages tell of people, and none how to reach them.",
            "It fills in what is missing of companies: `companyEnrich`.",
        ),
        DataSourceKind::Model => (
            "A language model knows of no people; it would make them up.",
            "It reads whom you look for out of a description: `leadRequestCreate`.",
        ),
        DataSourceKind::Csv => (
            "A CSV source is a file that was uploaded: there is nothing to ask for people.",
            "Import the file: `importCreate`.",
        ),
        DataSourceKind::Custom => (
            "A CUSTOM source is written to by your own systems: there is nothing to ask for people.",
            "Where they have an API that can be asked, describe it as an HTTP_API source.",
        ),
        DataSourceKind::HttpApi => (
            "This HTTP_API source describes no search: there is no `people` in its `config`.",
            "Describe one with `dataSourceUpdate`.",
        ),
        DataSourceKind::Apollo
        | DataSourceKind::Linkedin
        | DataSourceKind::Zoominfo
        | DataSourceKind::Hunter => {
            ("This data source offers no search for people.", "See what is wrong with it: `dataSourceTest`.")
        }
    };
    Error::conflict_with_hint(why, hint)
}
