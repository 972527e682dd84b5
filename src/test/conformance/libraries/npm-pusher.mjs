import { load, nameOf } from '../installed.mjs';
import { settings } from '../usher.mjs';

export const name = nameOf('pusher');

const Pusher = load('pusher');
const { app, channels } = settings;

const pusher = new Pusher({
  appId: app.id,
  key: app.key,
  secret: app.secret,
  host: channels.host,
  port: channels.port,
  useTLS: false,
  encryptionMasterKeyBase64: app.masterKey,
});

const status = async answer => (await answer).status;

export const library = {
  trigger: (names, event, data, params) => status(pusher.trigger(names, event, data, params)),
  triggerBatch: events => status(pusher.triggerBatch(events)),
  sendToUser: (id, event, data) => status(pusher.sendToUser(id, event, data)),
  get: async (path, params) => (await pusher.get({ path, params })).json(),
  terminate: id => status(pusher.terminateUserConnections(id)),
  authorize: (socketId, channel, member) => pusher.authorizeChannel(socketId, channel, member),
  signIn: (socketId, user) => pusher.authenticateUser(socketId, user),
  isValidWebhook: (headers, rawBody) => pusher.webhook({ headers, rawBody }).isValid(),
};
