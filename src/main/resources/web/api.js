// The API of this service, as /openapi.json describes it. An answer that did not change is not sent again.
const known = new Map();
const MOST_KNOWN = 100;

/** What the service says went wrong: RFC 9457, with a manifest's problems one by one. */
export class Trouble extends Error {
  constructor(details) {
    super(details.detail ?? details.title ?? 'the service does not answer');
    this.status = details.status;
    this.problems = details.problems ?? [];
  }
}

/** Where reading or steering takes a token, it is kept for as long as the tab is. */
export const token = {
  get: () => sessionStorage.getItem('token'),
  set: (text) => sessionStorage.setItem('token', text),
};

export const asked = async (path, options = {}) => {
  let response;
  try {
    response = await fetch(path, {
      ...options,
      headers: { ...options.headers, ...(token.get() && { Authorization: `Bearer ${token.get()}` }) },
    });
  } catch {
    throw new Trouble({ detail: 'the service does not answer' });
  }
  if (response.ok || response.status === 304) return response;
  if (response.status === 401) dispatchEvent(new Event('token'));
  throw new Trouble(await response.json().catch(() => ({ status: response.status, detail: `HTTP ${response.status}` })));
};

const remember = (path, answer) => {
  known.delete(path);
  known.set(path, answer);
  if (known.size > MOST_KNOWN) known.delete(known.keys().next().value);
  return answer;
};

/** A list, or some of it: `next` is the path of what comes behind. */
export const page = async (path) => {
  const had = known.get(path);
  const response = await asked(path, { headers: had ? { 'If-None-Match': had.tag } : {}, cache: 'no-store' });
  if (response.status === 304) return remember(path, had);
  const next = /<([^>]*)>; rel="next"/.exec(response.headers.get('Link') ?? '')?.[1];
  return remember(path, { body: await response.json(), next, tag: response.headers.get('ETag') ?? '' });
};

export const get = async (path) => (await page(path)).body;

/** Posts a wish, with a manifest where it is about one. */
export const post = async (path, manifest) => {
  const response = await asked(path, {
    method: 'POST',
    ...(manifest && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(manifest) }),
  });
  const text = await response.text();
  return text ? JSON.parse(text) : undefined;
};

export const run = (id) => `/api/runs/${encodeURIComponent(id)}`;
