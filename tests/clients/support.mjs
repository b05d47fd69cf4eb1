// What the programs share: settings from the environment, requests over HTTP, waiting with a limit, the one line of results.

import { writeFileSync } from 'node:fs';

export const { URL_HTTP, URL_WS, URL_SSE, TOKEN, AGENCY } = process.env;
export const millis = (name, standard) => Number(process.env[name] ?? standard);

export function need(...names) {
  const missing = names.filter((name) => !process.env[name]);
  if (missing.length) finish({ ok: false, error: `set ${missing.join(', ')} in the environment` });
}

/** The caller's headers; the same values go into `connection_init`. */
export const headers = (token = TOKEN) => ({
  ...(token && { Authorization: `Bearer ${token}` }),
  ...(AGENCY && { 'X-Agency': AGENCY }),
});

/** The data of one operation; throws where the answer holds errors. */
export async function request(query, variables) {
  const response = await fetch(URL_HTTP, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json', ...headers() },
    body: JSON.stringify({ query, variables }),
  });
  const body = await response.json();
  if (body.errors) throw new Error(`${response.status} ${JSON.stringify(body.errors)}`);
  return body.data;
}

/** Fails instead of hanging: every wait in these programs has an end. */
export function within(ms, what, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing after ${ms} ms: ${what}`)), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** A list that can be waited on. */
export class Mailbox {
  #items = [];
  #waiting = [];

  put(item) {
    this.#items.push(item);
    this.#waiting.splice(0).forEach((wake) => wake());
  }

  get all() {
    return this.#items;
  }

  /** The first item that fits, now or later. */
  async find(fits, what, ms = 10_000) {
    const look = async () => {
      for (;;) {
        const found = this.#items.find(fits);
        if (found !== undefined) return found;
        await new Promise((wake) => this.#waiting.push(wake));
      }
    };
    return within(ms, what, look());
  }
}

/** Prints the one line of JSON and ends the program at once: 0 where `ok`, 1 where not. */
export function finish(result) {
  writeFileSync(process.stdout.fd, `${JSON.stringify(result)}\n`);
  process.exit(result.ok ? 0 : 1);
}

/** Runs named checks one after the other; one that throws fails alone. */
export async function runChecks(program, checks) {
  const results = [];
  for (const [name, check] of Object.entries(checks)) {
    try {
      results.push({ name, ok: true, ...(await check()) });
    } catch (error) {
      results.push({ name, ok: false, error: error.message });
    }
  }
  const failed = results.filter((result) => !result.ok);
  return finish({ program, ok: failed.length === 0, checks: results.length, failed, results });
}

export function assert(condition, message) {
  if (!condition) throw new Error(message);
}
