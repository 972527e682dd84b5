// The backend in the Journey: publishes events to the users who are signed in.

import { backend, dataFrom } from './backend.js';
import { code, exchangeParts } from './code.js';
import { el } from './dom.js';

/** Emits "send" with the sessions it is meant for, before anything is sent. */
export class Composer extends EventTarget {
  #form;
  #result;
  #targets = [];
  #picked = null;

  constructor(form, result) {
    super();
    this.#form = form;
    this.#result = result;
    form.addEventListener('submit', event => {
      event.preventDefault();
      this.#send();
    });
    form.querySelector('.to').addEventListener('change', ({ target }) => {
      this.#picked = target.value;
    });
    this.offer([]);
  }

  /** These sessions can be sent to. */
  offer(sessions) {
    const choices = sessions.map(session => [session.user.id, session.user.name, [session]]);
    if (sessions.length > 1) choices.push(['both', 'Both', sessions]);
    const selected = (choices.find(([value]) => value === this.#picked) ?? choices[0])?.[0];
    this.#targets = choices;
    this.#form.querySelector('.to').replaceChildren(...choices.map(([value, label]) =>
      el('label', {}, el('input', { type: 'radio', name: 'to', value, checked: value === selected }),
        el('span', {}, label))));
    this.#form.querySelector('.nobody').hidden = choices.length > 0;
    this.#form.querySelector('[type=submit]').disabled = choices.length === 0;
  }

  async #send() {
    const fields = new FormData(this.#form);
    const [, , sessions] = this.#targets.find(([value]) => value === fields.get('to'));
    this.dispatchEvent(new CustomEvent('send', { detail: sessions }));
    for (const { journey } of sessions) {
      journey.reset('publish', 'arrive');
      journey.update('publish', { state: 'active' });
    }
    const ids = sessions.map(({ user }) => user.id);
    const exchange = await backend.publish({
      name: fields.get('name'),
      data: dataFrom(fields.get('data')),
      ...(ids.length === 1 ? { user: ids[0] } : { users: ids }),
    });
    const parts = exchangeParts(exchange);
    for (const { journey } of sessions) {
      journey.update('publish', { state: exchange.ok ? 'done' : 'failed', parts, milliseconds: exchange.milliseconds });
    }
    this.#tell(exchange, sessions.map(({ user }) => user.name).join(' and '), parts);
  }

  /** Step 6 shows what was accepted; a refusal must be seen here, where it was caused. */
  #tell(exchange, names, parts) {
    if (exchange.ok) {
      this.#result.replaceChildren(el('p', { class: 'headline', 'data-tone': 'good' }, `200 · Usher published it to ${names}`),
        el('p', { class: 'more' }, 'Step 6 of the journey shows the request.'));
    } else {
      this.#result.replaceChildren(el('p', { class: 'headline', 'data-tone': 'bad' }, exchange.complaint), ...parts.map(code));
    }
  }
}
