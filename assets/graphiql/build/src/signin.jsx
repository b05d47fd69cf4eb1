// The sign-in panel: e-mail and password, or a pasted access token or API key.
import { useCallback, useState } from 'react';
import { useDismiss, useSession } from './hooks.js';
import { session } from './session.js';

export function SignIn() {
  const [open, setOpen] = useState(false);
  const close = useCallback(() => setOpen(false), []);
  const root = useDismiss(open, close);
  const { accessToken, label } = useSession();
  return (
    <div className="lw-menu" ref={root}>
      <button
        type="button"
        className={accessToken ? 'lw-button lw-who' : 'lw-button lw-primary'}
        aria-expanded={open}
        title={label}
        onClick={() => setOpen(!open)}
      >
        {accessToken ? label : 'Sign in'}
      </button>
      {open && (
        <div className="lw-popup lw-signin" role="dialog" aria-label="Sign in">
          {accessToken ? <SignedIn done={close} /> : <SignedOut done={close} />}
        </div>
      )}
    </div>
  );
}

function SignedIn({ done }) {
  const { label, expiresAt, refreshToken } = useSession();
  return (
    <>
      <p>
        Signed in as <strong>{label}</strong>.
      </p>
      <p className="lw-small">
        {refreshToken
          ? `Token good until ${new Date(expiresAt).toLocaleTimeString()}, refreshed by itself.`
          : 'A pasted token: it is used as it is and not refreshed.'}
      </p>
      <button type="button" className="lw-button" onClick={() => (session.signOut(), done())}>
        Sign out
      </button>
    </>
  );
}

function SignedOut({ done }) {
  const [withToken, setWithToken] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState(null);
  const submit = async (event) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(null);
    try {
      await (withToken ? session.useToken(form.get('token')) : session.signIn(form.get('email'), form.get('password')));
      done();
    } catch (failure) {
      setError(failure.message);
      setBusy(false);
    }
  };
  return (
    <form onSubmit={submit}>
      <div className="lw-switch" role="group">
        <Side text="E-mail" chosen={!withToken} onClick={() => (setWithToken(false), setError(null))} />
        <Side text="Token or key" chosen={withToken} onClick={() => (setWithToken(true), setError(null))} />
      </div>
      {withToken ? (
        <Field key="token" label="Access token or API key" name="token" type="password" placeholder="lw_… or a token" />
      ) : (
        <>
          <Field key="email" label="E-mail" name="email" type="email" autoComplete="username" />
          <Field key="password" label="Password" name="password" type="password" autoComplete="current-password" />
        </>
      )}
      {error && (
        <p className="lw-error" role="alert">
          {error}
        </p>
      )}
      <button type="submit" className="lw-button lw-primary" disabled={busy}>
        {busy ? 'One moment…' : 'Sign in'}
      </button>
      <p className="lw-small">Kept in this browser tab only, and gone when it closes.</p>
    </form>
  );
}

function Side({ text, chosen, onClick }) {
  return (
    <button type="button" aria-pressed={chosen} onClick={onClick}>
      {text}
    </button>
  );
}

function Field({ label, ...input }) {
  const first = input.name !== 'password';
  return (
    <label className="lw-line">
      <span>{label}</span>
      <input required spellCheck={false} autoFocus={first} {...input} />
    </label>
  );
}
