// Commands that repeat the page's calls from a terminal.

import { el } from './dom.js';

/** Each command stands with what it shows. */
export const commands = recipes => recipes.map(([title, command]) => {
  const copy = el('button', { type: 'button', class: 'quiet', onclick: () => copyText(copy, command) }, 'Copy');
  return el('figure', { class: 'code' }, el('figcaption', {}, el('span', {}, title), copy),
    el('pre', { tabindex: '0', 'aria-label': title }, command));
});

export const usher = `USHER=${location.origin}`;

/** A token of somebody who may use the demo's channels. */
export const userToken = user =>
  `TOKEN=$(curl -s "$USHER/dev/token" -d sub=${user} -d roles=demo)`;

export const backendToken = 'BACKEND=$(curl -s "$USHER/dev/token" -d sub=shop-backend -d roles=publisher)';

async function copyText(button, text) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } catch {
    // Without permission, or not on localhost: the text can still be selected.
    button.textContent = 'Select it instead';
  }
}
