// Drives the demo page, and bare pages of another origin, with a real browser against a running Usher.
//
//   node src/test/browser/journey.mjs http://localhost:8080
//
// The base URL may come as USHER_URL instead. Needed: Node 20 or newer, and a Chromium, named by CHROMIUM or on the
// PATH. The npm packages are fetched under target/browser the first time (USHER_BROWSER_MODULES names another place).
//
// USHER_TEST_ORIGIN_PORT, 8099 when not given, is the port of the bare pages: Usher must allow the origin
// http://localhost:<that port>.
//
// For its output, see browser.mjs.

import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import assert from 'node:assert/strict';
import { file, finish, scenario, WAIT_MILLISECONDS } from './browser.mjs';

const base = new URL(process.argv[2] ?? process.env.USHER_URL ?? 'http://localhost:8080').origin;
const originPort = Number(process.env.USHER_TEST_ORIGIN_PORT ?? 8099);

// The demo page

const left = '#left';
const right = '#right';

async function openPage(page) {
  await page.goto(`${base}/`);
  await page.locator('#start:enabled').waitFor();
}

async function choose(page, pane, user) {
  await page.locator(`${pane} [data-choose=${user}]`).click();
  await page.locator(`${pane} .pill[data-phase=joined]`).waitFor();
}

async function send(page, to, event) {
  await page.locator(`#composer label:has([value=${to}])`).click();
  await page.locator('#composer [name=name]').fill(event);
  await page.locator('#composer [type=submit]').click();
}

const arrived = (page, pane, event) => page.locator(`${pane} .event strong`, { hasText: event }).waitFor();

const eventsIn = (page, pane) => page.locator(`${pane} .event strong`).allTextContents();

async function stepText(page, id) {
  await page.locator(`#step-${id}`).click();
  return page.locator(`#panel-${id} .parts`).innerText();
}

function includesAll(text, ...expected) {
  for (const each of expected) assert.ok(text.includes(each), `"${each}" is not in: ${text}`);
}

/** From now on, notes in which order the steps change to which state, as "sign-in:done". */
const watchSteps = page => page.evaluate(() => {
  window.seen = new Set();
  new MutationObserver(changes => {
    for (const { target } of changes) window.seen.add(`${target.id.replace('step-', '')}:${target.dataset.state}`);
  }).observe(document.querySelector('#steps'), { subtree: true, attributeFilter: ['data-state'] });
});

await scenario('lights the seven steps in order, each with what was really sent', async page => {
  await openPage(page);
  assert.equal(await page.locator('.step[data-state=waiting]').count(), 7);
  await watchSteps(page);
  await choose(page, left, 'ada');
  const lit = (await page.evaluate(() => [...window.seen])).filter(each => each.endsWith(':done'));
  assert.deepEqual(lit, ['sign-in', 'connect', 'ask', 'authorize', 'subscribe'].map(id => `${id}:done`));

  await send(page, 'ada', 'order-shipped');
  await arrived(page, left, 'order-shipped');
  await page.locator('#step-publish[data-state=done]').waitFor();
  assert.equal(await page.locator('.step[data-state=done]').count(), 7);
  const seen = await page.evaluate(() => [...window.seen]);
  const firstOf = id => seen.findIndex(each => each.startsWith(`${id}:`));
  assert.ok(firstOf('publish') < firstOf('arrive'), `arrived before it was published: ${seen}`);

  includesAll(await stepText(page, 'sign-in'), 'POST /dev/token', '200 OK', '"token"', 'Development token', '"sub": "ada"');
  includesAll(await stepText(page, 'connect'), 'GET /app/', 'pusher:connection_established', 'socket_id');
  includesAll(await stepText(page, 'ask'), 'POST /pusher/auth', 'Bearer ', 'socket_id=', 'channel_name=private-user-ada');
  const answer = await stepText(page, 'authorize');
  includesAll(answer, '200 OK', ':private-user-ada');
  assert.match(answer, /"auth": "[^":]+:[0-9a-f]{64}"/);
  includesAll(await stepText(page, 'subscribe'), 'pusher:subscribe', 'pusher_internal:subscription_succeeded');
  includesAll(await stepText(page, 'publish'), 'POST /events', '"name": "order-shipped"', '"user": "ada"', '"channels": {}');
  includesAll(await stepText(page, 'arrive'), '"channel": "private-user-ada"', '"event": "order-shipped"');
});

