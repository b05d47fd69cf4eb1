//! The operator at work: a server that runs by itself, asked over HTTP and followed over a socket.

use crate::{
    child::Child,
    soak::desk::{
        Place,
        crew::{Spec, server},
        http::{Client, Reply, get},
        socket::Socket,
    },
};
use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

/// What is looked at of an import.
const SHOWN: &str = "id status encoding delimiter hasHeader columnNames
    suggestion { column field customField } mapping { column field customField }
    leadList { leadCount } campaign { metrics { leads } } errorFile { bytes downloadUrl }
    counts { rows created updated unchanged skipped duplicate conflicting suppressed invalid companies incomplete }
    plan { isPartial foreignRows foreignLines
        counts { rows created updated unchanged skipped duplicate conflicting suppressed invalid companies incomplete } }
    revert { removed restored kept companies } job { id }";
const UPLOAD: &str = "mutation($file: Upload!) { uploadCreate(input: { file: $file }) { id bytes } }";
const FOLLOW: &str = "subscription($id: ID!) { jobProgress(id: $id) { job { status progress processed errors { message } } } }";
const RESULT: &str = "query($id: ID!) { job(id: $id) { resultFile { downloadUrl } } }";

/// Somebody who uses a server of their own.
pub struct Clerk {
    server: Child,
    addr: String,
    client: Client,
}

/// What was seen of a job that was followed to its end.
#[derive(Debug, Default)]
pub struct Followed {
    pub messages: usize,
    /// How often it was less far than before.
    pub setbacks: usize,
    pub processed: i64,
}

impl Clerk {
    /// Starts the server, with workers.
    pub async fn at_work(place: &Place) -> Result<Self> {
        let (server, addr) = server(&Spec::serve(place).set("LEADWIRE_QUEUE__WORKERS", "4")).await?;
        let client = Client { token: place.token.clone(), agency: place.desk(0).slug.clone() };
        Ok(Self { server, addr, client })
    }

    /// Tells the server to end, and waits until it has.
    pub async fn leave(mut self) -> Result<()> {
        self.server.signal("TERM")?;
        self.server.ended().await
    }

    /// What the server holds now, in bytes.
    pub fn memory(&self) -> Result<u64> {
        self.server.memory()
    }

    /// The most it held so far, in bytes.
    pub fn peak(&self) -> Result<u64> {
        self.server.peak()
    }

    /// The `data`, or an error with what the server says.
    pub async fn ask(&self, query: &str, variables: Value) -> Result<Value> {
        data(&self.client.ask(&self.addr, query, variables, None).await?, query)
    }

    /// Runs the mutation `name`, showing these fields of what it answers.
    pub async fn run(&self, name: &str, input: Value, fields: &str) -> Result<Value> {
        let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
        let query = format!("mutation($i: {kind}!) {{ {name}(input: $i) {{ {fields} }} }}");
        let mut answer = self.ask(&query, json!({ "i": input })).await?;
        Ok(answer[name].take())
    }

    /// The same for a mutation that answers with an import.
    pub async fn import(&self, name: &str, input: Value) -> Result<Value> {
        self.run(name, input, SHOWN).await
    }

    /// An import as it is.
    pub async fn shown(&self, id: &Value) -> Result<Value> {
        let query = format!("query($id: ID!) {{ import(id: $id) {{ {SHOWN} }} }}");
        let mut answer = self.ask(&query, json!({ "id": id })).await?;
        Ok(answer["import"].take())
    }

    /// Has a step of an import done, and follows the job that does it.
    pub async fn work(&self, step: &str, id: &Value) -> Result<(Value, Followed)> {
        let begun = self.import(step, json!({ "id": id })).await?;
        let followed = self.follow(&begun["job"]["id"]).await.with_context(|| step.to_owned())?;
        Ok((self.shown(id).await?, followed))
    }

    /// Sends a file inside a mutation.
    pub async fn send(&self, name: &str, bytes: &[u8]) -> Result<Value> {
        let mut answer = data(&self.client.send(&self.addr, UPLOAD, (name, bytes)).await?, UPLOAD)?;
        Ok(answer["uploadCreate"].take())
    }

    /// Takes something out; the file's text.
    pub async fn export(&self, input: Value) -> Result<String> {
        let job = self.run("exportCreate", input, "id").await?["id"].clone();
        self.follow(&job).await.context("exportCreate")?;
        let done = self.ask(RESULT, json!({ "id": job })).await?;
        self.fetch(&done["job"]["resultFile"]["downloadUrl"]).await
    }

    /// The text of a file.
    pub async fn fetch(&self, url: &Value) -> Result<String> {
        let reply = get(&self.addr, url.as_str().context("a file to be had")?).await?;
        ensure!(reply.status == 200, "{}: {}", reply.status, reply.body);
        Ok(reply.body)
    }

    /// Follows a job over a socket until it is completed.
    async fn follow(&self, job: &Value) -> Result<Followed> {
        let mut socket = Socket::open(&self.addr, &self.client, FOLLOW, json!({ "id": job })).await?;
        let (mut followed, mut progress) = (Followed::default(), 0);
        loop {
            let message = socket.next().await?;
            let job = &message["jobProgress"]["job"];
            let now = job["progress"].as_i64().context("how far it is")?;
            followed.messages += 1;
            followed.setbacks += usize::from(now < progress);
            progress = now;
            match job["status"].as_str() {
                Some("COMPLETED") => {
                    followed.processed = job["processed"].as_i64().unwrap_or(0);
                    return Ok(followed);
                }
                Some("PENDING" | "RUNNING") => {}
                _ => bail!("the job ended: {job}"),
            }
        }
    }
}

fn data(reply: &Reply, query: &str) -> Result<Value> {
    let mut answer = reply.json();
    ensure!(reply.status == 200 && answer["errors"].is_null(), "{query}: {} {}", reply.status, reply.body);
    Ok(answer["data"].take())
}
