// The subscriptions that are running. One outlives a change of GraphiQL's tab (GraphiQL itself would end it), so that
// a change made in one tab is seen arriving from the other; the Live panel shows every message.
import { forgetSocket, stream } from './streams.js';
import { session } from './session.js';

const KEEP = 200; // messages kept per subscription
const TRANSPORT = 'leadwire.transport';
const listeners = new Set();
let entries = [];
let activeTab = null;
let nextId = 1;

export const live = {
  current: () => entries,
  subscribe(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  stop: (id) => find(id)?.end('stopped'),
  clear: () => publish(entries.filter(running).map((entry) => ({ ...entry, messages: [] }))),
  transport: () => localStorage.getItem(TRANSPORT) ?? 'ws',
  setTransport: (kind) => localStorage.setItem(TRANSPORT, kind),
};

export const running = (entry) => entry.status === 'connecting' || entry.status === 'live';
const find = (id) => entries.find((entry) => entry.id === id);

function publish(next) {
  entries = next;
  listeners.forEach((listener) => listener());
}

function update(id, change) {
  publish(entries.map((entry) => (entry.id === id ? { ...entry, ...change(entry) } : entry)));
}

/** GraphiQL's tabs changed: note the one in front, end what belongs to a closed one. */
export function tabsChanged({ tabs, activeTabIndex }) {
  activeTab = tabs[activeTabIndex]?.id ?? null;
  const open = new Set(tabs.map((tab) => tab.id));
  entries.filter((e) => running(e) && e.tab && !open.has(e.tab)).forEach((e) => e.end('stopped'));
}

let identity = session.identity();
session.subscribe(() => {
  if (identity === session.identity()) return;
  identity = session.identity();
  entries.filter(running).forEach((entry) => entry.end('stopped'));
  forgetSocket();
});

/** An observable for GraphiQL. The subscription starts when GraphiQL listens. */
export function startLive({ name, request, resumable, headers }) {
  return {
    subscribe(observer) {
      const id = nextId++;
      const tab = activeTab;
      let stopStream = () => {};
      let listener = observer;
      const end = (status, error) => {
        if (!running(find(id) ?? {})) return;
        stopStream();
        update(id, () => ({ status, error: error && describe(error) }));
        if (error) listener?.error(Array.isArray(error) ? error : [{ message: describe(error) }]);
        else listener?.complete();
      };
      entries.filter((e) => running(e) && e.tab && e.tab === tab).forEach((e) => e.end('stopped'));
      const others = entries.filter((e) => running(e) || e.tab !== tab);
      publish([{ id, name, tab, status: 'connecting', count: 0, messages: [], end }, ...others]);
      const sink = {
        connecting: () => update(id, () => ({ status: 'connecting' })),
        connected: () => update(id, () => ({ status: 'live' })),
        next: (result) => (receive(id, result), listener?.next(result)),
        error: (error) => end('failed', error),
        complete: () => end('ended'),
      };
      begin({ request, resumable, headers, sink: guard(id, sink) }).then(
        (stop) => (running(find(id) ?? {}) ? (stopStream = stop) : stop()),
        (error) => end('failed', error),
      );
      const unsubscribe = () => {
        listener = null;
        // GraphiQL says the same for "stop" and for "another tab was chosen"; the tab in front tells which it was.
        setTimeout(() => tab === activeTab && end('stopped'), 100);
      };
      return { unsubscribe };
    },
  };
}

/** After the end a late callback of the transport must not bring an entry back to life. */
function guard(id, sink) {
  const call = (name) => (...args) => running(find(id) ?? {}) && sink[name](...args);
  return Object.fromEntries(Object.keys(sink).map((name) => [name, call(name)]));
}

/** Both clients send the request object anew when they reconnect: with `after` set, nothing is missed or repeated. */
async function begin({ request, resumable, headers, sink }) {
  const payload = await request();
  const next = (result) => {
    const cursor = root(result)?.cursor;
    if (resumable && cursor) payload.variables = { ...payload.variables, after: cursor };
    sink.next(result);
  };
  return stream(live.transport(), payload, headers, { ...sink, next });
}

export const root = (result) => Object.values(result?.data ?? {})[0];

function receive(id, result) {
  const message = { key: `${id}-${crypto.getRandomValues(new Uint32Array(2)).join('')}`, at: new Date(), result };
  update(id, (entry) => ({ count: entry.count + 1, messages: [message, ...entry.messages].slice(0, KEEP) }));
}

function describe(error) {
  if (Array.isArray(error)) return error.map((item) => item.message).join('; ');
  if (typeof error?.code === 'number') return `The socket closed with ${error.code} ${error.reason ?? ''}`.trim();
  return error?.message || 'The connection failed.';
}
