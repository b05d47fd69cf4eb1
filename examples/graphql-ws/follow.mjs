// Asks for leads and follows the request until it ends, over graphql-transport-ws, through lost connections.
//
//   LEADWIRE_TOKEN=… node follow.mjs "Heads of operations at logistics companies in the United States"
//
// LEADWIRE_URL is http://127.0.0.1:8080 unless set. CUT=1 tears the connection down once, half way, to see it resume.
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';

const { LEADWIRE_URL = 'http://127.0.0.1:8080', LEADWIRE_TOKEN, CUT } = process.env;
const description = process.argv[2] ?? 'Heads of operations at logistics companies in the United States';
const ENDED = ['COMPLETED', 'FAILED', 'CANCELLED'];
if (!LEADWIRE_TOKEN) {
  console.error('Set LEADWIRE_TOKEN to an access token (leadwire token --email …) or an API key.');
  process.exit(2);
}

let cut = () => {};
const client = createClient({
  url: `${LEADWIRE_URL.replace(/^http/, 'ws')}/graphql/ws`,
  webSocketImpl: WebSocket, // not needed in a browser, nor in Node 22 and later
  // Called for each connection. Close code 4403 says that the token has ended: a program that runs for longer gets a new one
  // (sessionRefresh) here and tries again; this one gives up.
  connectionParams: () => ({ Authorization: `Bearer ${LEADWIRE_TOKEN}` }),
  lazyCloseTimeout: 1_000, // one socket for all that follows
  retryAttempts: 20,
  shouldRetry: (cause) => cause.code !== 4403,
  on: {
    connected: (socket) => (cut = () => socket.terminate()),
    connecting: (isRetry) => isRetry && console.log('… connecting again'),
  },
});

// A refused operation is thrown as the list of its errors, a lost socket as its close event.
process.on('uncaughtException', (cause) => {
  console.error(Array.isArray(cause) ? cause.map(({ message }) => message).join('; ') : (cause.reason ?? cause.message));
  process.exit(1);
});

/** One answer: of a query or a mutation. */
async function ask(query, variables) {
  for await (const { data, errors } of client.iterate({ query, variables })) {
    if (errors) throw errors;
    return data;
  }
}

/**
 * The messages of a live root, without gap or repeat. graphql-ws sends this same request again when it reconnects: with
 * `after` at the last cursor the server replays what was missed and goes on.
 */
async function* follow(query, variables) {
  const request = { query, variables: { ...variables } };
  for await (const { data, errors } of client.iterate(request)) {
    if (errors) throw errors;
    const [message] = Object.values(data);
    request.variables.after = message.cursor;
    yield message;
  }
}

const { leadRequestCreate: made } = await ask(
  `mutation ($input: LeadRequestCreateInput!) { leadRequestCreate(input: $input) { id } }`,
  { input: { description, maxResults: 5 } },
);
console.log(`asked for leads: ${made.id}`);

const changes = follow(
  `subscription ($id: ID!, $after: Cursor) {
    leadRequestProgress(id: $id, after: $after) {
      cursor
      kind
      leadRequest { status job { progress } }
    }
  }`,
  { id: made.id },
);
let seen = 0;
for await (const { kind, leadRequest } of changes) {
  console.log(`${kind.padEnd(24)} ${leadRequest.status.padEnd(10)} ${leadRequest.job.progress} %`);
  if (ENDED.includes(leadRequest.status)) break;
  if (CUT && ++seen === 2) cut();
}

const { leadRequest } = await ask(
  `query ($id: ID!) { leadRequest(id: $id) { prospects(first: 5) { nodes { rank score fullName title companyName } } } }`,
  { id: made.id },
);
for (const { rank, score, fullName, title, companyName } of leadRequest.prospects.nodes) {
  console.log(`${rank}. ${fullName}, ${title}, ${companyName} (${score})`);
}
await client.dispose();
