// What backends do with Pusher's server libraries: straight at the Channels server that Usher stands before, with the
// same app, and beside Usher, which must sign as they do.

import { webhookOf } from './application.mjs';
import { Outcome } from './inbox.mjs';
import { authorize, person, unique, webhook } from './usher.mjs';

const news = { order: 7, to: 'Zoë 🚀' };

const SOCKET = '212345.6789012';

/** Somebody who is on their own channel. */
async function reader(open) {
  const ada = await open(person('Ada'));
  await ada.join(ada.person.own);
  return ada;
}

function expectOk(status) {
  if (status !== 200) throw new Outcome(`answered ${status}`);
}

function compare(theirs, ours, ...names) {
  const different = names.filter(name => theirs[name] !== ours[name]);
  if (different.length > 0) throw new Outcome(`signs another ${different}`);
  return 'the same';
}

const judge = async (library, { headers, body }) => await library.isValidWebhook(headers, body) ? 'valid' : 'invalid';

export const scenarios = {

  'trigger': async (library, open) => {
    const ada = await reader(open);
    expectOk(await library.trigger([ada.person.own], 'news', news));
    return ada.hears(ada.person.own, 'news', news);
  },

  'trigger, excluding a connection': async (library, open) => {
    const ada = await reader(open);
    const { own } = ada.person;
    expectOk(await library.trigger([own], 'news', news, { socket_id: ada.socketId }));
    expectOk(await library.trigger([own], 'marker', {}));
    await ada.next(own, 'marker');
    return ada.has(own, 'news') ? 'delivered' : 'excluded';
  },

  'trigger on an encrypted channel': async (library, open) => {
    const ada = await reader(open);
    const secret = `private-encrypted-user-${ada.person.id}`;
    await ada.join(secret);
    expectOk(await library.trigger([secret], 'news', news));
    return ada.hears(secret, 'news', news);
  },

  'triggerBatch': async (library, open) => {
    const ada = await reader(open);
    const { own: channel } = ada.person;
    expectOk(await library.triggerBatch([
      { channel, name: 'news', data: { number: 1 } },
      { channel, name: 'news', data: { number: 2 } },
    ]));
    await ada.hears(channel, 'news', { number: 1 });
    return ada.hears(channel, 'news', { number: 2 });
  },

  'sendToUser': async (library, open) => {
    const ada = await open(person('Ada'));
    await ada.signIn();
    await ada.join(ada.person.own);
    expectOk(await library.sendToUser(ada.person.id, 'news', news));
    return ada.hears('user', 'news', news);
  },

  'GET /channels': async (library, open) => {
    const ada = await reader(open);
    const { channels } = await library.get('/channels', { filter_by_prefix: ada.person.own });
    return Object.keys(channels).join() === ada.person.own ? 'listed' : JSON.stringify(channels);
  },

  'GET /channels/{name}': async (library, open) => {
    const ada = await reader(open);
    const { occupied } = await library.get(`/channels/${ada.person.own}`);
    return occupied === true ? 'occupied' : `occupied: ${occupied}`;
  },

  'GET /channels/{name}/users': async (library, open) => {
    const team = unique();
    const ada = await open(person('Ada', { teams: [team] }));
    await ada.join(`presence-team-${team}`);
    const { users } = await library.get(`/channels/presence-team-${team}/users`);
    return users.map(({ id }) => id).join() === ada.person.id ? 'listed' : JSON.stringify(users);
  },

  'terminateUserConnections': async (library, open) => {
    const ada = await open(person('Ada'));
    await ada.signIn();
    await ada.join(ada.person.own);
    expectOk(await library.terminate(ada.person.id));
    await ada.next(undefined, 'disconnected');
    return 'disconnected';
  },

  'Authorization of a private channel': async library => {
    const ada = person('Ada');
    const ours = await authorize(ada, { socket_id: SOCKET, channel_name: ada.own });
    return compare(await library.authorize(SOCKET, ada.own), ours, 'auth');
  },

  'Authorization of a presence channel': async library => {
    const ours = await authorize(person('ada', { name: 'Zoë 🚀' }), { socket_id: SOCKET, channel_name: 'presence-room.7' });
    const theirs = await library.authorize(SOCKET, 'presence-room.7', JSON.parse(ours.channel_data));
    return compare(theirs, ours, 'auth', 'channel_data');
  },

  'Authorization of an encrypted channel': async library => {
    const channel = 'private-encrypted-ledger';
    const ours = await authorize(person('Ada'), { socket_id: SOCKET, channel_name: channel });
    const theirs = await library.authorize(SOCKET, channel);
    if (`${theirs.shared_secret}=` !== ours.shared_secret) return compare(theirs, ours, 'auth', 'shared_secret');
    return `${compare(theirs, ours, 'auth')}, its shared_secret without padding`;
  },

  'Sign-in': async library => {
    const ours = await authorize(person('Ada', { friends: ['ben'] }), { socket_id: SOCKET }, '/pusher/user-auth');
    const theirs = await library.signIn(SOCKET, JSON.parse(ours.user_data));
    return compare(theirs, ours, 'auth', 'user_data');
  },

  'A webhook that Usher sends on': async library => {
    const channel = `private-${unique()}`;
    await webhook([{ name: 'channel_occupied', channel }]);
    return judge(library, await webhookOf('channel_occupied', channel));
  },

  'The server’s own webhook by way of Usher': async (library, open) => {
    const ada = await reader(open);
    return judge(library, await webhookOf('channel_occupied', ada.person.own));
  },
};
