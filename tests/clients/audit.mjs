// The GraphQL-over-HTTP audits of graphql-http against one server: node audit.mjs URL [AUTHORIZATION]
// Only "ok" counts: a notice or a warning fails as an error does.
import { serverAudits } from 'graphql-http';
import { AGENCY, finish } from './support.mjs';

const EXPECTED = 61; // in graphql-http 1.23.1; fewer would mean that audits went missing unseen

const [url, authorization] = process.argv.slice(2);
if (!url) finish({ program: 'audit', ok: false, error: 'usage: node audit.mjs URL [AUTHORIZATION]' });

/** The audits run as a signed-in caller; whatever else they set is left as it is. */
function fetchFn(input, init = {}) {
  const headers = new Headers(init.headers);
  if (authorization) headers.set('authorization', authorization);
  if (AGENCY) headers.set('x-agency', AGENCY);
  return fetch(input, { ...init, headers });
}

const counts = {};
const failed = [];
const audits = serverAudits({ url, fetchFn });
for (const audit of audits) {
  const result = await audit.fn().catch((error) => ({ status: 'exception', reason: String(error) }));
  counts[result.status] = (counts[result.status] ?? 0) + 1;
  if (result.status !== 'ok') failed.push({ id: audit.id, name: audit.name, status: result.status, reason: result.reason });
}
const ok = failed.length === 0 && audits.length === EXPECTED;
finish({ program: 'audit', ok, audits: audits.length, expected: EXPECTED, counts, failed });
