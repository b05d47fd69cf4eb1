// One GraphQL request over HTTP. Addresses are relative to the page, so that a path prefix of a reverse proxy works.

export const endpoint = (path) => new URL(path, document.baseURI).href;

export async function post(request, headers = {}) {
  const response = await fetch(endpoint('graphql'), {
    method: 'POST',
    credentials: 'omit',
    headers: {
      accept: 'application/graphql-response+json, application/json;q=0.9',
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify(request),
  });
  const text = await response.text();
  try {
    return { status: response.status, body: JSON.parse(text) };
  } catch {
    throw new Error(`${response.status} ${response.statusText}: ${text.slice(0, 300) || 'an empty answer'}`);
  }
}
