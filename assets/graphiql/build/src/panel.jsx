// The Live panel: every running subscription and every message it brought, newest first.
import { useState } from 'react';
import { useLive } from './hooks.js';
import { live, root, running } from './live.js';

export function LivePanel() {
  const entries = useLive();
  const [folded, setFolded] = useState(false);
  if (entries.length === 0) return null;
  const messages = entries
    .flatMap((entry) => entry.messages.map((message) => ({ ...message, name: entry.name })))
    .sort((a, b) => b.at - a.at);
  return (
    <section className={folded ? 'lw-live lw-folded' : 'lw-live'} aria-label="Live">
      <div className="lw-live-head">
        <strong>Live</strong>
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
        <span className="lw-space" />
        <button type="button" className="lw-button" onClick={live.clear}>
          Clear
        </button>
        <button type="button" className="lw-button" aria-expanded={!folded} onClick={() => setFolded(!folded)}>
          {folded ? 'Show' : 'Hide'}
        </button>
      </div>
      {!folded && (
        <ol className="lw-messages">
          {messages.map((message) => (
            <Message key={message.key} {...message} />
          ))}
          {messages.length === 0 && <li className="lw-small">No message yet.</li>}
        </ol>
      )}
    </section>
  );
}

function Entry({ entry }) {
  return (
    <span className="lw-entry" data-status={entry.status} title={entry.error}>
      <i aria-hidden="true" />
      {entry.name}
      <span className="lw-small">
        {entry.status} · {entry.count}
      </span>
      {running(entry) && (
        <button type="button" aria-label={`Stop ${entry.name}`} title="Stop" onClick={() => live.stop(entry.id)}>
          ✕
        </button>
      )}
    </span>
  );
}

function Message({ at, name, result }) {
  const [open, setOpen] = useState(false);
  return (
    <li>
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        <time>{clock(at)}</time>
        <span className="lw-name">{name}</span>
        <span className="lw-kind">{result.errors ? 'error' : (root(result)?.kind ?? '')}</span>
        <span className="lw-what">{summary(result)}</span>
      </button>
      {open && <pre>{JSON.stringify(result, null, 2)}</pre>}
    </li>
  );
}

const clock = (at) => `${at.toLocaleTimeString([], { hour12: false })}.${String(at.getMilliseconds()).padStart(3, '0')}`;

/** One line that says what happened: to whom, the field changes, or that it is the opening snapshot, or the plain data. */
function summary(result) {
  if (result.errors) return result.errors.map((error) => error.message).join('; ');
  const change = root(result);
  const fields = (change?.changes ?? []).map(({ field, from, to }) => {
    if (field === 'stage' && change.stage?.name) return `now in ${change.stage.name}`;
    const isHidden = (from ?? to ?? null) === null; // a personal or internal value: the log holds the field's name only
    return isHidden ? field : `${field}: ${show(from)} → ${show(to)}`;
  });
  const whom = change?.card?.lead?.fullName ?? change?.lead?.fullName;
  if (fields.length) return [whom, ...fields].filter(Boolean).join(' · ');
  if (change?.snapshot) return 'snapshot';
  return change?.kind ? '' : JSON.stringify(change);
}

function show(value) {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'number') return String(Math.round(value * 1000) / 1000);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
