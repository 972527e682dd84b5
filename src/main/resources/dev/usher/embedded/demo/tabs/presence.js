// Presence: who is on a channel, under names that Usher vouches for, and what its members tell each other.

import { frame, requestPart } from '../code.js';
import { usher, userToken } from '../curl.js';
import { el } from '../dom.js';
import { Exhibits } from '../exhibits.js';
import { Feed } from '../feed.js';
import { Guest } from '../guest.js';
import { guestWindow, invitation } from '../guest-window.js';
import { floor, hero, seen } from '../scene.js';
import { avatar, nameOf, users } from '../users.js';

const CHANNEL = 'presence-demo';

/** Pusher allows ten client events a second; one is enough to say that somebody types. */
const TYPING_MILLISECONDS = 1_000;

const stage = () => new Exhibits('Who vouches for whom', [
  { id: 'batch', title: 'Four channels, one call', pending: 'Lights up when somebody joins.',
    about: 'This page subscribes to four channels at once. usher.js asks for all of them together, and Usher verifies the token once.' },
  { id: 'signed', title: 'What Usher signed', pending: 'Lights up when somebody joins.',
    about: 'The member’s id and name come from the claims of the token. A page that changed them would break the signature.' },
  { id: 'heard', title: 'What members hear', pending: 'Lights up when members come, type or go.',
    about: 'Whatever a page says, the server adds the user_id of the member who said it.' },
]);

class Member {
  #members = el('ul', { class: 'members' });
  #typing = el('p', { class: 'typing', role: 'status' });
  #input = el('input', { name: 'message', maxlength: '200', autocomplete: 'off', disabled: true });
  #said;
  #channel = null;
  #typedAt = -Infinity;
  #typingEnds;

  constructor(user, exhibits) {
    this.guest = new Guest(user, { join: guest => this.#join(guest) });
    this.#said = new Feed(`What ${user.name} hears`, 'Nobody has said anything yet.');
    this.#members.setAttribute('aria-label', `Members that ${user.name} sees`);
    this.element = guestWindow(this.guest, { address: CHANNEL }, this.#members, this.#said.element, this.#typing, this.#form());
    this.guest.addEventListener('change', () => this.#draw());
    this.guest.addEventListener('call', ({ detail }) => showCall(exhibits, this.guest, detail));
    this.guest.addEventListener('frame', ({ detail: { outgoing, event, text } }) => {
      if (!outgoing && /member_(added|removed)|^client-/.test(event)) exhibits.show('heard', frame('Frame received', text));
    });
    this.#draw();
  }

  #form() {
    const label = el('label', { class: 'field' }, 'Say something', this.#input);
    const send = el('button', { type: 'submit', class: 'quiet' }, 'Send');
    this.#input.addEventListener('input', () => this.#type());
    return el('form', { class: 'say', onsubmit: event => this.#say(event) }, label, send);
  }

  #join(guest) {
    const { user: { channel, id } } = guest.session;
    this.#channel = guest.enter(CHANNEL);
    for (const other of [channel, `private-encrypted-user-${id}`, 'private-cache-demo-page']) guest.pusher.subscribe(other);
    for (const event of ['subscription_succeeded', 'member_added', 'member_removed']) {
      this.#channel.bind(`pusher:${event}`, () => this.#draw());
    }
    this.#channel.bind('client-typing', (data, { user_id }) => this.#showTyping(user_id));
    this.#channel.bind('client-message', ({ text }, { user_id }) => {
      this.#showTyping(null);
      this.#said.add(nameOf(user_id), String(text), el('code', {}, `user_id ${user_id}`));
    });
  }

  #type() {
    if (performance.now() - this.#typedAt < TYPING_MILLISECONDS) return;
    this.#typedAt = performance.now();
    this.#channel.trigger('client-typing', {});
  }

  #say(event) {
    event.preventDefault();
    if (!this.#input.value) return;
    this.#channel.trigger('client-message', { text: this.#input.value });
    this.#said.add('You', this.#input.value);
    this.#input.value = '';
    this.#typedAt = -Infinity;
  }

  #showTyping(userId) {
    clearTimeout(this.#typingEnds);
    this.#typing.textContent = userId ? `${nameOf(userId)} is typing…` : '';
    if (userId) this.#typingEnds = setTimeout(() => this.#showTyping(null), 2 * TYPING_MILLISECONDS);
  }

  #draw() {
    const here = this.guest.phase === 'joined';
    const members = [];
    if (here) this.#channel.members.each(member => members[member.id === this.guest.user.id ? 'unshift' : 'push'](member));
    this.#members.replaceChildren(...members.map(({ id, info }) => el('li', { class: 'member', 'data-member': id },
      avatar({ name: info?.name ?? id }), el('span', {}, info?.name ?? id), el('code', {}, id === this.guest.user.id ? 'you' : id))));
    if (!here) this.#members.append(el('li', { class: 'nobody' }, 'Members are told to members only.'));
    this.#input.disabled = !here;
    this.element.querySelector('.say button').disabled = !here;
  }
}

function showCall(exhibits, { socketId }, exchange) {
  const answer = exchange.ok ? JSON.parse(exchange.response.body)[CHANNEL] : null;
  if (answer?.status !== 200) return;
  exhibits.show('batch', requestPart(exchange));
  exhibits.show('signed', { title: 'socket_id, channel, channel_data', tag: 'HMAC-SHA256',
    start: `${socketId}:${CHANNEL}:`, body: answer.data.channel_data });
}

export function drawPresence(panel) {
  const exhibits = stage();
  const [ada, grace] = users.slice(0, 2).map(user => new Member(user, exhibits));
  panel.append(
    hero('Presence: see who is there.', 'Members of a presence channel see each other come and go, under the names that their tokens carry. Open this page twice and they meet there too.',
      invitation('Let both join', 'Both are here', ada.guest, grace.guest)),
    floor(ada.element, grace.element),
    exhibits.element,
    seen('A token’s claims become the member that Usher signs; ask for several channels and each gets its own answer.', [
      ['Two channels in one call: one answer each',
        `${usher}
${userToken('ada')}
curl -i "$USHER/pusher/auth" -H "Authorization: Bearer $TOKEN" \\
  -H 'Content-Type: application/json' \\
  -d '{"socket_id":"1234.5678","channel_name":["${CHANNEL}","private-user-grace"]}'`],
    ]));
}
