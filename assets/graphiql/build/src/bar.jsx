// The bar on top: examples, agency, transport, theme, sign-in.
import { useCallback, useState } from 'react';
import { useEditorContext, useExecutionContext, useSchemaStore } from '@graphiql/react';
import { examples } from '../examples.js';
import { useDismiss, useSession } from './hooks.js';
import { live } from './live.js';
import { session } from './session.js';
import { SignIn } from './signin.jsx';
import { themes } from './theme.js';

export function Bar({ theme, setTheme, asTab }) {
  return (
    <header className="lw-bar">
      <strong className="lw-brand">Leadwire</strong>
      <Examples asTab={asTab} />
      <SchemaHint />
      <span className="lw-space" />
      <Agency />
      <Transport />
      <Choice label="Theme" value={theme} onChange={setTheme} options={themes} />
      <SignIn />
    </header>
  );
}

/** Opens an example in a tab of its own; one that is already open is brought to the front. */
function Examples({ asTab }) {
  const [open, setOpen] = useState(false);
  const root = useDismiss(open, useCallback(() => setOpen(false), []));
  const { stop } = useExecutionContext({ nonNull: true });
  const { tabs, changeTab, addTab, updateActiveTabValues, queryEditor, variableEditor } = useEditorContext({
    nonNull: true,
  });
  const show = (example) => {
    setOpen(false);
    stop();
    const at = tabs.findIndex((tab) => tab.query === example.query);
    if (at >= 0) return changeTab(at);
    const { query, variables = '' } = asTab(example);
    addTab();
    queryEditor?.setValue(query);
    variableEditor?.setValue(variables);
    updateActiveTabValues({ query, variables, response: null });
  };
  return (
    <div className="lw-menu" ref={root}>
      <button type="button" className="lw-button" aria-expanded={open} onClick={() => setOpen(!open)}>
        Examples <span aria-hidden="true">▾</span>
      </button>
      {open && (
        <ul className="lw-popup lw-list">
          {examples.map((example) => (
            <li key={example.title}>
              <button type="button" onClick={() => show(example)}>
                {example.title}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Says why there is no documentation and no completion, when there is none. */
function SchemaHint() {
  const { fetchError, schema, isFetching } = useSchemaStore();
  const { accessToken } = useSession();
  if (isFetching || schema || !fetchError) return null;
  return (
    <span className="lw-hint" role="status">
      {accessToken ? 'The schema could not be fetched.' : 'Sign in to see the schema.'}
    </span>
  );
}

function Agency() {
  const { agency } = useSession();
  const [draft, setDraft] = useState(agency ?? '');
  const apply = () => draft.trim() !== (agency ?? '') && session.setAgency(draft);
  return (
    <label className="lw-field">
      <span>Agency</span>
      <input
        value={draft}
        placeholder="slug or id"
        title="Sent as X-Agency. Needed only by members of several agencies."
        spellCheck={false}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={apply}
        onKeyDown={(event) => event.key === 'Enter' && apply()}
      />
    </label>
  );
}

function Transport() {
  const [kind, setKind] = useState(live.transport);
  const change = (next) => (live.setTransport(next), setKind(next));
  const options = [
    ['ws', 'WebSocket'],
    ['sse', 'SSE'],
  ];
  return <Choice label="Subscriptions" value={kind} onChange={change} options={options} />;
}

function Choice({ label, value, onChange, options }) {
  return (
    <label className="lw-field">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
