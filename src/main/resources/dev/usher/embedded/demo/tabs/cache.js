// Cache: a channel that remembers its last event, for those who join later.

import { backend } from '../backend.js';
import { BackendWindow, field } from '../backend-window.js';
import { frame, requestPart } from '../code.js';
import { backendToken, usher } from '../curl.js';
import { el } from '../dom.js';
import { Exhibits } from '../exhibits.js';
import { Feed } from '../feed.js';
import { Guest } from '../guest.js';
import { guestWindow, invitation } from '../guest-window.js';
import { floor, hero, seen } from '../scene.js';
import { users } from '../users.js';

/** Another one each time: what was sent to the last one is remembered for half an hour. */
const newChannel = () => `private-cache-demo-${crypto.getRandomValues(new Uint16Array(1))[0].toString(36)}`;

const stage = () => new Exhibits('Late, and still in the picture', [
  { id: 'miss', title: 'Nothing to remember', pending: 'Lights up when somebody joins before anything was sent.',
    about: 'Who joins a cache channel that holds no event is told so, and can ask the app for the state.' },
  { id: 'published', title: 'The last event', pending: 'Lights up when you send a price.',
    about: 'A backend publishes as to any other channel. The Channels server remembers the last event.' },
  { id: 'replayed', title: 'Told to whoever comes later', pending: 'Lights up when somebody joins after a price was sent.',
    about: 'Right after it has joined, a newcomer is given the event that it missed.' },
]);

/** The channel that the tab is about at the moment. Emits "change" when that is another one. */
class CurrentChannel extends EventTarget {
  name = newChannel();

  /** An element that always has the name of the channel in it. */
  draw(element) {
    const draw = () => { element.textContent = this.name; };
    this.addEventListener('change', draw);
    draw();
    return element;
  }

  renew() {
    this.name = newChannel();
    this.dispatchEvent(new Event('change'));
  }
}

class Watcher {
  #current;
  #feed;
  #joinedAt = null;

  constructor(user, current, exhibits) {
    this.#current = current;
    this.#feed = new Feed(`Prices that ${user.name} knows`, `${user.name} knows no price.`);
    this.guest = new Guest(user, { join: guest => this.#join(guest) });
    this.guest.addEventListener('frame', ({ detail: { outgoing, event, channel, data, text } }) => {
      if (outgoing || channel !== current.name) return;
      if (event === 'pusher:cache_miss') exhibits.show('miss', frame('Frame received', text));
      else if (event === 'price' && this.#isLate(JSON.parse(data))) exhibits.show('replayed', frame('Frame received', text));
    });
    this.element = guestWindow(this.guest, { address: current.name }, this.#feed.element);
    current.draw(this.element.querySelector('.address code'));
  }

  forget() {
    this.guest.leave();
    this.#feed.clear();
  }

  #join(guest) {
    this.#feed.clear();
    const channel = guest.enter(this.#current.name);
    channel.bind('pusher:subscription_succeeded', () => { this.#joinedAt = Date.now(); });
    channel.bind('pusher:cache_miss', () => this.#feed.add('pusher:cache_miss', 'The channel remembers no event.'));
    channel.bind('price', data => this.#feed.add(String(data.price),
      this.#isLate(data) ? `Replayed: sent before ${guest.user.name} joined` : 'Live', el('code', {}, JSON.stringify(data))));
  }

  #isLate({ sent }) {
    return Date.parse(sent) < this.#joinedAt;
  }
}

function backendWindow(current, exhibits, watchers) {
  const fresh = el('button', { type: 'button', class: 'quiet' }, 'Take a fresh channel');
  fresh.addEventListener('click', () => {
    for (const watcher of watchers) watcher.forget();
    current.renew();
  });
  const { element } = new BackendWindow({
    send: 'Send price',
    more: [fresh],
    act: async ({ price }) => {
      const event = { name: 'price', data: { price, sent: new Date().toISOString() }, channel: current.name };
      const exchange = await backend.publish(event);
      exhibits.show('published', requestPart(exchange));
      return [exchange, 'Usher published it'];
    },
  }, el('p', { class: 'address' }, current.draw(el('code'))),
  field('Price', 'price', '42.17', { maxlength: '20', inputmode: 'decimal' }));
  return element;
}

export function drawCache(panel) {
  const exhibits = stage();
  const current = new CurrentChannel();
  const [ada, grace] = users.slice(0, 2).map(user => new Watcher(user, current, exhibits));
  const terminal = el('div');
  const drawTerminal = () => terminal.replaceChildren(commandsFor(current.name));
  current.addEventListener('change', drawTerminal);
  drawTerminal();
  panel.append(
    hero('Cache: never too late.', 'A cache channel keeps its last event for half an hour or so. Let Ada join, send a price, and let Grace join afterwards: she knows it at once.',
      invitation('Let Ada join', 'Ada is here', ada.guest)),
    floor(ada.element, grace.element, backendWindow(current, exhibits, [ada, grace])),
    exhibits.element, terminal);
}

const commandsFor = channel => seen('The event need not come from this page, and neither need the question.', [
  ['Send a price as a backend',
    `${usher}
${backendToken}
curl -i "$USHER/events" -H "Authorization: Bearer $BACKEND" \\
  -H 'Content-Type: application/json' \\
  -d '{"name":"price","data":{"price":"43.05"},"channel":"${channel}"}'`],
  ['Ask what the channel remembers',
    `curl -i "$USHER/channel?name=${channel}&info=cache" -H "Authorization: Bearer $BACKEND"`],
]);
