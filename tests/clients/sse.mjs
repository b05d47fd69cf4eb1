// graphql-sse, distinct connections: a stream of its own per operation.
//
// Environment: URL_HTTP, URL_SSE, TOKEN; AGENCY.
import { createClient } from 'graphql-sse';
import { operations } from './operations.mjs';
import { Mailbox, URL_SSE, assert, headers, need, request, runChecks, within } from './support.mjs';

need('URL_HTTP', 'URL_SSE', 'TOKEN');

const clientFor = (token) => createClient({ url: URL_SSE, headers: () => headers(token), retryAttempts: 0 });

/** Subscribes; results, the end and failures all land in the mailbox. */
function open(query, token) {
  const inbox = new Mailbox();
  const on = { connected: () => inbox.put({ connected: true }) };
  const stop = clientFor(token).subscribe(
    { query },
    { next: (result) => inbox.put({ result }), error: (error) => inbox.put({ error }), complete: () => inbox.put({ complete: true }) },
    on,
  );
  return { inbox, stop };
}

async function refused(token) {
  const { inbox } = open(operations.followEvents, token);
  const { error, result } = await inbox.find((m) => m.error || m.result, 'a refusal');
  assert(!result, `an answer instead of a refusal: ${JSON.stringify(result)}`);
  const status = error.response?.status;
  assert(status >= 400 && status < 500, `refused with ${status ?? error.message}, not 4xx`);
  return { status };
}

const bare = (accept, body) =>
  within(5_000, 'an answer', fetch(URL_SSE, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, ...headers() },
    body: JSON.stringify(body),
  }));

await runChecks('sse', {
  'a subscription receives what happens': async () => {
    const { inbox, stop } = open(operations.followEvents);
    await inbox.find((m) => m.connected || m.error, 'the stream to open');
    const { workspaceCreate: made } = await request(operations.happen, { input: operations.happenInput() });
    const fits = (m) => m.error || m.result?.data?.events?.subjectId === made.id;
    const found = await inbox.find(fits, 'the event of the workspace');
    assert(!found.error, `failed: ${found.error?.message}`);
    assert(found.result.data.events.cursor, 'an event without a cursor');
    stop();
  },
  'a query gives one result and complete': async () => {
    const { inbox } = open(operations.anyQuery);
    await inbox.find((m) => m.complete || m.error, 'complete');
    const kinds = inbox.all.map((m) => Object.keys(m)[0]);
    assert(kinds.join() === 'connected,result,complete', `got ${kinds}`);
  },
  'the stream is an event stream nobody may keep or buffer': async () => {
    const response = await bare('text/event-stream', { query: operations.anyQuery });
    const type = response.headers.get('content-type') ?? '';
    assert(response.status === 200 && type.startsWith('text/event-stream'), `${response.status} ${type}`);
    assert(/no-(cache|store)/.test(response.headers.get('cache-control') ?? ''), 'cache-control must forbid keeping it');
    const text = await within(5_000, 'the stream to end', response.text());
    assert(/^event: next$/m.test(text) && /^event: complete$/m.test(text), `the stream was ${JSON.stringify(text)}`);
  },
  'no token is refused with 4xx': () => refused(null),
  'a token that does not count is refused with 4xx': () => refused('not-a-token'),
  'a request without a query is refused with 4xx': async () => {
    const response = await bare('text/event-stream', {});
    await response.body?.cancel();
    assert(response.status >= 400 && response.status < 500, `answered with ${response.status}`);
    return { status: response.status };
  },
});
