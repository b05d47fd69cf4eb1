// Who is asking: the tokens and the chosen agency, kept in sessionStorage (this browser tab only, gone when it closes).
import { post } from './http.js';
import { refreshSession, signIn as signInDocument, whoAmI } from './operations.js';

const KEY = 'leadwire.session';
const EARLY_MS = 30_000; // refresh this long before the access token ends
const listeners = new Set();
let state = load();
let refreshing = null;

function load() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

function save(next) {
  state = next;
  try {
    sessionStorage.setItem(KEY, JSON.stringify(state));
  } catch {
    // Storage may be switched off: the session then lives as long as the page.
  }
  listeners.forEach((listener) => listener());
}

export const session = {
  current: () => state,
  /** Changes whenever somebody else is asking: other token holder or other agency, but not a mere refresh. */
  identity: () => `${state.label ?? ''}|${state.signedInAt ?? ''}|${state.agency ?? ''}`,
  subscribe(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  setAgency: (agency) => save({ ...state, agency: agency.trim() || undefined }),
  signOut: () => save({ agency: state.agency }),
  /** The server said the access token no longer counts: refresh before the next use. */
  markStale() {
    if (state.refreshToken) save({ ...state, expiresAt: new Date(0).toISOString() });
  },
  canRefresh: () => Boolean(state.refreshToken),
  headers,
  signIn,
  useToken,
};

/** The headers of the present caller, with a fresh token where one can be had. */
async function headers() {
  const ends = Date.parse(state.expiresAt ?? '');
  if (state.refreshToken && ends - EARLY_MS < Date.now()) await refresh();
  return {
    ...(state.accessToken && { Authorization: `Bearer ${state.accessToken}` }),
    ...(state.agency && { 'X-Agency': state.agency }),
  };
}

/** One refresh at a time: a refresh token works once. A refused one signs out; a failing network does not. */
function refresh() {
  refreshing ??= (async () => {
    const { body } = await post({
      query: refreshSession,
      variables: { input: { refreshToken: state.refreshToken } },
    });
    const tokens = body.data?.sessionRefresh;
    if (tokens) save({ ...state, ...tokens });
    else session.signOut();
  })().finally(() => (refreshing = null));
  return refreshing;
}

async function signIn(email, password) {
  const { body } = await post({
    query: signInDocument,
    variables: { input: { email, password } },
  });
  const tokens = body.data?.sessionCreate;
  if (!tokens) throw new Error(firstError(body) ?? 'The server gave no token.');
  save({ agency: state.agency, label: email, signedInAt: Date.now(), ...tokens });
}

/** A pasted access token or API key (`lw_…`). Asked once who it is, so that a bad one is noticed here. */
async function useToken(text) {
  const accessToken = text.trim().replace(/^Bearer\s+/i, '');
  const { body } = await post(
    { query: whoAmI },
    { Authorization: `Bearer ${accessToken}`, ...(state.agency && { 'X-Agency': state.agency }) },
  );
  if (unauthenticated(body)) throw new Error('The server does not accept this token.');
  const label = body.data?.viewer?.user?.email ?? (accessToken.startsWith('lw_') ? 'API key' : 'Token');
  save({ agency: state.agency, label, signedInAt: Date.now(), accessToken });
}

export function unauthenticated(body) {
  return Boolean(body.errors?.some((error) => error.extensions?.code === 'UNAUTHENTICATED'));
}

export function firstError(body) {
  const error = body.errors?.[0];
  return error && [error.message, error.extensions?.hint].filter(Boolean).join(' ');
}
