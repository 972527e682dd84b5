// The calls that the page makes itself; those to /pusher/… are made by pusher-js and usher.js.

import { Exchange, notableOf, unreachable } from './exchange.js';

async function call(method, path, headers, body) {
  const exchange = new Exchange(method, path, headers, body ?? '');
  try {
    const response = await fetch(path, { method, headers, body });
    exchange.answered(response.status, notableOf(response.headers), await response.text());
  } catch {
    exchange.failed(unreachable());
  }
  return exchange;
}

const bearer = token => ['Authorization', `Bearer ${token}`];

/** Posts JSON, as nobody or with a token. */
export const post = (path, body, token) =>
  call('POST', path, [['Content-Type', 'application/json'], ...(token ? [bearer(token)] : [])], JSON.stringify(body));

export const get = (path, token) => call('GET', path, [bearer(token)]);

/** How to connect pusher-js. */
export async function connectionDetails() {
  const response = await fetch('dev/app');
  if (!response.ok) throw new Error(`GET /dev/app answered ${response.status}`);
  return response.json();
}

export const signIn = (sub, roles, claims) => post('dev/token', { sub, roles, claims });

export const tokenIn = exchange => JSON.parse(exchange.response.body).token;
