// Drives the tabs of the demo page beside the Journey with a real browser against a running Usher.
//
//   node src/test/browser/tabs.mjs http://localhost:8080
//
// For what is needed, see journey.mjs; for its output, browser.mjs.

import assert from 'node:assert/strict';
import { finish, scenario } from './browser.mjs';

const base = new URL(process.argv[2] ?? process.env.USHER_URL ?? 'http://localhost:8080').origin;

/** One tab: its panel, and what can be done there. */
class Tab {
  constructor(page, name) {
    this.page = page;
    this.panel = page.locator(`#tabpanel-${name}`);
  }

  window = user => this.panel.locator(`[data-user=${user}]`);

  invite = () => this.panel.locator('.hero button').click();

  /** Presses the button by which somebody comes or goes. */
  toggle = user => this.window(user).locator('.toggle').click();

  is = (user, phase) => this.panel.locator(`[data-user=${user}][data-phase=${phase}]`).waitFor();

  event = (user, text) => this.window(user).locator('.event', { hasText: text }).first().waitFor();

  member = (user, id) => this.window(user).locator(`[data-member=${id}]`);

  async lit(id, ...expected) {
    const place = this.panel.locator(`[data-exhibit=${id}][data-state=done]`);
    for (const text of expected) await place.filter({ hasText: text }).waitFor();
    return place.locator('pre').innerText();
  }

  submit = () => this.panel.locator('.backend [type=submit]').click();

  says = text => this.panel.locator('.published', { hasText: text }).waitFor();
}

async function open(page, name) {
  await page.goto(`${base}/#${name}`);
  await page.locator(`#tabpanel-${name} .hero button:enabled`).waitFor();
  return new Tab(page, name);
}

/** A scenario in a tab, in which the browser has nothing to complain of. */
const play = (name, title, act, options) => scenario(`${name}: ${title}`, async page => {
  const complaints = [];
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await act(await open(page, name), page);
  assert.deepEqual(complaints, [], 'the console has errors');
}, options);

/** The JSON at the end of what an exhibit shows. */
const jsonIn = text => JSON.parse(text.slice(text.indexOf('{')));

const selected = page => page.locator('[role=tab][aria-selected=true]').getAttribute('id');

const isOpen = async (page, name) => {
  await page.locator(`#tabpanel-${name}`).waitFor();
  assert.equal(await selected(page), `tab-${name}`);
  assert.equal(await page.locator('[role=tabpanel]:visible').count(), 1);
  assert.equal(new URL(page.url()).hash, `#${name}`);
};

await play('journey', 'tabs are changed from the keyboard, and named by the address', async (tab, page) => {
  await page.locator('#tab-journey').focus();
  for (const [key, name] of [['ArrowRight', 'presence'], ['End', 'backstage'], ['ArrowRight', 'journey'],
    ['ArrowLeft', 'backstage'], ['Home', 'journey'], ['ArrowRight', 'presence']]) {
    await page.keyboard.press(key);
    await isOpen(page, name);
    assert.equal(await page.evaluate(() => document.activeElement.id), `tab-${name}`);
  }
  // One step of the Tab key leads out of the tabs and into what is open.
  await page.keyboard.press('Tab');
  assert.ok(await page.evaluate(() => document.activeElement.closest('#tabpanel-presence')), 'the panel is not next');
  await page.reload();
  await page.locator('#tabpanel-presence .hero button').waitFor();
  await isOpen(page, 'presence');
  await page.evaluate(() => { location.hash = '#cache'; });
  await isOpen(page, 'cache');
});

await play('journey', 'is what an address without a tab shows', async (tab, page) => {
  for (const address of ['/', '/#nowhere']) {
    await page.goto('about:blank');
    await page.goto(base + address);
    await page.locator('#tabpanel-journey #start:enabled').waitFor();
    assert.equal(await selected(page), 'tab-journey');
  }
});

await play('journey', 'the skip link leads past the tabs, and leaves the open one open', async (tab, page) => {
  await page.locator('#tab-users').click();
  await page.locator('.skip').focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement.id === 'main' && location.hash === '#users');
  await isOpen(page, 'users');
});