await scenario('delivers an event to the user it is for, and to no other', async page => {
  await openPage(page);
  await choose(page, left, 'ada');
  await choose(page, right, 'grace');
  await send(page, 'ada', 'for-ada');
  await arrived(page, left, 'for-ada');
  // What is sent later arrives later: when this one is there, the first would be too.
  await send(page, 'grace', 'for-grace');
  await arrived(page, right, 'for-grace');
  assert.deepEqual(await eventsIn(page, left), ['for-ada']);
  assert.deepEqual(await eventsIn(page, right), ['for-grace']);
});

await scenario('delivers an event to both users', async page => {
  await openPage(page);
  await page.locator('#start').click();
  await page.locator('.pill[data-phase=joined]').nth(1).waitFor();
  await send(page, 'both', 'for-both');
  await arrived(page, left, 'for-both');
  await arrived(page, right, 'for-both');
});

async function refusal(page, button, ...expected) {
  await openPage(page);
  await choose(page, left, 'ada');
  await choose(page, right, 'grace');
  await page.locator(`${left} .actions button`, { hasText: button }).click();
  const slip = page.locator(`${left} .slip[data-refused]`);
  await slip.waitFor();
  includesAll(await slip.innerText(), 'Usher refused', 'POST /pusher/auth', 'channel_name=private-user-grace',
    'application/problem+json', '"type": "urn:usher:problem:', '"title"', '"instance"', ...expected);
  // The user's own channel is untouched.
  await send(page, 'ada', 'still-here');
  await arrived(page, left, 'still-here');
}

await scenario('shows the refusal of another user’s channel', page =>
  refusal(page, 'Try Grace’s channel', '403 Forbidden', '"status": 403'));

await scenario('shows the refusal of a forged token', page =>
  refusal(page, 'Forge Grace’s token', '401 Unauthorized', '"status": 401'));

await scenario('tells when Usher does not answer, and signs in when it does again', async page => {
  await page.route('**/dev/token', route => route.abort());
  await openPage(page);
  await page.locator(`${left} [data-choose=ada]`).click();
  await page.locator(`${left} .trouble`, { hasText: 'Usher does not answer' }).waitFor();
  await page.unroute('**/dev/token');
  await page.locator(`${left} .trouble button`).click();
  await page.locator(`${left} .pill[data-phase=joined]`).waitFor();
});

await scenario('tells what to do when pusher-js is missing', async page => {
  await page.route('**/pusher.js', route => route.fulfill({ status: 404 }));
  await page.goto(`${base}/`);
  const notice = page.locator('#notice');
  await notice.waitFor();
  includesAll(await notice.innerText(), 'pusher-js', 'Node 20', './mvnw compile');
  assert.ok(await page.locator('#start').isDisabled());
});

await scenario('works from the keyboard', async page => {
  await openPage(page);
  await page.locator('#start').focus();
  await page.keyboard.press('Enter');
  await page.locator('.pill[data-phase=joined]').nth(1).waitFor();
  await page.locator('#step-sign-in').focus();
  await page.keyboard.press('ArrowDown');
  await page.locator('#panel-connect').waitFor();
  await page.locator('#composer [value=ada]').focus();
  await page.keyboard.press('ArrowRight');
  await page.locator('#composer [name=name]').focus();
  await page.keyboard.press('Enter');
  await arrived(page, right, 'order-shipped');
});

