// The calls that the page makes itself; the one to /pusher/auth is made by pusher-js.

import { Exchange, notable, unreachable } from './exchange.js';

async function post(path, headers, body) {
  const json = JSON.stringify(body);
  const allHeaders = [['Content-Type', 'application/json'], ...headers];
  const exchange = new Exchange('POST', path, allHeaders, json);
  try {
    const response = await fetch(path, { method: 'POST', headers: allHeaders, body: json });
    const seen = notable.map(name => [name, response.headers.get(name)]).filter(([, value]) => value !== null);
    exchange.answered(response.status, seen, await response.text());
  } catch {
    exchange.failed(unreachable());
  }
  return exchange;
}

/** How to connect pusher-js. */
export async function connectionDetails() {
  const response = await fetch('dev/app');
  if (!response.ok) throw new Error(`GET /dev/app answered ${response.status}`);
  return response.json();
}

export const signIn = (sub, roles) => post('dev/token', [], { sub, roles });

export const tokenIn = exchange => JSON.parse(exchange.response.body).token;

export const publish = (event, token) => post('events', [['Authorization', `Bearer ${token}`]], event);