await play('presence', 'members appear under the names of their tokens, and leave', async tab => {
  await tab.toggle('ada');
  await tab.member('ada', 'ada').waitFor();
  assert.equal(await tab.member('ada', 'grace').count(), 0);
  await tab.toggle('grace');
  await tab.member('ada', 'grace').filter({ hasText: 'Grace' }).waitFor();
  await tab.member('grace', 'ada').filter({ hasText: 'Ada' }).waitFor();
  await tab.lit('heard', 'pusher_internal:member_added', 'Grace');
  await tab.toggle('grace');
  await tab.member('ada', 'grace').waitFor({ state: 'detached' });
  await tab.is('grace', 'away');
  await tab.lit('heard', 'pusher_internal:member_removed');
});

await play('presence', 'four channels take one call, of which the member is signed', async (tab, page) => {
  let calls = 0;
  page.on('request', request => {
    if (request.method() === 'POST' && request.url().endsWith('/pusher/auth')) calls++;
  });
  await tab.toggle('ada');
  await tab.member('ada', 'ada').waitFor();
  const request = await tab.lit('batch', 'POST /pusher/auth');
  const { socket_id: socketId, channel_name: channels } = jsonIn(request);
  assert.deepEqual(channels, ['presence-demo', 'private-user-ada', 'private-encrypted-user-ada', 'private-cache-demo-page']);
  const signed = await tab.lit('signed', `${socketId}:presence-demo:`);
  assert.deepEqual(jsonIn(signed), { user_id: 'ada', user_info: { name: 'Ada' } });
  assert.equal(calls, 1);
});

await play('presence', 'members hear each other type and talk, with a user_id from the server', async tab => {
  await tab.invite();
  await tab.member('ada', 'grace').waitFor();
  await tab.member('grace', 'ada').waitFor();
  const input = tab.window('ada').locator('[name=message]');
  await input.pressSequentially('Hello');
  await tab.window('grace').locator('.typing', { hasText: 'Ada is typing' }).waitFor();
  await input.press('Enter');
  await tab.event('grace', 'Hello');
  await tab.event('grace', 'user_id ada');
  const said = JSON.parse(await tab.lit('heard', 'client-message'));
  assert.equal(said.user_id, 'ada');
  assert.deepEqual(JSON.parse(said.data), { text: 'Hello' });
});

await play('encryption', 'the page reads what no frame holds', async (tab, page) => {
  const frames = [];
  page.on('websocket', socket => socket.on('framereceived', ({ payload }) => frames.push(payload)));
  await tab.invite();
  await tab.is('ada', 'joined');
  await tab.lit('key', 'shared_secret');
  await tab.panel.locator('[name=message]').fill('a well-kept secret');
  await tab.submit();
  await tab.event('ada', 'a well-kept secret');
  await tab.says('200');
  assert.deepEqual(JSON.parse(await tab.lit('read')), { message: 'a well-kept secret' });
  const shown = await tab.lit('sealed', 'ciphertext');
  assert.deepEqual(Object.keys(JSON.parse(JSON.parse(shown).data)).sort(), ['ciphertext', 'nonce']);
  assert.ok(frames.some(frame => JSON.parse(frame).event === 'diagnosis'), 'no frame was seen');
  for (const text of [shown, ...frames]) assert.ok(!text.includes('well-kept'), text);
});

await play('encryption', 'somebody else gets no key, and the reason', async tab => {
  await tab.toggle('grace');
  await tab.is('grace', 'refused');
  await tab.window('grace').locator('.trouble', { hasText: 'Not allowed' }).waitFor();
  assert.equal(await tab.panel.locator('[data-exhibit=key]').getAttribute('data-state'), 'waiting');
});

