//! The other ends of P4's sockets: each follows its agency and looks at every message's number and age.

use super::{DOCUMENT, Seen};
use crate::roles;
use anyhow::{Context, Result, bail, ensure};
use chrono::{DateTime, Utc};
use entity::ids::AgencyId;
use futures_util::{SinkExt, StreamExt};
use leadwire::{
    base::clock::{Clock, SystemClock},
    kernel::live::cursor,
};
use serde_json::json;
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    net::TcpStream,
    sync::Semaphore,
    task::JoinSet,
};
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{
        Message, client::IntoClientRequest, handshake::client::Request, http::HeaderValue,
        protocol::WebSocketConfig,
    },
};

/// Sockets that are being opened at the same time.
const AT_ONCE: usize = 64;

type Socket = WebSocketStream<TcpStream>;

/// What has been received, by all sockets.
#[derive(Default)]
struct Tally {
    /// Each message's age when it came, in microseconds.
    ages: Vec<u32>,
    wrong: usize,
}

/// Opens the sockets, then waits to be told how many events each agency made, and says what was seen of them.
pub async fn run(addr: &str, count: &str, tokens: &str) -> Result<()> {
    let (count, text) = (count.parse::<usize>()?, std::fs::read_to_string(tokens)?);
    let admins: Vec<(&str, &str)> = text.lines().filter_map(|line| line.split_once(' ')).collect();
    let (tally, gate) = (Arc::new(Mutex::new(Tally::default())), Arc::new(Semaphore::new(AT_ONCE)));
    let mut opening = JoinSet::new();
    for at in 0..count {
        let (agency, token) = admins[at % admins.len()];
        let (addr, token, gate) = (addr.to_owned(), token.to_owned(), gate.clone());
        let agency = AgencyId(agency.parse()?);
        opening.spawn(async move {
            let _turn = gate.acquire().await?;
            Ok::<_, anyhow::Error>((agency, open(&addr, &token).await?))
        });
    }
    while let Some(opened) = opening.join_next().await {
        let (agency, socket) = opened??;
        tokio::spawn(listen(socket, agency, tally.clone()));
    }
    println!("open");
    let told = BufReader::new(tokio::io::stdin()).lines().next_line().await?.context("how many events")?;
    let expected = told.parse::<usize>()? * count;
    println!("seen {}", serde_json::to_string(&judged(&tally, expected).await)?);
    roles::over().await;
    Ok(())
}

async fn open(addr: &str, token: &str) -> Result<Socket> {
    let mut request: Request = format!("ws://{addr}/graphql/ws").into_client_request()?;
    let protocol = HeaderValue::from_static("graphql-transport-ws");
    request.headers_mut().insert("sec-websocket-protocol", protocol);
    let stream = TcpStream::connect(addr).await?;
    let config = WebSocketConfig::default().read_buffer_size(2_048).write_buffer_size(0);
    let (mut socket, _) = client_async_with_config(request, stream, Some(config)).await?;
    let init = json!({ "type": "connection_init", "payload": { "token": token } });
    socket.send(Message::text(init.to_string())).await?;
    let answer = socket.next().await.context("no answer")??;
    ensure!(answer.to_text()?.contains("connection_ack"), "not acknowledged: {answer}");
    let ask = json!({ "type": "subscribe", "id": "1", "payload": { "query": DOCUMENT } });
    socket.send(Message::text(ask.to_string())).await?;
    Ok(socket)
}

async fn listen(mut socket: Socket, agency: AgencyId, tally: Arc<Mutex<Tally>>) {
    let mut last = None;
    while let Some(Ok(message)) = socket.next().await {
        let Message::Text(text) = message else { continue };
        let now = SystemClock.now();
        let read = read(&text, agency);
        let mut tally = tally.lock().unwrap_or_else(PoisonError::into_inner);
        match read {
            Ok((seq, at)) => {
                let age = (now - at).num_microseconds().unwrap_or(i64::MAX);
                tally.ages.push(u32::try_from(age.max(0)).unwrap_or(u32::MAX));
                tally.wrong += usize::from(last.is_some_and(|last| seq != last + 1));
                last = Some(seq);
            }
            Err(error) => {
                eprintln!("{error:#}");
                tally.wrong += 1;
            }
        }
    }
}

/// A message's number, and when its event happened. Read by hand: these ten thousand share the server's cores.
fn read(text: &str, agency: AgencyId) -> Result<(i64, DateTime<Utc>)> {
    let field = |name: &str| {
        let (_, rest) = text.split_once(name)?;
        Some(rest.split_once('"')?.0)
    };
    let (Some(place), Some(at)) = (field(r#""cursor":""#), field(r#""at":""#)) else {
        bail!("not a change: {text}")
    };
    Ok((cursor::decode(agency, "cursor", place)?, at.parse()?))
}

/// Waits until everything came, or nothing came for three seconds.
async fn judged(tally: &Mutex<Tally>, expected: usize) -> Seen {
    let mut before = usize::MAX;
    loop {
        let count = tally.lock().unwrap_or_else(PoisonError::into_inner).ages.len();
        if count >= expected || count == before {
            break;
        }
        before = count;
        tokio::time::sleep(Duration::from_secs(3)).await;
    }
    let mut tally = tally.lock().unwrap_or_else(PoisonError::into_inner);
    tally.ages.sort_unstable();
    let messages = tally.ages.len();
    let at = |share: usize| tally.ages.get(messages * share / 1_000).or(tally.ages.last());
    let ms = |age: Option<&u32>| f64::from(age.copied().unwrap_or_default()) / 1_000.0;
    let wrong = tally.wrong + expected.abs_diff(messages);
    Seen { messages, wrong, p50_ms: ms(at(500)), p99_ms: ms(at(990)), most_ms: ms(tally.ages.last()) }
}
