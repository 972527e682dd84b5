import { NOTIFICATION } from '../connection.mjs';
import { load, loadModule, nameOf } from '../installed.mjs';
import { settings } from '../usher.mjs';
import { customHandler, PusherJsConnection, server, signIn, watch } from './pusher-js.mjs';

export const name = nameOf('laravel-echo');

// The file that its package.json gives to require() calls itself a module, which it is not.
const Echo = await loadModule('laravel-echo', 'dist/echo.js');
const Pusher = load('pusher-js');

/** Echo on pusher-js, as an application uses it: by Echo's names for channels, events and whispers. */
class EchoConnection extends PusherJsConnection {

  constructor(person, authorizer) {
    super(person, self => {
      self.echo = new Echo({
        broadcaster: 'pusher',
        Pusher,
        key: settings.app.key,
        ...server,
        authEndpoint: `${settings.usher}/pusher/auth`,
        userAuthentication: { endpoint: `${settings.usher}/pusher/user-auth`, headers: {} },
        // Without headers of its own, an Echo puts its token into those of all others.
        auth: { headers: {} },
        bearerToken: self.token,
        // What Echo does not know is for pusher-js.
        ...(authorizer && { channelAuthorization: customHandler(authorizer) }),
      });
      return self.echo.connector.pusher;
    });
  }

  subscribe(channel) {
    const put = (what, data, by) => this.inbox.put({ channel, what, data, by });
    const joining = this.#channel(channel)
      .error(({ status }) => put('refused', status))
      .on('pusher:cache_miss', () => put('missed'))
      .on('pusher:subscription_count', data => put('pusher:subscription_count', data))
      .listen('.news', data => put('news', data))
      .listen('.marker', data => put('marker', data))
      .notification(data => put(NOTIFICATION, data))
      .listenForWhisper('hi', (data, metadata) => put('client-hi', data, metadata?.user_id));
    if (!channel.startsWith('presence-')) return joining.subscribed(() => put('joined', []));
    return joining
      .here(members => put('joined', members.map(({ name }) => name)))
      .joining(({ name }) => put('came', name))
      .leaving(({ name }) => put('went', name));
  }

  send(channel, event, data) {
    this.#channel(channel).whisper(event.replace('client-', ''), data);
  }

  #channel(channel) {
    if (channel.startsWith('private-encrypted-')) return this.echo.encryptedPrivate(channel.slice('private-encrypted-'.length));
    if (channel.startsWith('private-')) return this.echo.private(channel.slice('private-'.length));
    if (channel.startsWith('presence-')) return this.echo.join(channel.slice('presence-'.length));
    return this.echo.channel(channel);
  }

  leave(channel) {
    this.echo.leaveChannel(channel);
  }

  useToken(next) {
    this.echo.connector.options.auth.headers.Authorization = `Bearer ${next}`;
  }

  signIn() {
    return signIn(this);
  }

  watch() {
    watch(this);
  }
}

export async function connect(person, authorizer) {
  const connection = new EchoConnection(person, authorizer);
  await connection.next(undefined, 'connected');
  return connection;
}
