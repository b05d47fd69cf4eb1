//! A table in one reading, for both databases: every column, key, check and index, in the order they are said.
//! Names carry a small notation: `name` is required, `name?` may be null, `name=value` has that default.

use crate::notation::{Kind, column, one_of, reference};
use crate::rls;
use sea_orm_migration::sea_orm::DbBackend;
use sea_orm_migration::{DbErr, SchemaManager, sea_orm::ConnectionTrait};

/// A table to be.
pub struct Table {
    name: &'static str,
    lines: Vec<Line>,
    indexes: Vec<Line>,
}

type Line = Box<dyn Fn(DbBackend) -> String + Send + Sync>;

impl Table {
    /// Rows of one agency: `id`, `agency_id`, and the pair as target of every reference to it.
    pub fn tenant(name: &'static str) -> Self {
        let table = Self::shared(name).refer_global("agency_id", "agency");
        table.line(|_| r#"UNIQUE ("agency_id", "id")"#.to_owned())
    }

    /// Rows of nobody in particular, with an `id`.
    pub fn shared(name: &'static str) -> Self {
        let table = Self { name, lines: Vec::new(), indexes: Vec::new() };
        table.line(|db| column(db, "id", Kind::Uuid)).line(|_| r#"PRIMARY KEY ("id")"#.to_owned())
    }

    /// Rows known by the columns of `key` instead of an id.
    pub fn keyed(name: &'static str, key: &'static str) -> Self {
        let table = Self { name, lines: Vec::new(), indexes: Vec::new() };
        table.line(|_| format!("PRIMARY KEY ({})", quoted(key)))
    }

    pub fn texts(self, names: &'static [&'static str]) -> Self {
        self.columns(names, Kind::Text)
    }

    /// Text compared byte by byte on both databases: what orders and searches stand on.
    pub fn folded(self, names: &'static [&'static str]) -> Self {
        self.columns(names, Kind::Folded)
    }

