// The Journey: two panes, one journey on show, the backend, and the commands. Its elements stand in the page.

import { Composer } from '../composer.js';
import { backendToken, commands, usher } from '../curl.js';
import { el, find } from '../dom.js';
import { JourneyView } from '../journey-view.js';
import { PaneView } from '../pane-view.js';
import { users } from '../users.js';

const panes = [new PaneView(find('#left')), new PaneView(find('#right'))];
const journeyView = new JourneyView(find('#steps'));
const composer = new Composer(find('#composer'), find('#published'));
let shown = null;

function show(pane) {
  shown = pane;
  journeyView.show(pane?.session?.journey);
  drawWhose();
}

function drawWhose() {
  const open = panes.filter(({ session }) => session);
  find('#whose').replaceChildren(...open.map(pane =>
    el('button', { type: 'button', 'aria-pressed': String(pane === shown), 'data-journey': pane.user.id,
      onclick: () => show(pane) }, `${pane.user.name}’s journey`)));
}

function onPanesChanged() {
  for (const pane of panes) pane.drawTargets();
  composer.offer(panes.map(({ session }) => session).filter(Boolean));
  const full = panes.every(({ session }) => session);
  find('#start').disabled = full;
  find('#start').textContent = full ? 'Two users are signed in' : 'Sign in two users';
  const [first, second] = panes.map(({ user }) => user?.id).filter(Boolean);
  drawCommands(first, second);
}

for (const pane of panes) {
  pane.addEventListener('open', () => {
    show(pane);
    onPanesChanged();
  });
  pane.addEventListener('close', () => {
    if (pane === shown) show(panes.find(({ session }) => session));
    else drawWhose();
    onPanesChanged();
  });
}

composer.addEventListener('send', ({ detail: sessions }) => {
  if (!sessions.includes(shown?.session)) show(panes.find(({ session }) => session === sessions[0]));
  journeyView.follow();
});

function start() {
  // From right to left, so that the left one's journey is on show.
  [...panes].reverse().forEach((pane, index) => {
    if (!pane.session) pane.open(users.filter(user => panes.every(other => other.user !== user)).at(index === 0 ? 1 : 0));
  });
}

function drawCommands(user = 'ada', other = users.find(({ id }) => id !== user).id) {
  find('#commands').replaceChildren(...commands([
    ['Get a token, then ask for your own channel: 200 and a signature',
      `${usher}
TOKEN=$(curl -s "$USHER/dev/token" -d sub=${user})
curl -i "$USHER/pusher/auth" -H "Authorization: Bearer $TOKEN" \\
  -d socket_id=1234.5678 -d channel_name=private-user-${user}`],
    ['Ask for somebody else’s: 403 and a problem document',
      `curl -i "$USHER/pusher/auth" -H "Authorization: Bearer $TOKEN" \\
  -d socket_id=1234.5678 -d channel_name=private-user-${other}`],
    ['Publish as a backend: watch it arrive on this page',
      `${backendToken}
curl -i "$USHER/events" -H "Authorization: Bearer $BACKEND" \\
  -H 'Content-Type: application/json' \\
  -d '{"name":"order-shipped","data":{"message":"Sent by curl"},"user":"${user}"}'`],
  ]));
}

/** Shows it before anything can be used. */
export function draw() {
  for (const pane of panes) pane.drawChoice();
  onPanesChanged();
  find('#start').disabled = true;
  find('#start').addEventListener('click', start);
}

/** From here on users can sign in. */
export function enable(app) {
  panes.forEach((pane, index) => pane.enable(app, () => panes[1 - index].user));
  find('#start').disabled = false;
}
