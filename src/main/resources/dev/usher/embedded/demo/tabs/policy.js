// Policy: claims, a channel and an action, and the rule that decides about them.

import { choice, field } from '../backend-window.js';
import { post } from '../calls.js';
import { usher } from '../curl.js';
import { el } from '../dom.js';
import { hero, seen } from '../scene.js';
import { signedInAs } from '../signed-in.js';

const PAUSE_MILLISECONDS = 250;

const asOperator = signedInAs('ops', ['operator']);
const explain = question => asOperator(token => post('policy/explain', question, token));

const examples = [
  ['Ada, and her own channel', { claims: { sub: 'ada' }, channel: 'private-user-ada', action: 'subscribe' }],
  ['Grace, at Ada’s door', { claims: { sub: 'grace' }, channel: 'private-user-ada', action: 'subscribe' }],
  ['Ada, where members meet', { claims: { sub: 'ada', groups: ['demo'] }, channel: 'presence-demo', action: 'subscribe' }],
  ['A backend, to anyone', { claims: { sub: 'shop', groups: ['publisher'] }, channel: 'private-user-ada', action: 'publish' }],
];

/** All rules, in an order that stays; one of them may be lit. */
class Rules {
  #list = el('ol', { class: 'rules', tabindex: '0', 'aria-label': 'Rules' }, el('li', { class: 'pending' }, 'Lights up when you ask.'));
  #verdict = el('p', { class: 'verdict', role: 'status' }, 'Nothing asked yet');
  element = el('section', { class: 'stage', 'aria-labelledby': 'stage-rules' },
    el('header', {}, el('h2', { id: 'stage-rules' }, 'The rule that decides'), this.#verdict), this.#list);

  show({ decision, rule: deciding, others, unlisted, own_rules: ownRules }) {
    this.#verdict.textContent = decision === 'allow' ? `Allowed by the rule ${deciding}` : 'Denied: no rule allows it';
    this.#verdict.dataset.decision = decision;
    const rules = [...others, ...deciding ? [{ rule: deciding, reasons: [] }] : []];
    rules.sort((one, other) => one.rule < other.rule ? -1 : 1);
    this.#list.replaceChildren(...rules.map(rule => this.#place(rule, deciding)));
    if (unlisted) this.#list.append(el('li', { class: 'pending' }, `And ${unlisted} more rules, further away.`));
    if (ownRules.length) this.#list.append(el('li', { class: 'pending' }, `Not asked here: ${ownRules.join(', ')}, which may allow it.`));
    // On a phone, the one that is lit may be out of sight.
    const lit = this.#list.querySelector('[data-state=lit]');
    this.#list.scrollTop = lit ? lit.offsetTop - this.#list.offsetTop : 0;
  }

  #place({ rule, reasons }, deciding) {
    const state = rule === deciding ? 'lit' : reasons.length ? 'dark' : 'spare';
    const words = { lit: ['Allows it'], spare: ['Would allow it as well'] }[state] ?? reasons.map(({ detail }) => detail);
    return el('li', { class: 'rule', 'data-rule': rule, 'data-state': state },
      el('span', { class: 'number', 'aria-hidden': 'true' }, { lit: '✓', spare: '✓', dark: '–' }[state]),
      el('div', {}, el('h3', {}, rule), ...words.map(text => el('p', {}, text))));
  }
}

/** Who else could: what each rule asks for before it allows the same. */
class Admitted {
  #list = el('ol', { class: 'feed', tabindex: '0', 'aria-label': 'Who could' });
  #empty = el('p', { class: 'empty' }, 'Whoever could do the same will be described here.');
  element = el('article', { class: 'window', 'data-window': 'admitted', 'aria-label': 'Who could' },
    el('header', { class: 'bar' }, el('h3', {}, 'Who could')), el('div', { class: 'inbox' }, this.#empty, this.#list));

  constructor() {
    this.#list.hidden = true;
  }

  show(admits) {
    this.#list.hidden = admits.length === 0;
    this.#empty.hidden = admits.length > 0;
    this.#empty.textContent = 'Nobody: no rule has a pattern for this channel.';
    this.#list.replaceChildren(...admits.map(({ rule, pattern, roles, claims }) =>
      el('li', { class: 'event', 'data-admits': rule },
        el('p', { class: 'event-name' }, el('strong', {}, rule), el('code', {}, pattern)),
        ...claims.map(claim => el('p', {}, 'the claim ', el('code', {}, claim))),
        roles.length ? el('p', {}, roles.length > 1 ? 'one of the roles ' : 'the role ', el('code', {}, roles.join(', '))) : null,
        claims.length || roles.length ? null : el('p', {}, 'whoever has a valid token'))));
  }
}

const textOf = claims => JSON.stringify(claims, null, 2);

/** The form. Asks again after each change, and shows the answer to the last question only. */
class Asking {
  #result = el('div', { class: 'published', role: 'status' });
  #answered;
  #timer;
  #latest = 0;

