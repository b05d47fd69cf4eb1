// The two ways a subscription travels: graphql-transport-ws on one shared socket, or graphql-sse on a request of its own.
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import { endpoint } from './http.js';
import { session } from './session.js';

const ATTEMPTS = 10;
const FORBIDDEN = 4403; // the server's word for "your token has ended"
const backoff = (attempt) => new Promise((done) => setTimeout(done, Math.min(250 * 2 ** attempt, 8_000) + Math.random() * 250));

let socket = null; // { key, client, open }: one socket per set of extra headers

/** Subscribes; `sink` gets connecting(retrying), connected, next, error, complete. Returns the stop function. */
export function stream(kind, request, extraHeaders, sink) {
  return kind === 'sse' ? overSse(request, extraHeaders, sink) : overWs(request, extraHeaders, sink);
}

/** Another caller: the socket was authenticated as the former one. */
export function forgetSocket() {
  socket?.client.dispose();
  socket = null;
}

function overWs(request, extraHeaders, sink) {
  const client = wsClient(extraHeaders);
  const offs = [
    client.on('connecting', (isRetry) => sink.connecting(isRetry)),
    client.on('connected', () => sink.connected()),
  ];
  const off = () => offs.forEach((stop) => stop());
  const stop = client.subscribe(request, {
    next: sink.next,
    error: (error) => (off(), sink.error(error)),
    complete: () => (off(), sink.complete()),
  });
  if (socket.open) sink.connected();
  return () => (off(), stop());
}

function wsClient(extraHeaders) {
  const key = JSON.stringify(extraHeaders ?? {});
  if (socket?.key === key) return socket.client;
  const url = endpoint('graphql/ws').replace(/^http/, 'ws');
  const client = createWsClient({
    url,
    lazyCloseTimeout: 5_000,
    keepAlive: 10_000,
    retryAttempts: ATTEMPTS,
    retryWait: backoff,
    connectionParams: async () => ({ ...(await session.headers()), ...extraHeaders }),
    on: {
      connected: () => (mine.open = true),
      closed(event) {
        mine.open = false;
        if (event?.code === FORBIDDEN) session.markStale();
      },
    },
  });
  const mine = { key, client, open: false };
  socket = mine;
  return client;
}

function overSse(request, extraHeaders, sink) {
  const client = createSseClient({
    url: endpoint('graphql/stream'),
    credentials: 'omit',
    retryAttempts: ATTEMPTS,
    retry: backoff,
    headers: async () => ({ ...(await session.headers()), ...extraHeaders }),
  });
  const on = { connecting: (isRetry) => sink.connecting(isRetry), connected: () => sink.connected() };
  return client.subscribe(request, { next: sink.next, error: (e) => sink.error(explain(e)), complete: sink.complete }, on);
}

/** graphql-sse reports a refused request as a NetworkError that holds the response. */
function explain(error) {
  const status = error?.response?.status;
  return status ? new Error(`The server answered ${status} ${error.response.statusText}`) : error;
}
