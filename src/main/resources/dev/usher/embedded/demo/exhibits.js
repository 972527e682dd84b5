// The stage of a tab: numbered places, each of which lights up when there is something real to show in it.

import { code } from './code.js';
import { el } from './dom.js';

export class Exhibits {
  #places = new Map();

  /** Each entry is {id, title, about, pending}: the last says what it takes to light it up. */
  constructor(title, entries) {
    const id = `stage-${entries[0].id}`;
    this.element = el('section', { class: 'stage', 'aria-labelledby': id },
      el('header', {}, el('h2', { id }, title)),
      el('ol', { class: 'exhibits' }, ...entries.map((entry, index) => this.#place(entry, index + 1))));
  }

  /** Shows a part, as code() draws it. */
  show(id, part) {
    const place = this.#places.get(id);
    place.dataset.state = 'done';
    place.querySelector('.view').replaceChildren(code(part));
  }

  #place({ id, title, about, pending }, number) {
    const place = el('li', { class: 'exhibit', 'data-exhibit': id, 'data-state': 'waiting' },
      el('div', { class: 'label' }, el('span', { class: 'number', 'aria-hidden': 'true' }, String(number)), el('h3', {}, title)),
      el('p', { class: 'about' }, about),
      el('div', { class: 'view' }, el('p', { class: 'pending' }, pending)));
    this.#places.set(id, place);
    return place;
  }
}
