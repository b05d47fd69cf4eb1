// A real graphql-ws client follows a lead request from its creation to COMPLETED. Three times its socket is torn down
// at a random moment; each time it resumes by its last cursor. At the end the log itself is paged through and compared:
// every event exactly once, in order.
//
// Environment: URL_HTTP, URL_WS, TOKEN; AGENCY, TIMEOUT_MS (120000), CUTS (3).
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { operations } from './operations.mjs';
import { Mailbox, URL_WS, assert, finish, headers, millis, need, request, within } from './support.mjs';

need('URL_HTTP', 'URL_WS', 'TOKEN');
const LIMIT_MS = millis('TIMEOUT_MS', 120_000);
const CUTS = millis('CUTS', 3);
const ENDED = ['COMPLETED', 'FAILED', 'CANCELLED'];

let socket; // the one in use
let connections = 0;
class CuttableSocket extends WebSocket {
  constructor(...args) {
    super(...args);
    socket = this;
  }
}

const client = createClient({
  url: URL_WS,
  webSocketImpl: CuttableSocket,
  connectionParams: () => headers(),
  retryAttempts: 20,
  retryWait: () => new Promise((done) => setTimeout(done, Math.random() * 200)),
  on: { connected: () => (connections += 1) },
});

/** Subscribes and keeps `after` at the last cursor: graphql-ws sends this very object again when it reconnects. */
function follow(query, variables) {
  const inbox = new Mailbox();
  const payload = { query, variables: { ...variables } };
  const next = ({ data, errors }) => {
    if (errors) return inbox.put({ failure: JSON.stringify(errors) });
    const [message] = Object.values(data);
    payload.variables.after = message.cursor;
    inbox.put({ ...message, connection: connections });
  };
  const failure = (error) => (Array.isArray(error) ? JSON.stringify(error) : (error.reason ?? error.message ?? String(error)));
  const error = (cause) => inbox.put({ failure: failure(cause) });
  client.subscribe(payload, { next, error, complete: () => inbox.put({ complete: true }) });
  return inbox;
}

/**
 * Tears the socket down as a lost network would (no close frame), at a random moment after a message has come over the
 * present connection. Where the request has ended before the last cut, the cut still has to change nothing.
 */
async function cutOff(inboxes, hasEnded) {
  let atWork = 0; // cuts while the request was not over as far as this client had heard
  const fresh = (message) => message.failure || message.connection === connections;
  for (let cut = 1; cut <= CUTS; cut += 1) {
    const arrived = inboxes.map((inbox) => inbox.find(fresh, 'a message to cut after', LIMIT_MS).catch(() => {}));
    const calm = new Promise((done) => setTimeout(done, 400)); // after the last event there may be no further message
    await Promise.race(cut === 1 ? arrived : [...arrived, calm]);
    await new Promise((done) => setTimeout(done, Math.random() * 60));
    const before = connections;
    if (!hasEnded()) atWork += 1;
    socket.terminate();
    await within(LIMIT_MS, 'the connection to come back', reconnected(before));
  }
  return { cuts: CUTS, atWork };
}

async function reconnected(before) {
  while (connections === before) await new Promise((done) => setTimeout(done, 10));
}

/** Everything the log holds after `start`, a page of seven at a time, so that paging itself is tried as well. */
async function readLog(start) {
  const events = [];
  for (let after = start, more = true; more; ) {
    const { events: page } = await request(operations.eventPage, { after, first: 7 });
    events.push(...page.nodes);
    more = page.pageInfo.hasNextPage;
    after = page.pageInfo.endCursor;
  }
  return events;
}

function same(expected, seen, what) {
  const at = expected.findIndex((cursor, i) => seen[i] !== cursor);
  assert(at < 0, `${what}: place ${at} should hold ${expected[at]}, holds ${seen[at]} (${seen.length} of ${expected.length} seen)`);
  assert(seen.length === expected.length, `${what}: ${seen.length} seen, ${expected.length} in the log`);
}

/**
 * The stream of one request begins with a snapshot at some cursor and may repeat a cursor (progress between events), but
 * never goes back, and leaves out no event of its subject that came after the snapshot.
 */
function checkProgress(messages, log, id) {
  const place = new Map(log.map((event, i) => [event.cursor, i]));
  const [first, ...rest] = messages;
  assert(first.snapshot, 'the first message must be the snapshot');
  assert(rest.every((message) => !message.snapshot), 'a resumed stream must not send a snapshot again');
  const places = messages.map((message) => place.get(message.cursor) ?? -1); // -1: before the request began
  assert(places.every((p, i) => i === 0 || p >= places[i - 1]), 'the stream of the request went back');
  const heard = new Set(rest.map((message) => message.cursor));
  const due = log.slice(places[0] + 1, places.at(-1) + 1).filter((event) => event.subjectId === id);
  const lost = due.filter((event) => !heard.has(event.cursor));
  assert(lost.length === 0, `the stream of the request missed ${JSON.stringify(lost)}`);
}

async function main() {
  const start = (await request(operations.newestEvent)).events.nodes[0]?.cursor ?? null;
  const events = follow(operations.followEvents, { after: start });
  const { leadRequestCreate: made } = await request(operations.create, { input: operations.createInput });
  assert(made.status === 'QUEUED', `the lead request began with ${made.status}`);
  const progress = follow(operations.followRequest, { id: made.id });
  const ended = (m) => m.failure || m.complete || ENDED.includes(m.leadRequest?.status);
  const cutting = cutOff([events, progress], () => progress.all.some(ended));
  const [{ cuts, atWork }, last] = await Promise.all([cutting, progress.find(ended, 'the lead request to end', LIMIT_MS)]);
  assert(last.leadRequest?.status === 'COMPLETED', `the lead request ended with ${JSON.stringify(last)}`);

  // The fence: an event of another subject. Once it has arrived, nothing older can still be on its way.
  const { leadRequestCreate: fence } = await request(operations.create, { input: operations.fenceInput });
  const closing = await events.find((m) => m.failure || m.subjectId === fence.id, 'the event of the fence', LIMIT_MS);
  assert(!closing.failure, `the stream of events failed: ${closing.failure}`);

  const log = await readLog(start);
  const until = log.findIndex((event) => event.cursor === closing.cursor);
  const due = log.slice(0, until + 1);
  const seen = events.all.slice(0, events.all.indexOf(closing) + 1);
  const ours = (list) => list.filter((event) => event.subjectId === made.id).map((event) => event.cursor);
  same(ours(due), ours(seen), 'events of the lead request');
  same(due.map((event) => event.cursor), seen.map((event) => event.cursor), 'events of the agency');
  checkProgress(progress.all.filter((m) => m.cursor), log, made.id);
  assert(ours(due).length > 0, 'the lead request left no event in the log');
  return { cuts, atWork, connections, events: due.length, ofRequest: ours(due).length, progress: progress.all.length, id: made.id };
}

await main().then(
  (result) => finish({ program: 'follow', ok: true, ...result }),
  (error) => finish({ program: 'follow', ok: false, error: error.message, connections }),
);
