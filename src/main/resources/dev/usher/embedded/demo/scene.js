// What the tabs are laid out with.

import { commands } from './curl.js';
import { el } from './dom.js';

export const hero = (title, about, invitation) => el('section', { class: 'hero' },
  el('h1', {}, title), el('div', {}, el('p', {}, about), invitation));

export const floor = (...windows) => el('section', { class: 'floor scene', 'aria-label': 'Browsers and backend' }, ...windows);

export const seen = (about, recipes) => el('section', { class: 'seen' },
  el('h2', {}, 'From a terminal'), el('p', {}, about), el('div', { class: 'commands' }, ...commands(recipes)));
