// What clients do before Usher, each scenario under the name that it has in the report. What a scenario answers with, or
// the Outcome that it throws, is its outcome for that client and server.

import { NOTIFICATION } from './connection.mjs';
import { authorize, get, person, post, publish, settings, token, unique } from './usher.mjs';

const news = { order: 7, to: 'Zoë 🚀' };

const ANOTHERS = 'private-user-somebody-else';

/** A presence channel of a team of its own, and the claims of its members. */
function team() {
  const name = `t${unique()}`;
  return { room: `presence-team-${name}`, of: { teams: [name] } };
}

const soon = () => Math.floor(Date.now() / 1000) + 300;

const mark = channel => publish({ name: 'marker', data: {}, channel });

/** Whether something came until now: what is published later comes later, and that it does come is waited for. */
async function hasHeard(connection, channel, what, { after }) {
  await mark(after);
  await connection.next(after, 'marker');
  return connection.has(channel, what);
}

export const scenarios = {

  'An event for a user': async connect => {
    const ada = await connect(person('ada'));
    const { own } = ada.person;
    await ada.join(own);
    await publish({ name: 'news', data: news, user: ada.person.id });
    return ada.hears(own, 'news', news);
  },

  'An event for several channels': async connect => {
    const ada = await connect(person('ada'));
    const ben = await connect(person('ben'));
    await ada.join(ada.person.own);
    await ben.join(ben.person.own);
    await publish({ name: 'news', data: news, channels: [ada.person.own, ben.person.own] });
    await ada.hears(ada.person.own, 'news', news);
    return ben.hears(ben.person.own, 'news', news);
  },

  'A notification as Laravel sends it': async connect => {
    const ada = await connect(person('ada'));
    const { own } = ada.person;
    await ada.join(own);
    await publish({ name: NOTIFICATION, data: { type: 'Shipped', id: '7' }, channel: own });
    return ada.hears(own, NOTIFICATION, { type: 'Shipped', id: '7' });
  },

  'An event with empty data': async connect => {
    const ada = await connect(person('ada'));
    await ada.join(ada.person.own);
    await publish({ name: 'news', data: '', channel: ada.person.own });
    return ada.hears(ada.person.own, 'news', '');
  },

  'Another user’s channel': async connect => {
    const ada = await connect(person('ada'));
    await ada.join(ANOTHERS);
    return 'joined';
  },

  'An expired token': async connect => {
    const ada = await connect(person('ada', { exp: 1_000_000_000 }));
    await ada.join(ada.person.own);
    return 'joined';
  },

  'A new token in place of an expired one': async connect => {
    const late = person('ada', { exp: 1_000_000_000 });
    const ada = await connect(late);
    const first = await ada.join(late.own).catch(({ message }) => message);
    await ada.useToken(token({ ...late.claims, exp: soon() }));
    await ada.leave(late.own);
    await ada.join(late.own);
    return `${first}, then joined`;
  },

  'A signature that is wrong': async connect => {
    const ada = await connect(person('ada'), async () => ({ auth: `${settings.app.key}:${'0'.repeat(64)}` }));
    await ada.subscribe(ada.person.own);
    const { what, data } = await ada.inbox.next(({ what }) => ['refused', 'error', 'joined'].includes(what), 'no answer');
    return what === 'error' ? `error: ${data.split(':')[0]}` : `${what} ${data}`;
  },

  'A connection that is lost': async connect => {
    const ada = await connect(person('ada'));
    const { own } = ada.person;
    await ada.join(own);
    const before = ada.socketId;
    await ada.reconnect();
    await ada.joined(own);
    await publish({ name: 'news', data: news, channel: own });
    await ada.hears(own, 'news', news);
    return ada.socketId === before ? 'the same socket_id' : 'joined again';
  },

  'Members of a presence channel': async connect => {
    const { room, of } = team();
    const ada = await connect(person('Ada', of));
    const ben = await connect(person('Ben', of));
    const alone = await ada.join(room);
    const both = await ben.join(room);
    const came = await ada.next(room, 'came');
    await ben.disconnect();
    const went = await ada.next(room, 'went');
    return `${alone}; ${both.sort()}; ${came.data} came; ${went.data} went`;
  },

  'Members by GET /channel/users': async connect => {
    const { room, of } = team();
    const ada = await connect(person('ada', of));
    const ben = await connect(person('ben', of));
    await ada.join(room);
    await ben.join(room);
    const { users } = await get('/channel/users', { name: room });
    const ids = users.map(({ id }) => id).sort();
    return `${ids}` === `${[ada.person.id, ben.person.id]}` ? 'both' : `${ids}`;
  },

  'Occupied channels by GET /channels': async connect => {
    const ada = await connect(person('ada'));
    const { own } = ada.person;
    await ada.join(own);
    const { channels } = await get('/channels', { prefix: own });
    return Object.keys(channels).join() === own ? 'listed' : JSON.stringify(channels);
  },

  'A channel by GET /channel': async connect => {
    const { room, of } = team();
    const ada = await connect(person('ada', of));
    await ada.join(room);
    const { occupied, user_count: users } = await get('/channel', { name: room, info: 'user_count' });
    return `${occupied ? 'occupied' : 'not occupied'} by ${users}`;
  },

  'Users of a channel that nobody is on': async () => {
    const { users } = await get('/channel/users', { name: team().room });
    return `${users.length} users`;
  },

  'user_count on publishing': async connect => {
    const { room, of } = team();
    const ada = await connect(person('ada', of));
    await ada.join(room);
    const { channels } = await publish({ name: 'news', data: news, channel: room, info: 'user_count' });
    return channels[room]?.user_count === undefined ? 'not told' : `${channels[room].user_count}`;
  },

  'The number of subscriptions, as it changes': async connect => {
    const someone = person('ada');
    const ada = await connect(someone);
    await ada.join(someone.own);
    const again = await connect(someone);
    await again.join(someone.own);
    return await hasHeard(ada, someone.own, 'pusher:subscription_count', { after: someone.own }) ? 'told' : 'not told';
  },

  'A client event on a presence channel': async connect => {
    const { room, of } = team();
    const ada = await connect(person('ada', of));
    const ben = await connect(person('ben', of));
    await ada.join(room);
    await ben.join(room);
    await ben.send(room, 'client-hi', { from: 'ben' });
    await ada.hears(room, 'client-hi', { from: 'ben' }, ben.person.id);
    return 'delivered with user_id';
  },

  'An event that excludes a connection': async connect => {
    const ada = await connect(person('ada'));
    const { own } = ada.person;
    await ada.join(own);
    await publish({ name: 'news', data: news, channel: own, socket_id: ada.socketId });
    return await hasHeard(ada, own, 'news', { after: own }) ? 'delivered' : 'excluded';
  },

  'The last event of a cache channel': async connect => {
    const cache = `private-cache-orders_${unique()}`;
    const ada = await connect(person('ada', { groups: ['clerk'] }));
    const ben = await connect(person('ben', { groups: ['clerk'] }));
    await ada.join(cache);
    await ada.next(cache, 'missed');
    await publish({ name: 'news', data: news, channel: cache });
    await ada.hears(cache, 'news', news);
    await ben.join(cache);
    await ben.hears(cache, 'news', news);
    return 'missed, then replayed';
  },

  'An event on an encrypted channel': async connect => {
    const ada = await connect(person('ada'));
    const secret = `private-encrypted-user-${ada.person.id}`;
    await ada.join(secret);
    await publish({ name: 'news', data: news, channel: secret });
    return ada.hears(secret, 'news', news);
  },

  'Encrypted channels and plain ones in one call': async connect => {
    const ada = await connect(person('ada'));
    const channels = [`private-encrypted-user-${ada.person.id}`, ada.person.own, 'private-encrypted-ledger'];
    for (const channel of channels) await ada.join(channel);
    await publish({ name: 'news', data: news, channels });
    for (const channel of channels) await ada.hears(channel, 'news', news);
    return 'delivered';
  },

  'A batch of events': async connect => {
    const ada = await connect(person('ada'));
    const { id, own } = ada.person;
    await ada.join(own);
    const numbers = [...Array(25).keys()];
    await post('/events/batch', { batch: numbers.map(number => ({ name: 'news', data: { number }, user: id })) });
    for (const number of numbers) await ada.hears(own, 'news', { number });
    return 'delivered in order';
  },

  'An event for whoever is signed in as a user': async connect => {
    const ada = await connect(person('ada'));
    await ada.signIn();
    await ada.join(ada.person.own);
    await publish({ name: 'news', data: news, channel: `#server-to-user-${ada.person.id}` });
    return ada.hears('user', 'news', news);
  },

  'A watchlist': async connect => {
    const friend = person('ben');
    const ada = await connect(person('ada', { friends: [friend.id] }));
    const { own } = ada.person;
    await ada.watch();
    await ada.signIn();
    await ada.join(own);
    const ben = await connect(friend);
    await ben.signIn();
    if (!await hasHeard(ada, 'watchlist', 'online', { after: own })) return 'not told';
    await ben.disconnect();
    await ada.next('watchlist', 'offline');
    return 'online, then offline';
  },

  'Terminating a user’s connections': async connect => {
    const ada = await connect(person('ada'));
    await ada.signIn();
    await ada.join(ada.person.own);
    await post('/connections/terminate', { user: ada.person.id });
    await ada.next(undefined, 'disconnected');
    return 'disconnected';
  },

  'Many channels authorized in one call, as JSON': batch((socketId, channels) =>
    ({ socket_id: socketId, channel_name: channels })),

  'Many channels authorized in one call, as a form': batch((socketId, channels) =>
    `&socket_id=${socketId}${channels.map((channel, i) => `&channel_name[${i}]=${channel}`).join('')}`),
};

/** Subscribes to some channels at a time, and asks for all of them at once as soon as the client has asked for each. */
function batch(body) {
  return async connect => {
    const someone = person('ada', { teams: ['blue'] });
    const channels = [someone.own, ANOTHERS, 'private-team-blue'];
    let calls = 0;
    let asking;
    const ada = await connect(someone, async (socketId, channel) => {
      asking ??= Promise.resolve().then(() => {
        calls++;
        return authorize(someone, body(socketId, channels));
      });
      const { status, data } = (await asking)[channel];
      if (status !== 200) throw Object.assign(new Error('refused'), { status });
      return data;
    });
    for (const channel of channels) ada.subscribe(channel);
    const ends = await Promise.all(channels.map(channel => ada.joined(channel).then(() => 'joined', ({ message }) => message)));
    return `${ends.join(', ')}${calls === 1 ? '' : ` by ${calls} calls`}`;
  };
}
