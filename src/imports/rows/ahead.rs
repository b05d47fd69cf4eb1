//! Reading the next rows while somebody works on these: parsing them takes a processor as long as the database takes another.

use super::reader::{Batch, RowReader};
use crate::kernel::error::{Error, Result};
use tokio::task::{JoinHandle, spawn_blocking};

/// A reader that is one batch ahead of who asks.
pub struct Ahead {
    next: JoinHandle<(RowReader, Result<Batch>)>,
    most: usize,
}

impl Ahead {
    /// Begins to read; at most so many rows at once.
    pub fn of(reader: RowReader, most: usize) -> Self {
        Self { next: read(reader, most), most }
    }

    /// The next rows.
    pub async fn batch(&mut self) -> Result<Batch> {
        let (reader, batch) = (&mut self.next).await.map_err(Error::internal)?;
        self.next = read(reader, self.most);
        batch
    }
}

fn read(mut reader: RowReader, most: usize) -> JoinHandle<(RowReader, Result<Batch>)> {
    spawn_blocking(move || {
        let batch = reader.batch(most);
        (reader, batch)
    })
}
