//! One socket from its first word to its last.

use super::{
    close::Close,
    message::{self, Said},
    operations::Operations,
    socket::{self, End, Heard},
};
use crate::{
    graphql::guard::{Code, Refusal},
    http::{
        answer::settle,
        ask::credentials,
        doors::Doors,
        live,
        ops::metrics::Counted,
        run::{Payer, Seat, Vigil},
    },
    kernel::caller::{Caller, Origin},
};
use axum::extract::ws::WebSocket;
use futures_util::FutureExt;
use serde_json::{Map, Value};
use std::{sync::Arc, time::Duration};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at, timeout_at};

/// Pings without any word from the client before it is taken for gone.
const MISSES: u8 = 2;
/// Messages written before the socket is flushed and the client heard again.
const TOGETHER: usize = 32;

/// Serves a socket until it ends.
pub async fn run(doors: Doors, mut socket: WebSocket, origin: Origin, speaks_it: bool) {
    let _counted = Counted::socket();
    let end = match speaks_it {
        true => Box::pin(serve(&doors, &mut socket, origin)).await,
        false => End::Close(Close::other_protocol()),
    };
    if let End::Close(close) = end {
        socket::close(socket, close).await;
    }
}

async fn serve(doors: &Doors, socket: &mut WebSocket, origin: Origin) -> End {
    let greeted = Box::pin(greet(doors, socket, origin)).await;
    let mut session = match greeted {
        Ok(session) => session,
        Err(end) => return end,
    };
    loop {
        if let Err(end) = session.step(socket).await {
            return end;
        }
    }
}

/// Waits for `connection_init`, finds out who this is, and gives them a seat.
async fn greet(doors: &Doors, socket: &mut WebSocket, origin: Origin) -> Result<Session, End> {
    let patience = Duration::from_millis(doors.config().live.init_timeout_ms);
    let payload = tokio::select! {
        heard = timeout_at(Instant::now() + patience, init(socket)) => heard.map_err(|_| Close::no_init())??,
        () = doors.draining().cancelled() => return Err(Close::draining().into()),
    };
    let session = Session::new(doors, payload.as_ref(), origin).await?;
    socket::say(socket, message::ACK).await?;
    Ok(session)
}

async fn init(socket: &mut WebSocket) -> Result<Option<Map<String, Value>>, End> {
    loop {
        let Heard::Text(text) = socket::hear(socket).await? else { continue };
        match message::read(&text)? {
            Said::Init(payload) => return Ok(payload),
            Said::Ping => socket::say(socket, message::PONG).await?,
            Said::Pong | Said::Complete(_) => {}
            Said::Subscribe(..) => return Err(Close::unauthorized().into()),
        }
    }
}

/// An acknowledged socket.
struct Session {
    doors: Doors,
    caller: Arc<Caller>,
    operations: Operations,
    vigil: Vigil,
    pings: Interval,
    missed: u8,
    #[expect(dead_code, reason = "given back when the session ends")]
    seat: Seat,
}

impl Session {
    async fn new(doors: &Doors, payload: Option<&Map<String, Value>>, origin: Origin) -> Result<Self, Close> {
        let resolved = doors.resolve(&credentials::of_init(payload), origin).await;
        let caller = resolved.map_err(|error| match error.code() {
            "UNAVAILABLE" | "INTERNAL" => Close::unavailable(),
            _ => Close::forbidden(error.to_string()),
        })?;
        let live = &doors.config().live;
        let seat = doors.seats().take(Payer::of(&caller), live.sockets_per_user);
        let seat = seat.ok_or_else(|| Close::too_many_sockets(live.sockets_per_user))?;
        let every = Duration::from_millis(live.ping_interval_ms.max(1));
        let mut pings = interval_at(Instant::now() + every, every);
        pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let (vigil, operations) = (doors.vigils().over(doors, &caller), Operations::default());
        Ok(Self { doors: doors.clone(), caller: Arc::new(caller), operations, vigil, pings, missed: 0, seat })
    }

