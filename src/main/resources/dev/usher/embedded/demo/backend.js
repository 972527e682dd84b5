// What a backend asks of Usher, with a token of its own.

import { get, post, signIn, tokenIn } from './calls.js';

const SUBJECT = 'shop-backend';
const ROLE = 'publisher';

let token = null;

/** Each returns the Exchange: of the call, or of the sign-in if that is where it failed. */
export const backend = {
  publish: event => asBackend(token => post('events', event, token)),
  terminate: user => asBackend(token => post('connections/terminate', { user }, token)),
  ask: path => asBackend(token => get(path, token)),
};

async function asBackend(call) {
  if (!token) {
    const signedIn = await signIn(SUBJECT, [ROLE]);
    if (!signedIn.ok) return signedIn;
    token = tokenIn(signedIn);
  }
  const exchange = await call(token);
  // The next attempt brings a new token: this one has ended, or Usher has new keys since it was restarted.
  if (exchange.response?.status === 401) token = null;
  return exchange;
}

/** Text that is JSON is sent as what it means; anything else as the string that it is. */
export function dataFrom(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
