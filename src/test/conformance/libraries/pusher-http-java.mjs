import { NOT_OFFERED, Outcome } from '../inbox.mjs';
import { java } from '../java.mjs';
import { settings } from '../usher.mjs';

export const name = `pusher-http-java ${settings.java.library}`;

function notOffered() {
  throw new Outcome(NOT_OFFERED);
}

export const library = {
  trigger: (names, event, data, { socket_id: socketId } = {}) => java('trigger', { names, event, data, socketId }),
  triggerBatch: events => java('triggerBatch', { events }),
  sendToUser: notOffered,
  get: async (path, params = {}) => JSON.parse(await java('get', { path, params })),
  // Has no method of its own for it, but signs any call.
  terminate: id => java('post', { path: `/users/${id}/terminate_connections` }),
  authorize: async (socketId, channel, member) => JSON.parse(await java('authorize', { socketId, channel, member })),
  signIn: notOffered,
  isValidWebhook: (headers, body) => java('isValidWebhook',
    { key: headers['x-pusher-key'], signature: headers['x-pusher-signature'], body }),
};