await play('users', 'an event reaches the user who is signed in, on no channel', async tab => {
  await tab.invite();
  await tab.is('ada', 'joined');
  await tab.is('grace', 'joined');
  const signedIn = await tab.lit('sign-in', 'user_data');
  assert.match(jsonIn(signedIn).user_data, /"watchlist":\["(ada|grace)","alan"\]/);
  await tab.panel.locator('label:has([value=grace])').click();
  await tab.panel.locator('[name=name]').fill('for-grace');
  await tab.submit();
  await tab.event('grace', 'for-grace');
  assert.equal(JSON.parse(await tab.lit('event')).channel, '#server-to-user-grace');
  assert.equal(await tab.window('ada').locator('.event').count(), 0);
});

const friend = (tab, user, id, state) =>
  tab.window(user).locator(`[data-member=${id}][data-online=${state}]`).waitFor();

await play('users', 'friends see each other come online and go', async tab => {
  await tab.toggle('ada');
  await friend(tab, 'ada', 'grace', 'offline');
  await friend(tab, 'ada', 'alan', 'offline');
  await tab.toggle('grace');
  await friend(tab, 'ada', 'grace', 'online');
  await friend(tab, 'grace', 'ada', 'online');
  await tab.toggle('grace');
  await friend(tab, 'ada', 'grace', 'offline');
  await friend(tab, 'grace', 'ada', 'unknown');
  await tab.lit('watchlist', 'pusher_internal:watchlist_events', 'offline');
});

await play('users', 'a backend ends a user’s connections, who can come again', async tab => {
  await tab.invite();
  await friend(tab, 'ada', 'grace', 'online');
  await tab.panel.locator('label:has([value=grace])').click();
  await tab.panel.locator('.terminate').click();
  await tab.says('200');
  await tab.is('grace', 'ended');
  await tab.window('grace').locator('.trouble', { hasText: '4009' }).waitFor();
  await friend(tab, 'ada', 'grace', 'offline');
  await tab.toggle('grace');
  await friend(tab, 'ada', 'grace', 'online');
});

await play('cache', 'tells of a miss, and gives the last event to whoever joins later', async tab => {
  await tab.invite();
  await tab.event('ada', 'pusher:cache_miss');
  await tab.lit('miss', 'pusher:cache_miss');
  for (const price of ['40.01', '40.02']) {
    await tab.panel.locator('[name=price]').fill(price);
    await tab.submit();
    await tab.event('ada', price);
  }
  await tab.window('ada').locator('.event', { hasText: '40.02' }).filter({ hasText: 'Live' }).waitFor();
  await tab.toggle('grace');
  await tab.window('grace').locator('.event', { hasText: '40.02' }).filter({ hasText: 'Replayed' }).waitFor();
  assert.equal(await tab.window('grace').locator('.event').count(), 1, 'more than the last event was replayed');
  await tab.lit('replayed', '40.02');

  const channel = () => tab.window('ada').locator('.address code').innerText();
  const before = await channel();
  await tab.panel.getByRole('button', { name: 'Take a fresh channel' }).click();
  assert.notEqual(await channel(), before);
  await tab.toggle('grace');
  await tab.event('grace', 'pusher:cache_miss');
});

await play('backstage', 'webhooks arrive, and questions are answered', async (tab, page) => {
  const webhooks = tab.panel.locator('[data-window=webhooks]');
  await webhooks.locator('.pill[data-phase=joined]').waitFor();
  const hooks = name => webhooks.locator('.event', { hasText: name });
  const removed = await hooks('member_removed').count();
  await tab.invite();
  await tab.is('radia', 'joined');
  await hooks('member_added').filter({ hasText: 'radia' }).first().waitFor();
  await tab.lit('webhook', 'presence-demo');

  const ask = async path => {
    await tab.panel.locator(`[data-ask="${path}"]`).click();
    await tab.lit('question', `GET /${path}?`);
    const answer = await tab.lit('answer', '200 OK', { channels: 'channels', channel: 'occupied', 'channel/users': 'users' }[path]);
    return jsonIn(answer);
  };
  assert.equal((await ask('channel')).occupied, true);
  assert.ok((await ask('channels')).channels['presence-demo'].user_count >= 1);
  assert.ok((await ask('channel/users')).users.some(({ id }) => id === 'radia'));

  await tab.panel.getByRole('button', { name: 'Say hello' }).click();
  await hooks('client_event').filter({ hasText: 'client-hello · radia' }).first().waitFor();
  await tab.toggle('radia');
  await hooks('member_removed').nth(removed).waitFor();

  // Another page is told what this one has seen.
  await page.reload();
  await hooks('client_event').first().waitFor();
});

