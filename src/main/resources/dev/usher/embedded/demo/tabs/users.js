// Users: sign in on a connection, be reached there without any channel, see friends come and go, be sent away.

import { backend, dataFrom } from '../backend.js';
import { BackendWindow, choice, field } from '../backend-window.js';
import { frame, responsePart } from '../code.js';
import { backendToken, usher } from '../curl.js';
import { el } from '../dom.js';
import { Exhibits } from '../exhibits.js';
import { dataDetails, Feed } from '../feed.js';
import { Guest } from '../guest.js';
import { guestWindow, invitation } from '../guest-window.js';
import { floor, hero, seen } from '../scene.js';
import { nameOf, users } from '../users.js';

/** Where events for a signed-in user go; no page can subscribe to it. */
const addressOf = id => `#server-to-user-${id}`;

const stage = () => new Exhibits('A user, not a channel', [
  { id: 'sign-in', title: 'Signing in', pending: 'Lights up when somebody signs in.',
    about: 'Usher signs who the user is and whom they watch, both from the claims of the token.' },
  { id: 'watchlist', title: 'Friends come and go', pending: 'Lights up when somebody signs in.',
    about: 'The Channels server tells a user which of the friends on the watchlist are online, and when that changes.' },
  { id: 'event', title: 'Straight to the user', pending: 'Lights up when you send an event.',
    about: 'An event for the user reaches every connection that is signed in as that user. Nobody had to subscribe.' },
]);

class SignedIn {
  #friends;
  #list = el('ul', { class: 'members' });

  constructor(user, exhibits) {
    const friends = users.slice(0, 3).map(({ id }) => id).filter(id => id !== user.id);
    this.#friends = new Map(friends.map(id => [id, 'unknown']));
    this.#list.setAttribute('aria-label', `${user.name}’s friends`);
    const feed = new Feed(`Events that ${user.name} received`, `Nothing has arrived. Send ${user.name} an event from the backend.`);
    this.guest = new Guest(user, { claims: { friends }, join: guest => this.#join(guest, feed) });
    this.guest.addEventListener('change', () => this.#onChange());
    this.guest.addEventListener('call', ({ detail }) => exhibits.show('sign-in', responsePart(detail)));
    this.guest.addEventListener('frame', ({ detail }) => this.#onFrame(detail, exhibits));
    this.element = guestWindow(this.guest, { address: addressOf(user.id), come: 'Sign in', go: 'Sign out' }, this.#list, feed.element);
    this.#draw();
  }

  #join({ pusher }, feed) {
    pusher.signin();
    pusher.user.bind_global((event, data) => {
      if (!event.startsWith('pusher:')) feed.add(event, ...dataDetails(data));
    });
    for (const state of ['online', 'offline']) {
      pusher.user.watchlist.bind(state, ({ user_ids }) => {
        for (const id of user_ids) this.#friends.set(id, state);
        this.#draw();
      });
    }
    pusher.user.bind('pusher:signin_error', ({ error }) => this.guest.become('refused', error));
  }

  #onFrame({ outgoing, event, channel, text }, exhibits) {
    if (outgoing) return;
    if (event === 'pusher:signin_success') this.guest.become('joined');
    else if (event === 'pusher_internal:watchlist_events') exhibits.show('watchlist', frame('Frame received', text));
    else if (channel === addressOf(this.guest.user.id) && !event.startsWith('pusher')) exhibits.show('event', frame('Frame received', text));
  }

  #onChange() {
    if (this.guest.phase === 'joined') return;
    for (const id of this.#friends.keys()) this.#friends.set(id, 'unknown');
    this.#draw();
  }

  #draw() {
    this.#list.replaceChildren(...[...this.#friends].map(([id, state]) =>
      el('li', { class: 'member', 'data-member': id, 'data-online': state }, el('span', { class: 'light', 'aria-hidden': 'true' }),
        el('span', {}, nameOf(id)), el('code', {}, state))));
  }
}

function backendWindow() {
  const terminate = el('button', { type: 'button', class: 'quiet terminate' }, 'Terminate connections');
  const window = new BackendWindow({
    send: 'Send to the user',
    act: async ({ to, name, data }) => [
      await backend.publish({ name, data: dataFrom(data), channel: addressOf(to) }), `Usher published it to ${addressOf(to)}`],
    more: [terminate],
  }, choice('User', 'to', users.slice(0, 2).map(({ id, name }) => [id, name])),
  field('Event', 'name', 'order-shipped', { maxlength: '200' }), field('Data', 'data', '{"message":"Your order is on its way"}'));
  terminate.addEventListener('click', () => {
    const { to } = window.fields;
    window.tell(backend.terminate(to).then(exchange => [exchange, `Connections of ${nameOf(to)} are ended`]));
  });
  return window.element;
}

export function drawUsers(panel) {
  const exhibits = stage();
  const [ada, grace] = users.slice(0, 2).map(user => new SignedIn(user, exhibits));
  panel.append(
    hero('Users: reach people, not channels.', 'A connection can sign in as its user. Then backends reach the user wherever they are, friends see them online, and all their connections can be ended at once.',
      invitation('Sign in both', 'Both are signed in', ada.guest, grace.guest)),
    floor(ada.element, grace.element, backendWindow()),
    exhibits.element,
    seen('Backends name the user; how many connections there are is the Channels server’s business.', [
      ['Send an event to whoever is signed in as Ada',
        `${usher}
${backendToken}
curl -i "$USHER/events" -H "Authorization: Bearer $BACKEND" \\
  -H 'Content-Type: application/json' \\
  -d '{"name":"order-shipped","data":{"message":"Sent by curl"},"channel":"${addressOf('ada')}"}'`],
      ['End all of Ada’s connections',
        `curl -i "$USHER/connections/terminate" -H "Authorization: Bearer $BACKEND" \\
  -H 'Content-Type: application/json' -d '{"user":"ada"}'`],
    ]));
}
