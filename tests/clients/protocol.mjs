// graphql-transport-ws, frame by frame: close codes, pings, completion, errors.
//
// Environment: URL_HTTP, URL_WS, TOKEN; AGENCY, PING_MS (25000: how long to wait for a ping of the server), INIT_MS (10000: how
// long to wait for 4408).
import { Frames, closeCodeFor } from './frames.mjs';
import { operations } from './operations.mjs';
import { assert, headers, millis, need, request, runChecks } from './support.mjs';

need('URL_HTTP', 'URL_WS', 'TOKEN');
const PING_MS = millis('PING_MS', 25_000);
const INIT_MS = millis('INIT_MS', 10_000);

const subscribe = (id, query = operations.followEvents) => ({ id, type: 'subscribe', payload: { query } });

/** What a message sent on an acknowledged socket is answered with. */
const closesAfter = (message, codes) => async () => {
  const frames = await Frames.ready();
  frames.send(message);
  return frames.closesWith(codes);
};

const rejectsProtocol = (subprotocol) => async () => {
  const { code, bytes } = await closeCodeFor(subprotocol);
  assert(code === 4406, `closed with ${code}, not 4406`);
  assert(bytes <= 125, `a close frame of ${bytes} bytes`);
  return { code };
};

const gives = (query, type, after) => async () => {
  const frames = await Frames.ready();
  frames.send(subscribe('one', query));
  const answer = await frames.receive(type, 'one');
  await after?.(frames, answer);
  frames.end();
};

/** An `error` message ends the operation: nothing else may follow for its id, and the id is free again. */
async function endsOperation(frames, answer) {
  assert(Array.isArray(answer.payload) && answer.payload[0]?.message, 'the payload must be a list of errors');
  frames.send(subscribe('one', operations.anyQuery));
  await frames.receive('complete', 'one');
  const types = frames.inbox.all.filter((m) => m.id === 'one').map((m) => m.type);
  assert(types.join() === 'error,next,complete', `got ${types}`);
}

await runChecks('protocol', {
  'subscribe before the acknowledgement closes with 4401': async () => {
    const frames = await Frames.open();
    frames.send(subscribe('one'));
    return frames.closesWith(4401);
  },
  'a second init closes with 4429': closesAfter({ type: 'connection_init', payload: headers() }, 4429),
  'an id in use closes with 4409': async () => {
    const frames = await Frames.ready();
    frames.send(subscribe('one'));
    frames.send(subscribe('one'));
    return frames.closesWith(4409);
  },
  'what is no JSON closes with 4400': closesAfter('{"type":', 4400),
  'JSON that is no object closes with 4400': closesAfter('[1]', 4400),
  'an unknown type closes with 4400': closesAfter({ type: 'noSuchType' }, 4400),
  'subscribe without id closes with 4400': closesAfter({ type: 'subscribe', payload: { query: '{ __typename }' } }, 4400),
  'subscribe without query closes with 4400': closesAfter({ id: 'one', type: 'subscribe', payload: {} }, 4400),
  'the reason fits into a close frame whatever was sent': closesAfter({ type: 'ü'.repeat(2_000) }, 4400),
  'no init in time closes with 4408': async () => (await Frames.open()).closesWith(4408, INIT_MS),
  'a token that does not count closes with 4401 or 4403': async () => {
    const frames = await Frames.open();
    frames.send({ type: 'connection_init', payload: headers('not-a-token') });
    return frames.closesWith([4401, 4403]);
  },
  'an unknown sub-protocol closes with 4406': rejectsProtocol('no-such-protocol'),
  'the older sub-protocol closes with 4406': rejectsProtocol('graphql-ws'),
  'no sub-protocol closes with 4406': rejectsProtocol(undefined),
  'ping is answered with pong, before init as well': async () => {
    const frames = await Frames.open();
    frames.send({ type: 'ping' });
    await frames.receive('pong');
    frames.end();
  },
  'a pong nobody asked for is taken': async () => {
    const frames = await Frames.ready();
    frames.send({ type: 'pong', payload: { some: 'thing' } });
    frames.send({ type: 'ping' });
    await frames.receive('pong');
    frames.end();
  },
  'the server pings': async () => {
    const frames = await Frames.ready();
    const since = Date.now();
    const message = frames.inbox.find((m) => m.type === 'ping', 'a "ping" message', PING_MS).then(() => 'message');
    const by = await Promise.any([frames.pings.find(() => true, 'a ping frame', PING_MS), message]).catch(() => null);
    assert(by, `no ping within ${PING_MS} ms`);
    frames.end();
    return { by, ms: Date.now() - since };
  },
  'a query gives next and complete': gives(operations.anyQuery, 'complete', (frames) => {
    const types = frames.inbox.all.filter((m) => m.id === 'one').map((m) => m.type);
    assert(types.join() === 'next,complete', `got ${types}`);
  }),
  'a field that does not exist gives an error message': gives(operations.unknownField, 'error', endsOperation),
  'a document that does not parse gives an error message': gives('subscription {', 'error', endsOperation),
  'complete stops the messages': async () => {
    const frames = await Frames.ready();
    frames.send(subscribe('stopped'));
    frames.send(subscribe('kept'));
    frames.send({ type: 'ping' });
    await frames.receive('pong'); // both subscriptions were read before the ping
    frames.send({ id: 'stopped', type: 'complete' });
    frames.send({ id: 'fence', type: 'subscribe', payload: { query: operations.anyQuery } });
    await frames.receive('complete', 'fence');
    const before = frames.inbox.all.filter((m) => m.id === 'stopped').length;
    const { workspaceCreate: made } = await request(operations.happen, { input: operations.happenInput() });
    const arrived = (m) => m.id === 'kept' && m.payload?.data?.events?.subjectId === made.id;
    await frames.inbox.find(arrived, 'the event on the subscription that was kept');
    const after = frames.inbox.all.filter((m) => m.id === 'stopped').length;
    assert(after === before, `${after - before} messages after complete`);
    frames.send(subscribe('stopped', operations.anyQuery)); // its id is free again
    await frames.receive('complete', 'stopped');
    frames.end();
  },
});
