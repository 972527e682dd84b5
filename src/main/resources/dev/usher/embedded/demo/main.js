// Puts the page together: two panes, one journey on show, the backend, and the commands.

import { Composer } from './composer.js';
import { drawCommands } from './curl.js';
import { el, find } from './dom.js';
import { JourneyView } from './journey-view.js';
import { PaneView } from './pane-view.js';
import { load } from './pusher-client.js';
import { listen } from './traffic.js';
import { connectionDetails } from './calls.js';
import { users } from './users.js';

const panes = [new PaneView(find('#left')), new PaneView(find('#right'))];
const journeyView = new JourneyView(find('#steps'));
const composer = new Composer(find('#composer'), find('#published'));
let shown = null;

function show(pane) {
  shown = pane;
  journeyView.show(pane?.session?.journey);
  drawTabs();
}

function drawTabs() {
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
  drawCommands(find('#commands'), first, second ?? users.find(({ id }) => id !== (first ?? 'ada')).id);
}

for (const pane of panes) {
  pane.addEventListener('open', () => {
    show(pane);
    onPanesChanged();
  });
  pane.addEventListener('close', () => {
    if (pane === shown) show(panes.find(({ session }) => session));
    else drawTabs();
    onPanesChanged();
  });
}

composer.addEventListener('send', ({ detail: sessions }) => {
  if (!sessions.includes(shown?.session)) show(panes.find(({ session }) => session === sessions[0]));
  journeyView.follow();
});

function notify(title, ...paragraphs) {
  find('#start').disabled = true;
  find('#notice').replaceChildren(el('h2', {}, title), ...paragraphs.map(content => el('p', {}, ...content)));
  find('#notice').hidden = false;
}

function start() {
  // From right to left, so that the left one's journey is on show.
  [...panes].reverse().forEach((pane, index) => {
    if (!pane.session) pane.open(users.filter(user => panes.every(other => other.user !== user)).at(index === 0 ? 1 : 0));
  });
}

async function boot() {
  onPanesChanged();
  find('#start').disabled = true;
  try {
    await load();
  } catch {
    notify('pusher-js is not here yet', ['Usher runs, but this page needs the real browser client, and the build could not fetch it from npm.'],
      ['Install ', el('strong', {}, 'Node 20'), ' or newer, run ', el('code', {}, './mvnw compile'), ' again, and reload.']);
    return;
  }
  let app;
  try {
    app = await connectionDetails();
  } catch {
    notify('Usher does not answer', ['This page could not learn how to connect from ', el('code', {}, '/dev/app'), '. See whether Usher still runs, then reload.']);
    return;
  }
  listen();
  const server = app.embedded ? 'Embedded broker' : app.host ?? `Pusher cluster ${app.cluster}`;
  find('#server').textContent = `${server} · key ${app.key}`;
  panes.forEach((pane, index) => pane.enable(app, () => panes[1 - index].user));
  find('#start').disabled = false;
}

find('#start').addEventListener('click', start);
for (const pane of panes) pane.drawChoice();
boot();
