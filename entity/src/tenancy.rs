//! Which agency a row belongs to, and how a client's narrower view reaches it. Applied by the kernel's `Scope`.

use crate::ids::TypedId;
use sea_orm::{EntityTrait, PrimaryKeyTrait};

/// How rows of an entity relate to what a CLIENT may see, which is a set of campaigns.
#[derive(Clone, Copy, Debug)]
pub enum ClientView<C> {
    /// A client sees none of these rows.
    Nothing,
    /// The column holds a campaign's id: the row is seen with that campaign.
    ByCampaign(C),
    /// The column holds a lead's id: the row is seen with that lead, and a lead with any of its campaigns.
    ByLead(C),
    /// The column holds a card's id: the row is seen with that card's lead.
    ByCard(C),
    /// The column holds a pipeline's id: the row is seen when that pipeline has a card the client sees.
    ByBoard(C),
    /// The column holds a membership's id: a client sees their own rows.
    ByMember(C),
}

/// An entity whose rows have a typed id: what a list can be paged by.
pub trait Keyed: EntityTrait {
    /// Its typed id.
    type Id: TypedId + Into<<Self::PrimaryKey as PrimaryKeyTrait>::ValueType>;
    /// The column of the id.
    const ID: Self::Column;

    /// The id of a row.
    fn id(model: &Self::Model) -> Self::Id;
}

/// `keyed!(UserId);` in an entity's file implements [`Keyed`] for it.
macro_rules! keyed {
    ($id:ty) => {
        impl crate::tenancy::Keyed for Entity {
            type Id = $id;
            const ID: Column = Column::Id;
            fn id(model: &Model) -> $id {
                model.id
            }
        }
    };
}
pub(crate) use keyed;

/// An entity whose rows belong to exactly one agency.
pub trait Tenanted: Keyed {
    /// The column naming the agency.
    const AGENCY: Self::Column;
    /// The column naming the workspace, where rows belong to one.
    const WORKSPACE: Option<Self::Column> = None;
    /// The column saying since when a row is deleted, where deletion is soft.
    const DELETED: Option<Self::Column> = None;
    /// What a CLIENT sees of it; nothing, unless said otherwise.
    const CLIENT_VIEW: ClientView<Self::Column> = ClientView::Nothing;
}

/// `tenanted!(LeadId, workspace: WorkspaceId, deleted: DeletedAt, client: ByLead(Id));` in an entity's file
/// implements [`Tenanted`] for it: the id's type, then the columns of what it has, each optional, in this order.
macro_rules! tenanted {
    ($id:ty $(, workspace: $workspace:ident)? $(, deleted: $deleted:ident)? $(, client: $view:ident($by:ident))?) => {
        crate::tenancy::keyed!($id);
        impl crate::tenancy::Tenanted for Entity {
            const AGENCY: Column = Column::AgencyId;
            $(const WORKSPACE: Option<Column> = Some(Column::$workspace);)?
            $(const DELETED: Option<Column> = Some(Column::$deleted);)?
            $(const CLIENT_VIEW: crate::tenancy::ClientView<Column> = crate::tenancy::ClientView::$view(Column::$by);)?
        }
    };
}
pub(crate) use tenanted;
