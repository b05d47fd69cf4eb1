//! Relay arguments in, a Relay connection out: one shape for every list.

use super::{Result, nodes::Nodes};
use crate::kernel::{
    error,
    finished::Finished,
    page::{Cursor, Page, PageArgs},
};
use async_graphql::{ContainerType, Object, OutputType, TypeName};
use futures_util::future::BoxFuture;
use std::{borrow::Cow, future::Future};
use tokio::sync::OnceCell;

/// Counts a list when, and only when, somebody asks.
type Count = Box<dyn Fn() -> BoxFuture<'static, error::Result<(u64, bool)>> + Send + Sync>;

/// One page of a list of `N`.
pub struct Connection<N> {
    edges: Vec<Edge<N>>,
    /// `nodes`, where they were read straight into JSON (`super::plan`); `edges` is empty then, and nobody asks for it.
    finished: Option<String>,
    page_info: PageInfo,
    count: Option<Count>,
    counted: OnceCell<(u64, bool)>,
}

/// One item of a list and its place in it.
pub struct Edge<N> {
    cursor: Cursor,
    pub(super) node: N,
}

/// Where a page lies in its list.
#[derive(Clone, Debug)]
pub struct PageInfo {
    has_next_page: bool,
    has_previous_page: bool,
    start_cursor: Option<Cursor>,
    end_cursor: Option<Cursor>,
}

/// Where a page lies in its list.
#[Object]
impl PageInfo {
    /// There is more after this page.
    fn has_next_page(&self) -> bool {
        self.has_next_page
    }

    /// There is more before this page.
    fn has_previous_page(&self) -> bool {
        self.has_previous_page
    }

    /// The cursor of the page's first item; give it as `before` to page backwards.
    fn start_cursor(&self) -> Option<String> {
        self.start_cursor.as_ref().map(Cursor::text)
    }

    /// The cursor of the page's last item; give it as `after` for the next page.
    fn end_cursor(&self) -> Option<String> {
        self.end_cursor.as_ref().map(Cursor::text)
    }
}

/// Runs `list` with the Relay arguments and wraps its page. The name of the node gives the names `XConnection`, `XEdge`.
pub async fn connect<M, N, F>(args: PageArgs, list: impl FnOnce(PageArgs) -> F) -> Result<Connection<N>>
where
    N: From<M> + OutputType,
    F: Future<Output = error::Result<Page<M>>>,
{
    Ok(list(args).await?.into())
}

/// The four arguments every list takes.
#[must_use]
pub fn page_args(
    first: Option<i32>,
    after: Option<String>,
    last: Option<i32>,
    before: Option<String>,
) -> PageArgs {
    PageArgs { first, after, last, before }
}

impl<M, N: From<M>> From<Page<M>> for Connection<N> {
    fn from(page: Page<M>) -> Self {
        let edges: Vec<_> =
            page.items.into_iter().map(|(cursor, row)| Edge { cursor, node: N::from(row) }).collect();
        let page_info = PageInfo {
            has_next_page: page.has_next,
            has_previous_page: page.has_previous,
            start_cursor: edges.first().map(|edge| edge.cursor.clone()),
            end_cursor: edges.last().map(|edge| edge.cursor.clone()),
        };
        Self { edges, finished: None, page_info, count: None, counted: OnceCell::new() }
    }
}

impl<N> From<Finished> for Connection<N> {
    fn from(Finished { text, ends }: Finished) -> Self {
        let page_info = PageInfo {
            has_next_page: ends.has_next,
            has_previous_page: ends.has_previous,
            start_cursor: ends.start,
            end_cursor: ends.end,
        };
        Self { edges: vec![], finished: Some(text), page_info, count: None, counted: OnceCell::new() }
    }
}

impl<N> Connection<N> {
    /// How to count the whole list, if it is asked for.
    #[must_use]
    pub fn counted_by<F>(mut self, count: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = error::Result<(u64, bool)>> + Send + 'static,
    {
        self.count = Some(Box::new(move || Box::pin(count())));
        self
    }

    async fn total(&self) -> Result<Option<(u64, bool)>> {
        let Some(count) = &self.count else { return Ok(None) };
        Ok(Some(*self.counted.get_or_try_init(count).await?))
    }
}

impl<N: ContainerType> TypeName for Connection<N> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", N::type_name()).into()
    }
}

impl<N: OutputType> TypeName for Edge<N> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", N::type_name()).into()
    }
}

/// One page of a list.
#[Object(name_type)]
impl<N: ContainerType> Connection<N> {
    /// The items of this page, each with its cursor.
    async fn edges(&self) -> &[Edge<N>] {
        &self.edges
    }

    /// The items of this page.
    async fn nodes(&self) -> Nodes<'_, N> {
        Nodes { edges: &self.edges, finished: self.finished.as_deref() }
    }

    /// Where this page lies in the list.
    async fn page_info(&self) -> &PageInfo {
        &self.page_info
    }

    /// How many items the whole list has: exact up to 10,000. Counted only when asked for; null where a list is not counted.
    async fn total_count(&self) -> Result<Option<u64>> {
        Ok(self.total().await?.map(|(count, _)| count))
    }

    /// True when there are more than `totalCount` says.
    async fn total_count_is_lower_bound(&self) -> Result<bool> {
        Ok(self.total().await?.is_some_and(|(_, is_lower_bound)| is_lower_bound))
    }
}

/// One item of a list and its place in it.
#[Object(name_type)]
impl<N: OutputType> Edge<N> {
    /// Give it as `after` or `before` to page from here. Opaque; good for this list in this order only.
    async fn cursor(&self) -> String {
        self.cursor.text()
    }

    /// The item.
    async fn node(&self) -> &N {
        &self.node
    }
}
