import { Connection } from '../connection.mjs';
import { load, nameOf } from '../installed.mjs';
import { settings, token } from '../usher.mjs';

export const name = nameOf('pusher-js');

const Pusher = load('pusher-js');

/** How every version of pusher-js finds the server. */
export const server = {
  cluster: 'none',
  wsHost: settings.channels.host,
  wsPort: settings.channels.port,
  forceTLS: false,
  enabledTransports: ['ws'],
};

/** What all versions of pusher-js have in common; `open` makes the client. */
export class PusherJsConnection extends Connection {

  constructor(person, open) {
    super(person);
    this.token = token(person.claims);
    this.pusher = open(this);
    this.pusher.connection.bind('state_change', ({ current }) => this.inbox.put({ what: current }));
    this.pusher.connection.bind('error', ({ data, error }) =>
      this.inbox.put({ what: 'error', data: (data ?? error?.data)?.message }));
  }

  get socketId() {
    return this.pusher.connection.socket_id;
  }

  subscribe(channel) {
    const subscription = this.pusher.subscribe(channel);
    subscription.bind_global((event, data) => {
      if (event !== CLIENT_EVENT) this.inbox.put({ channel, ...said(event, data) });
    });
    // Who sent it is told only to those who name the event.
    subscription.bind(CLIENT_EVENT, (data, metadata) =>
      this.inbox.put({ channel, what: CLIENT_EVENT, data, by: metadata.user_id }));
  }

  leave(channel) {
    this.pusher.channel(channel).unbind();
    this.pusher.unsubscribe(channel);
  }

  send(channel, event, data) {
    this.pusher.channel(channel).trigger(event, data);
  }

  disconnect() {
    this.pusher.disconnect();
  }

  async reconnect() {
    this.pusher.disconnect();
    this.has(undefined, 'connected');
    this.pusher.connect();
    await this.next(undefined, 'connected');
  }
}

const CLIENT_EVENT = 'client-hi';

const names = members => Object.values(members ?? {}).map(({ name }) => name);

function said(event, data) {
  switch (event) {
    case 'pusher:subscription_succeeded': return { what: 'joined', data: names(data?.members) };
    case 'pusher:subscription_error': return { what: 'refused', data: data.status };
    case 'pusher:member_added': return { what: 'came', data: data.info.name };
    case 'pusher:member_removed': return { what: 'went', data: data.info.name };
    case 'pusher:cache_miss': return { what: 'missed' };
    default: return { what: event, data };
  }
}

/** Signing in, as pusher-js has it since 7.1. */
export async function signIn(connection) {
  const { user } = connection.pusher;
  user.bind_global((event, data) => connection.inbox.put({ channel: 'user', what: event, data }));
  connection.pusher.bind('pusher:signin_success', () => connection.inbox.put({ what: 'signed in' }));
  connection.pusher.signin();
  await connection.next(undefined, 'signed in');
}

/** Watchlists come with signing in. */
export function watch({ pusher, inbox }) {
  for (const what of ['online', 'offline']) {
    pusher.user.watchlist.bind(what, ({ user_ids: ids }) => inbox.put({ channel: 'watchlist', what, data: ids }));
  }
}

/** Has pusher-js 8 ask an authorizer in place of the endpoint. */
export const customHandler = authorizer => ({
  customHandler: ({ socketId, channelName }, done) =>
    authorizer(socketId, channelName).then(answer => done(null, answer), failure => done(failure, null)),
});

class PusherJs8 extends PusherJsConnection {

  constructor(person, authorizer) {
    super(person, self => {
      const headersProvider = () => ({ Authorization: `Bearer ${self.token}` });
      return new Pusher(settings.app.key, {
        ...server,
        channelAuthorization: authorizer
          ? customHandler(authorizer)
          : { endpoint: `${settings.usher}/pusher/auth`, headersProvider },
        userAuthentication: { endpoint: `${settings.usher}/pusher/user-auth`, headersProvider },
      });
    });
  }

  signIn() {
    return signIn(this);
  }

  watch() {
    watch(this);
  }

  useToken(next) {
    this.token = next;
  }
}

/** @param authorizer if given, asked for a channel's authorization in place of the endpoint */
export async function connect(person, authorizer) {
  const connection = new PusherJs8(person, authorizer);
  await connection.next(undefined, 'connected');
  return connection;
}
