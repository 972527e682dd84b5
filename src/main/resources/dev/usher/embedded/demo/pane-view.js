// One browser window on the page: who sits there, how far they are, what has arrived, and what Usher refused them.

import { code, exchangeParts } from './code.js';
import { el } from './dom.js';
import { dataDetails, Feed } from './feed.js';
import { steps } from './journey.js';
import { Session } from './session.js';
import { avatar, strangerTo, users } from './users.js';

/** Emits "open" and "close" with the pane. */
export class PaneView extends EventTarget {
  session = null;
  #root;
  #app = null;
  #parts = null;
  #neighbour = () => null;

  constructor(root) {
    super();
    this.#root = root;
  }

  /** From here on users can be chosen; `neighbour` tells who sits in the other pane. */
  enable(app, neighbour) {
    this.#app = app;
    this.#neighbour = neighbour;
    this.drawChoice();
  }

  get user() {
    return this.session?.user ?? null;
  }

  open(user) {
    this.session?.close();
    this.session = new Session(this.#app, user);
    this.session.addEventListener('change', () => this.#drawSituation());
    this.session.addEventListener('event', ({ detail }) => this.#addEvent(detail));
    this.session.addEventListener('attempt', ({ detail }) => this.#drawAttempt(detail));
    this.session.journey.addEventListener('change', () => this.#drawProgress());
    this.#drawWindow(user);
    this.#emit('open');
    this.session.start();
  }

  close() {
    this.session.close();
    this.session = null;
    this.drawChoice();
    this.#root.querySelector('button:enabled')?.focus();
    this.#emit('close');
  }

  drawChoice() {
    if (this.session) return;
    const taken = this.#neighbour();
    this.#root.removeAttribute('data-user');
    this.#root.replaceChildren(
      el('header', { class: 'bar' }, el('h3', {}, 'Nobody here yet')),
      el('div', { class: 'choice' },
        el('p', {}, 'Who opens your app in this browser?'),
        el('div', { class: 'people' }, ...users.map(user =>
          el('button', { type: 'button', class: 'person', 'data-choose': user.id, disabled: user === taken || !this.#app,
            onclick: () => this.#choose(user) }, avatar(user), user.name)))));
  }

  /** The neighbour has changed, and with it whose channel is tried. */
  drawTargets() {
    if (!this.session) {
      this.drawChoice();
      return;
    }
    const { name } = this.#stranger();
    this.#parts.refuse.textContent = `Try ${name}’s channel`;
    this.#parts.forge.textContent = `Forge ${name}’s token`;
  }

  #choose(user) {
    this.open(user);
    this.#parts.leave.focus();
  }

  #stranger() {
    return this.#neighbour() ?? strangerTo(this.user);
  }

  #drawWindow(user) {
    const attempt = forged => () => this.session.tryChannelOf(this.#stranger(), { forged });
    const action = onclick => el('button', { type: 'button', class: 'quiet', onclick });
    this.#parts = {
      pill: el('span', { class: 'pill', role: 'status' }),
      socket: el('span', { class: 'socket' }),
      progress: el('ol', { class: 'progress', 'aria-label': 'Journey' }, ...steps.map(({ title }) =>
        el('li', { title }, el('span', { class: 'hidden' })))),
      trouble: el('div', { class: 'trouble', role: 'alert', hidden: true }),
      feed: new Feed(`Events that ${user.name} received`,
        `Nothing has arrived. Send ${user.name} an event from the backend.`),
      refuse: action(attempt(false)),
      forge: action(attempt(true)),
      verdict: el('div', { class: 'verdict', role: 'status' }),
      leave: el('button', { type: 'button', class: 'leave', onclick: () => this.close() }, 'Sign out'),
    };
    const { pill, socket, progress, trouble, feed, refuse, forge, verdict, leave } = this.#parts;
    this.#root.dataset.user = user.id;
    this.#root.replaceChildren(
      el('header', { class: 'bar' }, avatar(user), el('h3', {}, user.name), pill, leave),
      el('p', { class: 'address' }, el('code', {}, this.session.channel), socket),
      progress, trouble,
      feed.element,
      el('div', { class: 'actions' }, refuse, forge), verdict);
    this.drawTargets();
    this.#drawSituation();
  }

  #drawSituation() {
    const { phase, text } = this.session.situation;
    const { pill, socket, trouble, refuse, forge } = this.#parts;
    const labels = { lost: 'Reconnecting', refused: 'Refused', unanswered: 'No answer' };
    this.#root.dataset.phase = phase;
    pill.dataset.phase = phase;
    pill.textContent = labels[phase] ?? text;
    socket.textContent = this.session.socketId && phase !== 'lost' ? `socket ${this.session.socketId}` : '';
    refuse.disabled = forge.disabled = phase !== 'joined';
    trouble.hidden = !(phase in labels);
    if (trouble.hidden) return;
    trouble.replaceChildren(el('p', {}, text));
    if (phase !== 'lost') {
      trouble.append(el('button', { type: 'button', onclick: () => this.session.start() }, 'Sign in again'));
    }
  }

  #drawProgress() {
    [...this.#parts.progress.children].forEach((mark, index) => {
      const { id, title } = steps[index];
      const { state } = this.session.journey.at(id);
      mark.dataset.state = state;
      mark.firstChild.textContent = `${title}: ${state}`;
    });
  }

  #addEvent({ name, data }) {
    this.#parts.feed.add(name, ...dataDetails(data));
  }

  #drawAttempt({ other, forged, exchange }) {
    const [headline, meaning] = verdictOn(this.user, other, forged, exchange);
    this.#parts.verdict.replaceChildren(
      el('div', { class: 'slip', 'data-refused': !exchange.ok },
        el('p', { class: 'headline' }, headline), el('p', {}, meaning),
        ...exchangeParts(exchange).map(code),
        el('button', { type: 'button', class: 'quiet', onclick: () => this.#dismiss() }, 'Close')));
  }

  #dismiss() {
    this.#parts.verdict.replaceChildren();
    this.#parts.refuse.focus();
  }

  #emit(type) {
    this.dispatchEvent(new CustomEvent(type, { detail: this }));
  }
}

function verdictOn(user, other, forged, exchange) {
  if (exchange.failure) return ['No answer', exchange.failure];
  const { status } = exchange.response;
  if (exchange.ok) return [`${status} · Usher let ${user.name} in`, 'The policy that is configured allows this.'];
  const reason = forged
    ? `The token now claims to be ${other.name}, but its signature does not match what it says.`
    : `${user.name}’s token is genuine, but no rule lets ${user.name} join ${other.name}’s channel.`;
  return [`${status} · Usher refused`,
    `${reason} Nothing was signed, so the Channels server never heard of it.`];
}
