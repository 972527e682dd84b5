import { load, nameOf } from '../installed.mjs';
import { settings } from '../usher.mjs';
import { PusherJsConnection, server } from './pusher-js.mjs';

export const name = nameOf('pusher-js-7');

const Pusher = load('pusher-js-7');

/** With the options of its time: authEndpoint and auth.headers, or an authorizer. */
class PusherJs7 extends PusherJsConnection {

  constructor(person, authorizer) {
    super(person, self => {
      self.headers = { Authorization: `Bearer ${self.token}` };
      return new Pusher(settings.app.key, {
        ...server,
        authEndpoint: `${settings.usher}/pusher/auth`,
        auth: { headers: self.headers },
        ...(authorizer && { authorizer: ({ name: channel }) => ({
          authorize: (socketId, done) =>
            authorizer(socketId, channel).then(answer => done(null, answer), failure => done(failure, null)),
        }) }),
      });
    });
  }

  /** It looks at the same headers each time. */
  useToken(next) {
    this.headers.Authorization = `Bearer ${next}`;
  }
}

export async function connect(person, authorizer) {
  const connection = new PusherJs7(person, authorizer);
  await connection.next(undefined, 'connected');
  return connection;
}
