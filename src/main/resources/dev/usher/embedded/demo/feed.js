// A list of what has arrived, the newest first, with a word for when nothing has.

import { el } from './dom.js';

export class Feed {
  #list;
  #empty;

  constructor(label, emptyText) {
    // It scrolls once it is long, which must work from the keyboard too.
    this.#list = el('ol', { class: 'feed', role: 'log', tabindex: '0', 'aria-label': label, hidden: true });
    this.#empty = el('p', { class: 'empty' }, emptyText);
    this.element = el('div', { class: 'inbox' }, this.#empty, this.#list);
  }

  /** Each detail is an element or text; what is null is left out. */
  add(title, ...details) {
    this.addAt(new Date(), title, ...details);
  }

  addAt(time, title, ...details) {
    this.#empty.hidden = true;
    this.#list.hidden = false;
    this.#list.prepend(el('li', { class: 'event' },
      el('p', { class: 'event-name' }, el('strong', {}, title),
        el('time', {}, time.toLocaleTimeString([], { hour12: false }))),
      ...details.map(detail => typeof detail === 'string' ? el('p', {}, detail) : detail)));
  }

  clear() {
    this.#list.replaceChildren();
    this.#list.hidden = true;
    this.#empty.hidden = false;
  }
}

/** The data of an event: its message in words, if it has one, and all of it. */
export const dataDetails = data => [
  (typeof data === 'string' ? data : data?.message) ?? null,
  typeof data === 'string' ? null : el('code', {}, JSON.stringify(data)),
];