    /// One thing that happens: a word of the client, a message for it, a ping, the end.
    async fn step(&mut self, socket: &mut WebSocket) -> Result<(), End> {
        tokio::select! {
            heard = socket::hear(socket) => {
                self.missed = 0;
                match heard? {
                    Heard::Text(text) => self.answer(socket, &text).await,
                    Heard::Alive => Ok(()),
                }
            }
            Some(text) = self.operations.next(), if !self.operations.is_empty() => self.deliver(socket, text).await,
            _ = self.pings.tick() => {
                if self.missed >= MISSES {
                    return Err(Close::silent().into());
                }
                self.missed += 1;
                self.patiently(socket::ping(socket)).await
            }
            end = ended(&self.doors, &mut self.vigil) => Err(end),
        }
    }

    async fn answer(&mut self, socket: &mut WebSocket, text: &str) -> Result<(), End> {
        match message::read(text)? {
            Said::Init(_) => Err(Close::second_init().into()),
            Said::Ping => self.patiently(socket::say(socket, message::PONG)).await,
            Said::Pong => Ok(()),
            Said::Complete(id) => {
                self.operations.stop(&id);
                Ok(())
            }
            Said::Subscribe(id, _) if self.operations.has(&id) => Err(Close::id_in_use(&id).into()),
            Said::Subscribe(id, _) if self.is_full() => {
                let refused = message::error(&message::head(&id), &self.too_many());
                self.deliver(socket, refused).await
            }
            Said::Subscribe(id, ask) => {
                self.operations.start(id, live::run(self.doors.clone(), self.caller.clone(), *ask));
                Ok(())
            }
        }
    }

    fn is_full(&self) -> bool {
        self.operations.count() >= self.doors.config().live.subscriptions_per_socket
    }

    fn too_many(&self) -> String {
        let most = self.doors.config().live.subscriptions_per_socket;
        let message = format!("Too many operations on this socket: at most {most} at a time.");
        let mut errors = vec![Refusal::new(Code::LimitReached, message).into()];
        settle(&mut errors, None, &self.caller.origin.request_id);
        serde_json::to_string(&errors).unwrap_or_else(|_| "[]".into())
    }

    /// Sends a message, and with it what else is ready.
    async fn deliver(&mut self, socket: &mut WebSocket, text: String) -> Result<(), End> {
        let operations = &mut self.operations;
        let sending = async {
            socket::feed(socket, text).await?;
            for _ in 1..TOGETHER {
                let Some(Some(text)) = operations.next().now_or_never() else { break };
                socket::feed(socket, text).await?;
            }
            socket::flush(socket).await
        };
        patiently(&self.doors, &mut self.vigil, sending).await
    }

    async fn patiently(&mut self, sending: impl Future<Output = Result<(), End>>) -> Result<(), End> {
        patiently(&self.doors, &mut self.vigil, sending).await
    }
}

/// A client that does not read delays itself; for how long has an end. A socket that ends is not kept by it either.
async fn patiently(
    doors: &Doors,
    vigil: &mut Vigil,
    sending: impl Future<Output = Result<(), End>>,
) -> Result<(), End> {
    let patience = Duration::from_millis(doors.config().live.stalled_after_ms);
    tokio::select! {
        biased;
        sent = sending => sent,
        end = ended(doors, vigil) => Err(end),
        () = tokio::time::sleep(patience) => Err(Close::silent().into()),
    }
}

/// Ready when the server or the caller's sign-in ends.
async fn ended(doors: &Doors, vigil: &mut Vigil) -> End {
    tokio::select! {
        () = doors.draining().cancelled() => {
            // Everybody at once would come back at once.
            tokio::time::sleep(Duration::from_secs(1).mul_f64(doors.app().random().unit())).await;
            Close::draining().into()
        }
        () = vigil.ended() => Close::forbidden("The sign-in has ended").into(),
    }
}
