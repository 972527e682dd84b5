// The browser window of a guest: who it is, whether they are here, and whatever a tab puts into it.

import { el } from './dom.js';
import { avatar } from './users.js';

const labels = { away: 'Away', starting: 'Connecting', joined: 'Connected', lost: 'Reconnecting', refused: 'Refused',
  ended: 'Ended' };

/** `address` is what stands where a browser has its address, such as a channel; `come` and `go` are the button's words. */
export function guestWindow(guest, { address, come = 'Join', go = 'Leave' }, ...content) {
  const { user } = guest;
  const pill = el('span', { class: 'pill', role: 'status' });
  const socket = el('span', { class: 'socket' });
  const trouble = el('p', { class: 'trouble', role: 'alert', hidden: true });
  const toggle = el('button', { type: 'button', class: 'quiet toggle', onclick: () => guest.isHere ? guest.leave() : guest.arrive() });
  const root = el('article', { class: 'window pane', 'aria-label': `${user.name}’s browser`, 'data-user': user.id },
    el('header', { class: 'bar' }, avatar(user), el('h3', {}, user.name), pill, toggle),
    el('p', { class: 'address' }, el('code', {}, address), socket),
    ...content, trouble);

  function draw() {
    root.dataset.phase = pill.dataset.phase = guest.phase;
    pill.textContent = labels[guest.phase];
    socket.textContent = guest.phase === 'joined' ? `socket ${guest.socketId}` : '';
    toggle.textContent = guest.isHere ? go : come;
    trouble.hidden = !guest.complaint;
    trouble.textContent = guest.complaint;
  }

  guest.addEventListener('change', draw);
  draw();
  return root;
}

/** A button by which all of these guests come, and which says so once they are here. */
export function invitation(words, thanks, ...guests) {
  const button = el('button', { type: 'button', class: 'primary', onclick: () => {
    for (const guest of guests) if (!guest.isHere) guest.arrive();
  } });
  function draw() {
    button.disabled = guests.every(guest => guest.isHere);
    button.textContent = button.disabled ? thanks : words;
  }
  for (const guest of guests) guest.addEventListener('change', draw);
  draw();
  return button;
}