const rule = (tab, name, state) => tab.panel.locator(`[data-rule=${name}][data-state=${state}]`);

async function ask(tab, claims, channel, action = 'subscribe') {
  await tab.panel.locator('[name=claims]').fill(typeof claims === 'string' ? claims : JSON.stringify(claims));
  await tab.panel.locator('[name=channel]').fill(channel);
  await tab.panel.locator(`label:has([value=${action}])`).click();
}

await play('policy', 'the deciding rule lights up, and the others say why they do not', async tab => {
  await tab.invite();
  await rule(tab, 'own', 'lit').waitFor();
  await rule(tab, 'backend', 'dark').filter({ hasText: 'only lets callers publish' }).waitFor();
  await tab.panel.locator('[data-admits=own]', { hasText: 'sub=ada' }).waitFor();

  await ask(tab, { sub: 'grace' }, 'private-user-ada');
  await rule(tab, 'own', 'dark').filter({ hasText: 'private-user-{sub} reads private-user-grace' }).waitFor();
  await tab.panel.locator('.verdict', { hasText: 'Denied' }).waitFor();
  assert.equal(await tab.panel.locator('[data-state=lit]').count(), 0);

  await ask(tab, { sub: 'shop', groups: ['publisher'] }, 'private-user-ada', 'publish');
  await rule(tab, 'backend', 'lit').waitFor();
  assert.equal(await tab.panel.locator('[data-state=lit]').count(), 1);
});

await play('policy', 'claims that are not finished yet are no question', async (tab, page) => {
  const asked = [];
  page.on('request', request => asked.push(new URL(request.url()).pathname));
  await ask(tab, '{"sub": ', 'private-user-ada');
  await tab.says('no JSON yet');
  assert.deepEqual(asked.filter(path => path === '/policy/explain'), []);
  await ask(tab, { sub: 'ada', groups: ['demo'] }, 'presence-demo');
  await rule(tab, 'demo', 'lit').waitFor();
  await tab.says('Allowed');
});

/** What can be done in a tab that shows most of what there is to be seen. */
const everything = {
  async presence(tab) {
    await tab.invite();
    await tab.member('ada', 'grace').waitFor();
  },
  async encryption(tab) {
    await tab.invite();
    await tab.toggle('grace');
    await tab.is('grace', 'refused');
    await tab.is('ada', 'joined');
    await tab.submit();
    await tab.lit('read');
  },
  async users(tab) {
    await tab.invite();
    await friend(tab, 'ada', 'grace', 'online');
    await tab.submit();
    await tab.lit('event');
    await tab.panel.locator('.terminate').click();
    await tab.is('ada', 'ended');
  },
  async cache(tab) {
    await tab.invite();
    await tab.lit('miss');
    await tab.submit();
    await tab.says('200');
  },
  async policy(tab) {
    await tab.invite();
    await rule(tab, 'own', 'lit').waitFor();
    await tab.panel.locator('.question').nth(1).click();
    await rule(tab, 'own', 'dark').waitFor();
  },
  async backstage(tab) {
    await tab.invite();
    await tab.lit('webhook');
    await tab.panel.locator('.question').first().click();
    await tab.lit('answer');
  },
};

for (const width of [390, 900, 1440]) {
  for (const [name, act] of Object.entries(everything)) {
    await play(name, `fits a window ${width} pixels wide, in which nothing moves about`, async (tab, page) => {
      // Where the windows and the stage are, whatever is in them.
      const places = () => tab.panel.locator('.window, .stage, .seen').evaluateAll(elements =>
        elements.map(element => [Math.round(element.offsetTop), Math.round(element.offsetHeight)]));
      const before = await places();
      await act(tab);
      assert.deepEqual(await places(), before);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'it scrolls sideways');
    }, { viewport: { width, height: 800 } });
  }
}

await finish();