    pub fn ints(self, names: &'static [&'static str]) -> Self {
        self.columns(names, Kind::Int)
    }

    pub fn bigs(self, names: &'static [&'static str]) -> Self {
        self.columns(names, Kind::Big)
    }

    pub fn doubles(self, names: &'static [&'static str]) -> Self {
        self.columns(names, Kind::Double)
    }

    pub fn flags(self, names: &'static [&'static str]) -> Self {
        self.columns(names, Kind::Bool)
    }

    pub fn bytes(self, names: &'static [&'static str]) -> Self {
        self.columns(names, Kind::Bytes)
    }

    pub fn times(self, names: &'static [&'static str]) -> Self {
        self.columns(names, Kind::Time)
    }

    pub fn dates(self, names: &'static [&'static str]) -> Self {
        self.columns(names, Kind::Date)
    }

    pub fn jsons(self, names: &'static [&'static str]) -> Self {
        self.columns(names, Kind::Json)
    }

    /// Ids without a foreign key: of logs, of several kinds of things, of tables still to come.
    pub fn uuids(self, names: &'static [&'static str]) -> Self {
        self.columns(names, Kind::Uuid)
    }

    /// Text that is one of `values`.
    pub fn one_of(self, name: &'static str, values: &'static [&'static str]) -> Self {
        self.line(move |db| one_of(db, name, values))
    }

    /// Points to a row of the same agency, which then cannot be deleted.
    pub fn refer(self, name: &'static str, to: &'static str) -> Self {
        self.line(move |db| column(db, name, Kind::Uuid))
            .line(move |_| reference(&["agency_id", name], to, ""))
    }

    /// Points to a row of the same agency, and goes with it.
    pub fn owned(self, name: &'static str, to: &'static str) -> Self {
        let line = move |_| reference(&["agency_id", name], to, " ON DELETE CASCADE");
        self.line(move |db| column(db, name, Kind::Uuid)).line(line)
    }

    /// Points to a row of nobody in particular, which then cannot be deleted.
    pub fn refer_global(self, name: &'static str, to: &'static str) -> Self {
        self.line(move |db| column(db, name, Kind::Uuid)).line(move |_| reference(&[name], to, ""))
    }

    /// Points to a row of nobody in particular, and goes with it.
    pub fn owned_global(self, name: &'static str, to: &'static str) -> Self {
        let line = move |_| reference(&[name], to, " ON DELETE CASCADE");
        self.line(move |db| column(db, name, Kind::Uuid)).line(line)
    }

    /// What must hold for each row.
    pub fn check(self, condition: &'static str) -> Self {
        self.line(move |_| format!("CHECK ({condition})"))
    }

    /// At most one row with these columns; errors are told apart by `name`.
    pub fn unique(self, name: &str, columns: &str) -> Self {
        let sql = format!(r#"CREATE UNIQUE INDEX "{name}" ON "{}" ({})"#, self.name, quoted(columns));
        self.indexed(move |_| sql.clone())
    }

    /// At most one row with these columns among those where `condition` holds.
    pub fn unique_where(self, name: &str, columns: &str, condition: &str) -> Self {
        let sql = format!(r#"CREATE UNIQUE INDEX "{name}" ON "{}" ({})"#, self.name, quoted(columns));
        let sql = sql + &only(condition);
        self.indexed(move |_| sql.clone())
    }

    pub fn index(self, columns: &str) -> Self {
        let sql = index(self.name, columns);
        self.indexed(move |_| sql.clone())
    }

    /// An index over the rows where `condition` holds.
    pub fn index_where(self, columns: &str, condition: &str) -> Self {
        let sql = index(self.name, columns) + &only(condition);
        self.indexed(move |_| sql.clone())
    }

    /// Orders by `column`, which may be null, nulls last in both directions: SQLite reads one index either way,
    /// PostgreSQL wants a second one for the way down. `group` holds the columns before it; no `condition`: all rows.
    pub fn index_nulls_last(self, group: &str, column: &str, condition: &str) -> Self {
        let down = index(self.name, &format!("{group}, {column} DESC NULLS LAST, id DESC"));
        let down = down.replacen("\" ON", "_down\" ON", 1) + &only(condition);
        let up = self.index_where(&format!("{group}, {column}, id"), condition);
        up.indexed(move |db| if db == DbBackend::Postgres { down.clone() } else { String::new() })
    }

    fn columns(self, names: &'static [&'static str], kind: Kind) -> Self {
        names.iter().fold(self, |table, name| table.line(move |db| column(db, name, kind)))
    }

    fn line(mut self, line: impl Fn(DbBackend) -> String + Send + Sync + 'static) -> Self {
        self.lines.push(Box::new(line));
        self
    }

    fn indexed(mut self, line: impl Fn(DbBackend) -> String + Send + Sync + 'static) -> Self {
        self.indexes.push(Box::new(line));
        self
    }

    /// The statements that make it. Columns first, then keys and checks: SQLite insists on that order.
    fn statements(&self, db: DbBackend) -> Vec<String> {
        let lines: Vec<String> = self.lines.iter().map(|line| line(db)).collect();
        let (columns, rules): (Vec<_>, Vec<_>) = lines.into_iter().partition(|line| line.starts_with('"'));
        let body = [columns, rules].concat().join(",\n  ");
        let table = format!("CREATE TABLE \"{}\" (\n  {body}\n)", self.name);
        let indexes = self.indexes.iter().map(|index| index(db)).filter(|index| !index.is_empty());
        std::iter::once(table).chain(indexes).collect()
    }
}

/// Makes the tables, in order; those of agencies behind the wall, where there is one already.
pub async fn create_all(manager: &SchemaManager<'_>, tables: &[Table]) -> Result<(), DbErr> {
    let db = manager.get_connection();
    for statement in tables.iter().flat_map(|table| table.statements(manager.get_database_backend())) {
        db.execute_unprepared(&statement).await?;
    }
    rls::protect_later(db).await
}

/// Takes the tables away again, last first.
pub async fn drop_all(manager: &SchemaManager<'_>, tables: &[Table]) -> Result<(), DbErr> {
    for table in tables.iter().rev() {
        manager.get_connection().execute_unprepared(&format!(r#"DROP TABLE "{}""#, table.name)).await?;
    }
    Ok(())
}

/// `a, b DESC` → `"a", "b" DESC`.
fn quoted(columns: &str) -> String {
    let quote = |column: &str| match column.split_once(' ') {
        Some((name, direction)) => format!("\"{name}\" {direction}"),
        None => format!("\"{column}\""),
    };
    columns.split(", ").map(quote).collect::<Vec<_>>().join(", ")
}

/// An index called `ix_lead_created_at_id`: the agency goes without saying, and PostgreSQL keeps 63 bytes of a name
/// (58 here, because one may get an ending).
fn index(table: &str, columns: &str) -> String {
    let words =
        columns.replace("agency_id, ", "").replace(" DESC", "").replace(" NULLS LAST", "").replace(", ", "_");
    let name: String = format!("ix_{table}_{words}").chars().take(58).collect();
    format!(r#"CREATE INDEX "{name}" ON "{table}" ({})"#, quoted(columns))
}

fn only(condition: &str) -> String {
    if condition.is_empty() { String::new() } else { format!(" WHERE {condition}") }
}
