// Puts the page together: what every tab needs, and the tabs.

import { connectionDetails } from './calls.js';
import { el, find } from './dom.js';
import { load } from './pusher-client.js';
import { fillTabs, mountTabs } from './tabs.js';
import { drawBackstage } from './tabs/backstage.js';
import { drawCache } from './tabs/cache.js';
import { drawEncryption } from './tabs/encryption.js';
import * as journey from './tabs/journey.js';
import { drawPolicy } from './tabs/policy.js';
import { drawPresence } from './tabs/presence.js';
import { drawUsers } from './tabs/users.js';
import { listen } from './traffic.js';

function notify(title, ...paragraphs) {
  find('#notice').replaceChildren(el('h2', {}, title), ...paragraphs.map(content => el('p', {}, ...content)));
  find('#notice').hidden = false;
}

async function boot() {
  journey.draw();
  mountTabs();
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
  journey.enable(app);
  fillTabs({ presence: drawPresence, encryption: drawEncryption, users: drawUsers, cache: drawCache, policy: drawPolicy, backstage: drawBackstage });
}

boot();
