// What GraphiQL calls to run an operation: one request for queries and mutations, a stream for subscriptions.
import { getOperationAST, parse } from 'graphql';
import { lookups } from '../examples.js';
import { post } from './http.js';
import { startLive } from './live.js';
import { firstError, session, unauthenticated } from './session.js';

export function fetcher(asked, options = {}) {
  const { operation, params } = settle(asked);
  if (operation?.operation !== 'subscription') return run(params, options.headers);
  const resumable = operation.variableDefinitions?.some((v) => v.variable.name.value === 'after');
  const name = operation.name?.value ?? 'subscription';
  const request = async () => ({ ...params, variables: await resolve(params.variables, options.headers) });
  return startLive({ name, request, resumable, headers: options.headers });
}

/**
 * Which operation is meant. GraphiQL notes the operation's name a moment after the tab or the text has changed; until
 * then it tells the former one's, which is dropped here where it does not fit. A document that does not parse goes to
 * the server as it is: its answer says what is wrong.
 */
function settle(params) {
  try {
    const document = parse(params.query);
    const named = params.operationName && getOperationAST(document, params.operationName);
    if (named) return { operation: named, params };
    return { operation: getOperationAST(document), params: { ...params, operationName: undefined } };
  } catch {
    return { params };
  }
}

/** What goes wrong here is answered in GraphQL's own shape: thrown, GraphiQL would print it with a stack trace. */
async function run(params, extraHeaders) {
  try {
    const variables = await resolve(params.variables, extraHeaders);
    const { body } = await send({ ...params, variables }, extraHeaders);
    return params.operationName === 'IntrospectionQuery' && !body.data ? withoutSchema(body) : body;
  } catch (error) {
    return { errors: [{ message: error.message }] };
  }
}

/** A refused introspection, said in one line. `data: null` keeps GraphiQL from asking again in another form. */
function withoutSchema(body) {
  const message = session.current().accessToken ? firstError(body) : 'Sign in (top right) to see the schema.';
  return { data: null, errors: [{ message }] };
}

/** Sends as the present caller; where the token has just ended, refreshes it and sends once more. */
async function send(request, extraHeaders) {
  const answer = await post(request, { ...(await session.headers()), ...extraHeaders });
  if (!unauthenticated(answer.body) || !session.canRefresh()) return answer;
  session.markStale();
  return post(request, { ...(await session.headers()), ...extraHeaders });
}

/** Replaces the placeholders of the examples ("first:pipeline") by real ids; each look-up query is sent once. */
async function resolve(variables, extraHeaders) {
  const answers = new Map();
  const ask = (query) => {
    if (!answers.has(query)) answers.set(query, send({ query }, extraHeaders));
    return answers.get(query);
  };
  const walk = async (value) => {
    if (typeof value === 'string' && Object.hasOwn(lookups, value)) return lookUp(value, ask);
    if (Array.isArray(value)) return Promise.all(value.map(walk));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      await Promise.all(Object.entries(value).map(async ([key, item]) => [key, await walk(item)])),
    );
  };
  return walk(variables);
}

async function lookUp(placeholder, ask) {
  const { query, pick, missing } = lookups[placeholder];
  const { body } = await ask(query);
  if (!body.data) throw new Error(`Looking up "${placeholder}" failed: ${firstError(body) ?? 'no data'}`);
  const found = pick(body.data);
  if (!found) throw new Error(missing);
  return found;
}
