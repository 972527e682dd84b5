// The window of a backend: a form, and what came of sending it.

import { code, exchangeParts } from './code.js';
import { el } from './dom.js';

/** A choice of one; `options` are [value, label]. */
export const choice = (legend, name, options) => el('fieldset', {}, el('legend', {}, legend),
  el('div', { class: 'to' }, ...options.map(([value, label], index) =>
    el('label', {}, el('input', { type: 'radio', name, value, checked: index === 0 }), el('span', {}, label)))));

export const field = (label, name, value, attributes = {}) => el('label', { class: 'field' }, label,
  el('input', { name, value, required: true, autocomplete: 'off', spellcheck: 'false', ...attributes }));

export class BackendWindow {
  #result = el('div', { class: 'published', role: 'status' });

  /** `act` takes the fields and returns an Exchange and what to say if it is good; `more` are further buttons. */
  constructor({ send, act, more = [] }, ...fields) {
    this.form = el('form', {}, ...fields, el('button', { type: 'submit', class: 'primary' }, send), ...more);
    this.form.addEventListener('submit', event => {
      event.preventDefault();
      this.tell(act(this.fields));
    });
    this.element = el('article', { class: 'window backend', 'aria-label': 'Your backend' },
      el('header', { class: 'bar' }, el('h3', {}, 'Your backend'), el('span', { class: 'pill' }, 'role publisher')),
      this.form, this.#result);
  }

  get fields() {
    return Object.fromEntries(new FormData(this.form));
  }

  /** Says what came of a call: a promise of [exchange, words for its success]. */
  async tell(outcome) {
    const [exchange, words] = await outcome;
    const tone = exchange.ok ? 'good' : 'bad';
    this.#result.replaceChildren(
      el('p', { class: 'headline', 'data-tone': tone }, exchange.ok ? `200 · ${words}` : exchange.complaint),
      ...exchange.ok ? [] : exchangeParts(exchange).map(code));
  }
}
