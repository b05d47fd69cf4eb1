//! The domain's own duty: testing a data source.

use super::test::{is_outdated, probe, record};
use crate::{
    connectors::ConnectorError,
    kernel::{
        error::{Error, Result},
        queue::{BackgroundTask, Ended, Failure, Slice},
        tx::Tx,
    },
};
use entity::ids::DataSourceId;
use serde::{Deserialize, Serialize};

/// Makes the test's call and writes down how it went.
#[derive(Debug, Serialize, Deserialize)]
pub struct TestSource {
    pub data_source: DataSourceId,
}

impl BackgroundTask for TestSource {
    const KIND: &'static str = "connections.test_source";
    const LANE: &'static str = "connections";
    const PRIORITY: i16 = 1;
    const MAX_ATTEMPTS: i32 = 3;

    fn unique_key(&self) -> Option<String> {
        Some(self.data_source.to_string())
    }

    async fn run(self, slice: Slice) -> Result<Ended, Failure> {
        let (account, found) = match probe(slice.app(), slice.scope(), self.data_source).await {
            // Removed meanwhile: nobody waits for an answer.
            Err(Error::NotFound(_)) => return slice.done(slice.begin().await?).await,
            found => found?,
        };
        let mut tx = slice.begin().await?;
        if is_outdated(&tx, self.data_source, &account).await? {
            return slice.again(tx, None).await;
        }
        record(&mut tx, self.data_source, &found).await?;
        slice.done(tx).await
    }

    async fn give_up(self, tx: &mut Tx, _why: &Error) -> Result<()> {
        let reason = "the test could not be made".to_owned();
        let found = Err(ConnectorError::Unreachable { reason, outcome_unknown: false });
        record(tx, self.data_source, &found).await.map(drop)
    }
}
