//! Trust: `soak <t1|t4|…|all> [--database sqlite|postgres] [--scale F]` does what engines.md C asks for, to real processes of
//! the real program, and ends with a table and an exit code. What each proves, and what was measured: docs/reliability.md.

#![expect(clippy::disallowed_methods, reason = "the harness looks at everybody's rows, from outside")]

mod asked;
pub mod desk;
mod log;
mod outside;
mod queue;

use anyhow::Result;
use asked::Asked;
use desk::{Backend, Sheet};
use futures_util::future::LocalBoxFuture;
use leadwire::kernel::wiring::Wiring;

/// One test: how it is run, and where it makes sense (engines.md, amendment 7).
struct Test {
    name: &'static str,
    on: &'static [Backend],
    run: for<'a> fn(&'a mut Sheet) -> LocalBoxFuture<'a, Result<()>>,
}

const BOTH: &[Backend] = &[Backend::Sqlite, Backend::Postgres];
/// Several processes are the matter.
const POSTGRES: &[Backend] = &[Backend::Postgres];

const TESTS: &[Test] = &[
    Test { name: "t1", on: BOTH, run: |sheet| Box::pin(queue::t1::run(sheet)) },
    Test { name: "t4", on: BOTH, run: |sheet| Box::pin(queue::t4::run(sheet)) },
    Test { name: "t5", on: POSTGRES, run: |sheet| Box::pin(queue::t5::run(sheet)) },
    Test { name: "t6", on: POSTGRES, run: |sheet| Box::pin(queue::t6::run(sheet)) },
    Test { name: "t8", on: BOTH, run: |sheet| Box::pin(queue::t8::run(sheet)) },
    Test { name: "t9", on: BOTH, run: |sheet| Box::pin(log::t9::run(sheet)) },
    Test { name: "t12", on: POSTGRES, run: |sheet| Box::pin(log::t12::run(sheet)) },
    Test { name: "t13", on: BOTH, run: |sheet| Box::pin(outside::t13::run(sheet)) },
    Test { name: "t14", on: BOTH, run: |sheet| Box::pin(outside::t14::run(sheet)) },
    Test { name: "t15", on: POSTGRES, run: |sheet| Box::pin(outside::t15::run(sheet)) },
    Test { name: "t16", on: BOTH, run: |sheet| Box::pin(outside::t16::run(sheet)) },
];

/// The duties that only these tests know; every `leadwire` process they start can do them.
pub fn wire(wiring: &mut Wiring) {
    desk::duty::wire(wiring);
    queue::wire(wiring);
}

pub async fn run(args: &[&str]) -> Result<()> {
    let names: Vec<_> = TESTS.iter().map(|test| test.name).collect();
    let asked = Asked::parse(args, &names)?;
    let mut all = vec![];
    for test in TESTS.iter().filter(|test| asked.is_meant(test.name)) {
        for backend in test.on.iter().filter(|on| asked.backend.is_none_or(|only| only == **on)) {
            let mut sheet = Sheet::new(test.name, *backend, asked.scale);
            if let Err(error) = (test.run)(&mut sheet).await {
                sheet.broke(&error);
            }
            sheet.close();
            all.push(sheet);
        }
    }
    desk::conclude(&all)
}