  constructor(answered) {
    this.#answered = answered;
    this.form = el('form', {},
      el('label', { class: 'field' }, 'Claims',
        el('textarea', { name: 'claims', rows: '6', required: true, spellcheck: 'false' }, textOf(examples[0][1].claims))),
      field('Channel', 'channel', examples[0][1].channel, { maxlength: '164' }),
      choice('Action', 'action', [['subscribe', 'Subscribe'], ['publish', 'Publish']]),
      el('button', { type: 'submit', class: 'primary' }, 'Explain'));
    this.form.addEventListener('submit', event => {
      event.preventDefault();
      this.ask();
    });
    this.form.addEventListener('input', () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.ask(), PAUSE_MILLISECONDS);
    });
    this.element = el('article', { class: 'window backend', 'aria-label': 'Your question' },
      el('header', { class: 'bar' }, el('h3', {}, 'Your question'), el('span', { class: 'pill' }, 'role operator')),
      this.form, this.#result);
  }

  fill({ claims, channel, action }) {
    const { elements } = this.form;
    elements.claims.value = textOf(claims);
    elements.channel.value = channel;
    elements.action.value = action;
    this.ask();
  }

  async ask() {
    clearTimeout(this.#timer);
    const asked = ++this.#latest;
    const { claims: text, channel, action } = Object.fromEntries(new FormData(this.form));
    let claims;
    try {
      claims = JSON.parse(text);
    } catch {
      this.#tell('bad', 'The claims are no JSON yet.');
      return;
    }
    const exchange = await explain({ channel_name: channel, action, claims });
    if (asked !== this.#latest) return;
    if (!exchange.ok) {
      this.#tell('bad', exchange.complaint);
      return;
    }
    const answer = JSON.parse(exchange.response.body);
    this.#tell('good', `200 · ${answer.decision === 'allow' ? 'Allowed' : 'Denied'}`);
    this.#answered(answer);
  }

  #tell(tone, words) {
    this.#result.replaceChildren(el('p', { class: 'headline', 'data-tone': tone }, words));
  }
}

export function drawPolicy(panel) {
  const rules = new Rules();
  const admitted = new Admitted();
  const asking = new Asking(answer => {
    rules.show(answer);
    admitted.show(answer.admits);
  });
  const suggestions = el('article', { class: 'window', 'aria-label': 'Examples' },
    el('header', { class: 'bar' }, el('h3', {}, 'Examples')),
    el('div', { class: 'questions' }, ...examples.map(([words, example]) =>
      el('button', { type: 'button', class: 'question', onclick: () => asking.fill(example) },
        el('strong', {}, words), el('code', {}, `${example.action} ${example.channel}`)))));
  panel.append(
    hero('Policy: who may, and why.', 'Type what a token says and the channel that somebody asks for. The rule that decides lights up; the others say what keeps them dark.',
      el('button', { type: 'button', class: 'primary', onclick: () => asking.ask() }, 'Ask about Ada')),
    rules.element,
    el('section', { class: 'floor scene policy', 'aria-label': 'Question and answer' }, asking.element, suggestions, admitted.element),
    seen('An operator asks the same of a running Usher. A table of such questions can be checked before it runs.', [
      ['Ask why', `${usher}
OPERATOR=$(curl -s "$USHER/dev/token" -d sub=ops -d roles=operator)
curl -i "$USHER/policy/explain" -H "Authorization: Bearer $OPERATOR" \\
  -H 'Content-Type: application/json' \\
  -d '{"channel_name":"private-user-ada","action":"subscribe","claims":{"sub":"grace"}}'`],
      ['Check a table, and ask who can join',
        `java -jar target/quarkus-app/quarkus-run.jar --check-policy policy.md
java -jar target/quarkus-app/quarkus-run.jar --who-can-join private-user-ada`],
    ]));
}
