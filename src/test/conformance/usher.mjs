import { createHmac, createPrivateKey, randomBytes, sign } from 'node:crypto';
import { Outcome } from './inbox.mjs';

/** Where everything is, and the app's credentials, as the test that started this says it. */
export const settings = JSON.parse(process.env.USHER_CONFORMANCE);

const { usher, app, issuer } = settings;

const base64url = value => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token of the test issuer, good for five minutes unless the claims say otherwise. */
export function token(claims) {
  const content = [
    { alg: 'RS256', kid: issuer.key.kid },
    { iss: issuer.name, aud: issuer.audience, exp: Math.floor(Date.now() / 1000) + 300, ...claims },
  ].map(base64url).join('.');
  const key = createPrivateKey({ key: issuer.key, format: 'jwk' });
  return `${content}.${sign('sha256', Buffer.from(content), key).toString('base64url')}`;
}

/** Somebody whom no other scenario knows. */
export function person(name, claims = {}) {
  const id = `${name}-${unique()}`;
  return { id, name, own: `private-user-${id}`, claims: { sub: id, name, ...claims } };
}

export const unique = () => randomBytes(4).toString('hex');

const backend = token({ sub: 'backend', groups: ['publisher'] });

/** Calls Usher as a backend; an answer other than 200 is the outcome. */
async function call(path, init = {}) {
  const response = await fetch(usher + path, { ...init, headers: { Authorization: `Bearer ${backend}`, ...init.headers } });
  if (response.status !== 200) throw new Outcome(`${path.split('?')[0]} answered ${response.status}`);
  return response.json();
}

export const get = (path, query) => call(`${path}?${new URLSearchParams(query)}`);

export const post = (path, body) => call(path,
  { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

export const publish = event => post('/events', event);

/** Asks as somebody's client does, for one channel or, given a list, for many. */
export async function authorize(someone, body, path = '/pusher/auth') {
  const response = await fetch(usher + path, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${token(someone.claims)}`,
      'Content-Type': typeof body === 'string' ? 'application/x-www-form-urlencoded' : 'application/json',
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  if (response.status !== 200) throw new Outcome(`refused ${response.status}`);
  return response.json();
}

/** Sends Usher a webhook as the Channels server does. */
export async function webhook(events) {
  const body = JSON.stringify({ time_ms: Date.now(), events });
  const response = await fetch(`${usher}/pusher/webhook`, {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'X-Pusher-Key': app.key,
      'X-Pusher-Signature': createHmac('sha256', app.secret).update(body).digest('hex'),
    },
    body,
  });
  if (!response.ok) throw new Outcome(`/pusher/webhook answered ${response.status}`);
}
