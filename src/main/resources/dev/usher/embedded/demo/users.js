// The made-up people of the demo. Usher knows none of them: it believes whatever a verified token says.

import { el } from './dom.js';

export const users = [
  { id: 'ada', name: 'Ada' },
  { id: 'grace', name: 'Grace' },
  { id: 'alan', name: 'Alan' },
  { id: 'radia', name: 'Radia' },
];

export const channelOf = user => `private-user-${user.id}`;

/** Somebody else, whose channel `user` can try to join. */
export const strangerTo = user => users.find(other => other.id !== user.id);

export const nameOf = id => users.find(user => user.id === id)?.name ?? id;

export const avatar = user => el('span', { class: 'avatar', 'aria-hidden': 'true' }, user.name[0]);
