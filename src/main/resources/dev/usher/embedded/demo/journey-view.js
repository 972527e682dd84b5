// The seven steps as a list of buttons, each opening what really happened. It shows one session's journey at a time and
// follows it, until the reader picks a step.

import { code } from './code.js';
import { el } from './dom.js';
import { Journey, steps } from './journey.js';

const spoken = { waiting: 'not yet', active: 'under way', done: 'done', failed: 'refused' };

const duration = milliseconds => milliseconds === null ? '' : `${Math.max(1, Math.round(milliseconds))} ms`;

export class JourneyView {
  #journey = new Journey();
  #rows = new Map();
  #open = steps[0].id;
  #follows = true;
  #watching = new AbortController();

  constructor(list) {
    steps.forEach((step, index) => this.#addStep(list, step, index + 1));
    this.#draw();
  }

  /** Shows this journey from now on; null means a blank one. */
  show(journey) {
    this.#watching.abort();
    this.#watching = new AbortController();
    this.#journey = journey ?? new Journey();
    this.#follows = true;
    this.#journey.addEventListener('change', ({ detail }) => this.#onChange(detail), { signal: this.#watching.signal });
    this.#open = steps.findLast(({ id }) => this.#journey.at(id).state !== 'waiting')?.id ?? steps[0].id;
    this.#draw();
  }

  /** Opens whichever step lights up next. */
  follow() {
    this.#follows = true;
  }

  #addStep(list, step, number) {
    const button = el('button', { type: 'button', class: 'step', id: `step-${step.id}`, 'aria-controls': `panel-${step.id}`,
      onclick: () => this.#pick(step.id), onkeydown: event => this.#onKey(event, number - 1) },
      el('span', { class: 'number', 'aria-hidden': 'true' }, String(number)),
      el('span', { class: 'what' },
        el('span', { class: 'title' }, step.title), el('span', { class: 'between' }, step.between)),
      el('span', { class: 'outcome' }));
    const panel = el('div', { class: 'panel', id: `panel-${step.id}`, role: 'region', 'aria-labelledby': button.id });
    list.append(el('li', {}, button, panel));
    this.#rows.set(step.id, { step, button, panel, number });
  }

  #pick(id) {
    this.#follows = false;
    this.#open = id;
    this.#draw();
  }

  #onKey(event, index) {
    const to = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: steps.length - 1 }[event.key];
    if (to === undefined || !steps[to]) return;
    event.preventDefault();
    this.#rows.get(steps[to].id).button.focus();
    this.#pick(steps[to].id);
  }

  #onChange(id) {
    // Forwards only: the event may well arrive before the answer to whoever published it.
    const { state } = this.#journey.at(id);
    if (this.#follows && state !== 'waiting' && !this.#isBehind(id)) this.#open = id;
    this.#draw();
  }

  #isBehind(id) {
    const order = steps.map(step => step.id);
    return order.indexOf(id) < order.indexOf(this.#open) && this.#journey.at(this.#open).state === 'done';
  }

  #draw() {
    for (const [id, row] of this.#rows) {
      const { state, milliseconds, parts } = this.#journey.at(id);
      const open = id === this.#open;
      if (row.button.dataset.state !== state) row.button.dataset.state = state;
      row.button.setAttribute('aria-expanded', String(open));
      const outcome = row.button.querySelector('.outcome');
      outcome.replaceChildren(el('span', { class: 'hidden' }, spoken[state]), duration(milliseconds));
      row.panel.hidden = !open;
      if (open) row.panel.replaceChildren(...this.#panelOf(row, state, parts));
    }
  }

  *#panelOf({ step, number }, state, parts) {
    yield el('p', { class: 'kicker' }, `Step ${number} · ${step.between}`);
    yield el('h3', {}, step.title);
    yield el('p', { class: 'about' }, step.about);
    if (parts.length > 0) yield el('div', { class: 'parts' }, ...parts.map(code));
    else yield el('p', { class: 'pending' }, state === 'active' ? 'Waiting for the answer…' : pendingFor(step.id));
  }
}

const pendingFor = id => id === 'publish' || id === 'arrive'
  ? 'Lights up when you send an event.'
  : 'Lights up when a user signs in.';
