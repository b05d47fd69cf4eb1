//! A local server that answers from a script and remembers what it was asked. It speaks raw HTTP/1.1, so that it can
//! also do what no framework lets it: cut answers short, hang, hang up.

use serde_json::Value;
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};
use url::Url;

/// How long a trickle takes for each byte.
const BETWEEN_BYTES: Duration = Duration::from_millis(50);

/// One answer of the script.
#[derive(Clone)]
pub struct Canned {
    head: String,
    body: Vec<u8>,
    manner: Manner,
}

#[derive(Clone, Copy, PartialEq)]
enum Manner {
    Whole,
    /// Promises more bytes than it sends.
    CutShort,
    /// Takes its time.
    Late,
    /// Reads the request and never answers.
    Hang,
    /// Reads the request and closes the connection.
    HangUp,
    /// Answers a byte at a time, from the first one on.
    Trickle,
    /// The same once it has said how it went.
    TrickleBody,
    /// Gives a challenge back; to what holds none it says its text.
    Echo,
}

impl Canned {
    pub fn json(status: u16, body: &Value) -> Self {
        Self::new(status, "application/json", body.to_string().into_bytes())
    }

    pub fn text(status: u16, body: &str) -> Self {
        Self::new(status, "text/plain", body.as_bytes().to_vec())
    }

    pub fn empty(status: u16) -> Self {
        Self::new(status, "application/json", Vec::new())
    }

    pub fn new(status: u16, kind: &str, body: Vec<u8>) -> Self {
        let head = format!("HTTP/1.1 {status} Scripted\r\ncontent-type: {kind}\r\nconnection: close\r\n");
        Self { head, body, manner: Manner::Whole }
    }

    pub fn hang() -> Self {
        Self { manner: Manner::Hang, ..Self::empty(200) }
    }

    pub fn hang_up() -> Self {
        Self { manner: Manner::HangUp, ..Self::empty(200) }
    }

    /// Always about to be done: each byte comes long before anybody gives up, and there are many.
    pub fn trickle(self) -> Self {
        Self { manner: Manner::Trickle, ..self }
    }

    pub fn trickle_body(self) -> Self {
        Self { manner: Manner::TrickleBody, ..self }
    }

    pub fn echo(self) -> Self {
        Self { manner: Manner::Echo, ..self }
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.head.push_str(&format!("{name}: {value}\r\n"));
        self
    }

    pub fn late(mut self) -> Self {
        self.manner = Manner::Late;
        self
    }

    pub fn cut_short(mut self) -> Self {
        self.manner = Manner::CutShort;
        self
    }
}

/// What was asked.
#[derive(Clone, Debug)]
pub struct Seen {
    pub method: String,
    pub path: String,
    /// Decoded, in order.
    pub query: Vec<(String, String)>,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Seen {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("a JSON body")
    }
}

/// The server; gone when dropped.
pub struct Scripted {
    address: std::net::SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
    task: tokio::task::JoinHandle<()>,
}

impl Scripted {
    /// Answers in the order given; asked once more, it repeats the last answer.
    pub async fn start(script: Vec<Canned>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let seen: Arc<Mutex<Vec<Seen>>> = Arc::default();
        let (log, script) = (seen.clone(), Arc::new(Mutex::new(VecDeque::from(script))));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, script.clone(), log.clone()));
            }
        });
        Self { address, seen, task }
    }

    pub fn url(&self) -> Url {
        Url::parse(&format!("http://{}", self.address)).expect("a URL")
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Everything it was asked so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().expect("the log").clone()
    }

    /// The one request it was asked.
    pub fn only(&self) -> Seen {
        let seen = self.seen();
        assert_eq!(seen.len(), 1, "asked {seen:?}");
        seen[0].clone()
    }
}

impl Drop for Scripted {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(mut stream: TcpStream, script: Arc<Mutex<VecDeque<Canned>>>, log: Arc<Mutex<Vec<Seen>>>) {
    let Some(seen) = read(&mut stream).await else { return };
    let challenge = serde_json::from_str::<Value>(&seen.body).ok();
    let challenge = challenge.and_then(|body| body["data"]["challenge"].as_str().map(str::to_owned));
    log.lock().expect("the log").push(seen);
    let next = {
        let mut script = script.lock().expect("the script");
        if script.len() > 1 { script.pop_front() } else { script.front().cloned() }
    };
    let Some(mut answer) = next else { return };
    match answer.manner {
        Manner::Hang => std::future::pending().await,
        Manner::HangUp => return,
        Manner::Late => tokio::time::sleep(Duration::from_millis(500)).await,
        Manner::Echo => answer.body = challenge.map_or(answer.body, String::into_bytes),
        Manner::Whole | Manner::CutShort | Manner::Trickle | Manner::TrickleBody => {}
    }
    let more = if answer.manner == Manner::CutShort { 100 } else { 0 };
    let head = format!("{}content-length: {}\r\n\r\n", answer.head, answer.body.len() + more);
    let at_once = match answer.manner {
        Manner::Trickle => 0,
        Manner::TrickleBody => head.len(),
        _ => head.len() + answer.body.len(),
    };
    let whole = [head.as_bytes(), &answer.body].concat();
    // A client that has seen enough hangs up in the middle; that is its right.
    let _ = stream.write_all(&whole[..at_once]).await;
    for byte in &whole[at_once..] {
        tokio::time::sleep(BETWEEN_BYTES).await;
        if stream.write_all(&[*byte]).await.is_err() {
            return;
        }
    }
    let _ = stream.shutdown().await;
}

async fn read(stream: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.lines();
    let mut words = lines.next()?.split(' ');
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let pairs = lines.filter_map(|line| line.split_once(':'));
    let headers: Vec<_> = pairs.map(|(name, value)| (name.to_lowercase(), value.trim().to_owned())).collect();
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let length: usize = length.map_or(0, |(_, value)| value.parse().expect("a length"));
    while bytes.len() < end + 4 + length {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    let url = Url::parse(&format!("http://server{target}")).ok()?;
    let query = url.query_pairs().into_owned().collect();
    let body = String::from_utf8_lossy(&bytes[end + 4..]).into_owned();
    Some(Seen { method, path: url.path().to_owned(), query, headers, body })
}
