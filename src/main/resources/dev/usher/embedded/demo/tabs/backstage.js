// Backstage: what backends see of it all: webhooks as they arrive, and answers to questions about channels.

import { backend } from '../backend.js';
import { requestPart, responsePart } from '../code.js';
import { backendToken, usher } from '../curl.js';
import { el } from '../dom.js';
import { Exhibits } from '../exhibits.js';
import { Feed } from '../feed.js';
import { Guest } from '../guest.js';
import { guestWindow, invitation } from '../guest-window.js';
import { floor, hero, seen } from '../scene.js';
import { nameOf, users } from '../users.js';

const CHANNEL = 'presence-demo';

const questions = [
  ['Which channels have listeners?', 'channels?prefix=presence-&info=user_count'],
  ['What about this one?', `channel?name=${CHANNEL}&info=user_count`],
  ['Who is on it?', `channel/users?name=${CHANNEL}`],
];

const stage = () => new Exhibits('What backends are told', [
  { id: 'webhook', title: 'A webhook', pending: 'Lights up when something happens on a channel.',
    about: 'Usher verifies the signature of every webhook, and hands its events to observers within and to a URL of yours.' },
  { id: 'question', title: 'A question', pending: 'Lights up when you ask.',
    about: 'Who may publish to a channel may ask about it. Names are parameters, since they may hold what a path may not.' },
  { id: 'answer', title: 'The answer', pending: 'Lights up when you ask.',
    about: 'Usher asks the Channels server, and leaves out what the caller has no business to know.' },
]);

function audience() {
  const hello = el('button', { type: 'button', class: 'quiet', disabled: true }, 'Say hello to the others');
  const feed = new Feed('What Radia hears', 'Whatever Radia does here, and whoever is on channels in the other tabs, makes webhooks.');
  let channel;
  const guest = new Guest(users.find(({ id }) => id === 'radia'), { join: guest => {
    channel = guest.enter(CHANNEL);
    for (const event of ['member_added', 'member_removed']) channel.bind(`pusher:${event}`, ({ id }) => feed.add(event, nameOf(id)));
  } });
  guest.addEventListener('change', () => { hello.disabled = guest.phase !== 'joined'; });
  hello.addEventListener('click', () => channel.trigger('client-hello', { text: 'Hello!' }));
  return { guest, element: guestWindow(guest, { address: CHANNEL }, feed.element, hello) };
}

function webhooks(exhibits) {
  const feed = new Feed('Webhooks', 'No webhook has arrived. Let Radia join.');
  const pill = el('span', { class: 'pill', role: 'status' }, 'Connecting');
  const source = new EventSource('dev/webhooks');
  // On every connection, what is remembered comes again.
  source.onopen = () => {
    feed.clear();
    pill.textContent = 'Live';
    pill.dataset.phase = 'joined';
  };
  source.onerror = () => {
    pill.textContent = 'Reconnecting';
    pill.dataset.phase = 'lost';
  };
  source.onmessage = ({ data }) => {
    const { time_ms: time, event } = JSON.parse(data);
    const details = [event.event, event.user_id].filter(Boolean).join(' · ');
    feed.addAt(new Date(time), event.name, event.channel, details ? el('code', {}, details) : null);
    exhibits.show('webhook', { title: 'An element of its events', tag: 'Webhook', body: JSON.stringify(event) });
  };
  return el('article', { class: 'window', 'data-window': 'webhooks', 'aria-label': 'Webhooks' },
    el('header', { class: 'bar' }, el('h3', {}, 'Webhooks'), pill), feed.element);
}

function queries(exhibits) {
  const ask = async path => {
    const exchange = await backend.ask(path);
    exhibits.show('question', requestPart(exchange));
    exhibits.show('answer', responsePart(exchange));
  };
  return el('article', { class: 'window backend', 'aria-label': 'Your backend' },
    el('header', { class: 'bar' }, el('h3', {}, 'Your backend'), el('span', { class: 'pill' }, 'role publisher')),
    el('div', { class: 'questions' }, ...questions.map(([words, path]) =>
      el('button', { type: 'button', class: 'question', 'data-ask': path.split('?')[0], onclick: () => ask(path) },
        el('strong', {}, words), el('code', {}, `GET /${path}`)))));
}

export function drawBackstage(panel) {
  const exhibits = stage();
  const radia = audience();
  panel.append(
    hero('Backstage: what backends see.', 'The Channels server tells your backends by webhook what happens on the channels, and answers what they ask. Usher stands in between, both ways.',
      invitation('Let Radia join', 'Radia is here', radia.guest)),
    floor(radia.element, webhooks(exhibits), queries(exhibits)),
    exhibits.element,
    seen('In development, Usher shows its webhooks on a stream of their own. The questions work everywhere.', [
      ['Follow the webhooks', `${usher}\ncurl -N "$USHER/dev/webhooks"`],
      ...questions.map(([words, path], index) => [words,
        `${index === 0 ? `${backendToken}\n` : ''}curl -i "$USHER/${path}" -H "Authorization: Bearer $BACKEND"`]),
    ]));
}