await scenario('loads nothing from elsewhere, under a strict content security policy', async page => {
  const foreign = [];
  page.on('request', request => {
    if (new URL(request.url()).origin !== base) foreign.push(request.url());
  });
  // As an element, as soon as there is a head: a page that the test answers itself is not local to Chromium any more,
  // which then keeps it from opening a WebSocket to this machine.
  await page.addInitScript(policy => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => window.violations.push(violatedDirective));
    new MutationObserver((changes, observer) => {
      if (!document.head) return;
      observer.disconnect();
      const meta = document.createElement('meta');
      meta.httpEquiv = 'Content-Security-Policy';
      meta.content = policy;
      document.head.prepend(meta);
    }).observe(document, { childList: true, subtree: true });
  }, "default-src 'self'; connect-src 'self' ws: wss:; style-src 'self'");
  await openPage(page);
  await choose(page, left, 'ada');
  assert.deepEqual(foreign, []);
  assert.deepEqual(await page.evaluate(() => window.violations), []);
  // And the policy was really in force:
  await page.evaluate(() => document.body.setAttribute('style', 'color: red'));
  await page.waitForFunction(() => window.violations.length > 0);
});

for (const width of [360, 900, 1600]) {
  await scenario(`fits a window ${width} pixels wide`, async page => {
    await openPage(page);
    await choose(page, left, 'ada');
    await page.locator(`${left} .actions button`).first().click();
    await page.locator(`${left} .slip`).waitFor();
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'it scrolls sideways');
  }, { viewport: { width, height: 800 } });
}

// Bare pages of another origin: what an app with an older configuration does. Their Authorization header makes the
// browser ask permission first (a CORS preflight); no request of theirs gets through without it.

const clients = { '8.6.0': 'pusher-js', '7.0.6': 'pusher-js-7' };

const pages = createServer((request, response) => {
  const version = Object.keys(clients).find(each => request.url === `/${each}.js`);
  response.writeHead(200, { 'Content-Type': version ? 'text/javascript' : 'text/html' });
  response.end(version ? readFileSync(file(`${clients[version]}/dist/web/pusher.min.js`)) : '<!doctype html><title>bare</title>');
});
pages.listen(originPort, 'localhost');
try {
  await once(pages, 'listening');
} catch (failure) {
  console.log(`not ok bare pages: port ${originPort} cannot be used (${failure.code}); USHER_TEST_ORIGIN_PORT names another`);
  process.exit(1);
}

async function call(path, body, token) {
  const response = await fetch(`${base}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(WAIT_MILLISECONDS),
  });
  assert.equal(response.status, 200, `POST ${path} answered ${await response.clone().text()}`);
  return response.json();
}

for (const version of Object.keys(clients)) {
  await scenario(`authorizes pusher-js ${version} from another origin, with authEndpoint and auth.headers`, async page => {
    const app = await (await fetch(`${base}/dev/app`)).json();
    const { token } = await call('/dev/token', { sub: 'ada' });
    await page.goto(`http://localhost:${originPort}/`);
    await page.addScriptTag({ url: `/${version}.js` });
    await page.evaluate(({ app, base, token }) => {
      window.heard = [];
      const server = app.host
        ? { wsHost: app.host, wsPort: app.port, wssPort: app.port, forceTLS: app.tls, enabledTransports: ['ws', 'wss'] }
        : { forceTLS: true };
      const pusher = new window.Pusher(app.key, { ...server, cluster: app.cluster ?? 'embedded',
        authEndpoint: `${base}/pusher/auth`, auth: { headers: { Authorization: `Bearer ${token}` } } });
      for (const channel of ['private-user-ada', 'private-user-grace']) {
        pusher.subscribe(channel).bind_global((event, data) => window.heard.push({ channel, event, data }));
      }
    }, { app, base, token });
    const heard = (channel, event) => page.waitForFunction(
      expected => window.heard.find(each => each.channel === expected.channel && each.event === expected.event),
      { channel, event }).then(handle => handle.jsonValue());

    await heard('private-user-ada', 'pusher:subscription_succeeded');
    const refused = await heard('private-user-grace', 'pusher:subscription_error');
    assert.equal(refused.data.status, 403, 'the status of a refusal is hidden from another origin');

    const backend = await call('/dev/token', { sub: 'shop-backend', roles: ['publisher'] });
    await call('/events', { name: 'hello', data: { from: 'test' }, user: 'ada' }, backend.token);
    assert.deepEqual((await heard('private-user-ada', 'hello')).data, { from: 'test' });
  });
}

pages.close();
await finish();
