// What a backend asks of Usher, with a token of its own.

import { get, post } from './calls.js';
import { signedInAs } from './signed-in.js';

const asBackend = signedInAs('shop-backend', ['publisher']);

/** Each returns the Exchange. */
export const backend = {
  publish: event => asBackend(token => post('events', event, token)),
  terminate: user => asBackend(token => post('connections/terminate', { user }, token)),
  ask: path => asBackend(token => get(path, token)),
};

/** Text that is JSON is sent as what it means; anything else as the string that it is. */
export function dataFrom(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
