// Plays what usher.js does with pusher-js, in a real browser: on pages of another origin, with the module that a running
// Usher serves, before a Channels server and an Usher that do what a scenario wants them to.
//
//   node src/test/browser/usher.mjs http://localhost:8080
//
// For its environment and its output, see journey.mjs.

import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import assert from 'node:assert/strict';
import { file, finish, scenario } from './browser.mjs';

const base = new URL(process.argv[2] ?? process.env.USHER_URL ?? 'http://localhost:8080').origin;
const originPort = Number(process.env.USHER_TEST_ORIGIN_PORT ?? 8099);
const clients = { '8.6.0': 'pusher-js', '7.0.6': 'pusher-js-7' };

// The pages, with either pusher-js

const pages = createServer((request, response) => {
  const version = Object.keys(clients).find(each => request.url === `/${each}.js`);
  response.writeHead(200, { 'Content-Type': version ? 'text/javascript' : 'text/html' });
  response.end(version ? readFileSync(file(`${clients[version]}/dist/web/pusher.min.js`)) : '<!doctype html><title>bare</title>');
});
await once(pages.listen(originPort, 'localhost'), 'listening');

// The scripted Usher: grants what is not called "…denied", and lets a scenario answer first

/** The calls since the scenario began, as {path, token, body}. */
let calls;
/** Returns {status, body, headers}, 'hang up', or nothing where the scripted Usher is to answer as always. */
let respond;

const denied = { type: 'urn:usher:problem:denied', title: 'Not allowed', status: 403,
  detail: 'No rule of the policy lets the caller subscribe to this channel.', instance: 'urn:uuid:7' };
const busy = { type: 'urn:usher:problem:unavailable', title: 'Not available at the moment', status: 503 };
const expired = { type: 'urn:usher:problem:token-expired', title: 'The bearer token has expired', status: 401, detail: 'Renew it.' };

const signature = (socket, channel) => `key:${socket}:${channel}`;

const entryOf = (socket, channel) => channel.endsWith('denied')
  ? { status: 403, problem: denied }
  : { status: 200, data: { auth: signature(socket, channel) } };

const asAlways = ({ path, body }) => path === '/pusher/user-auth'
  ? { body: { auth: 'key:signed', user_data: '{"id":"42"}' } }
  : { body: Object.fromEntries(body.channel_name.map(channel => [channel, entryOf(body.socket_id, channel)])) };

const usher = createServer(async (request, response) => {
  const cors = { 'Access-Control-Allow-Origin': `http://localhost:${originPort}`,
    'Access-Control-Allow-Headers': 'authorization,content-type', 'Access-Control-Expose-Headers': 'Retry-After' };
  if (request.method === 'OPTIONS') return response.writeHead(200, cors).end();
  let text = '';
  for await (const part of request) text += part;
  const call = { path: request.url, token: request.headers.authorization, body: JSON.parse(text) };
  calls.push(call);
  const answer = respond?.(call, calls.length) ?? asAlways(call);
  if (answer === 'hang up') return request.socket.destroy();
  response.writeHead(answer.status ?? 200, { ...cors, ...answer.headers, 'Content-Type': 'application/json' });
  response.end(JSON.stringify(answer.body));
});
await once(usher.listen(0, 'localhost'), 'listening');
const usherUrl = `http://localhost:${usher.address().port}`;

// The scripted Channels server: takes a subscription with the signature that was made for this very socket

/** The sockets since the scenario began. */
let sockets;
/** What was presented with the signature of another socket; nothing may be. */
let mismatched;

function converse(socket) {
  const id = `${sockets.push(socket)}.1`;
  const send = (event, data, channel) => socket.send(JSON.stringify({ event, channel, data: JSON.stringify(data) }));
  socket.onMessage(text => {
    const { event, data } = JSON.parse(text);
    if (event === 'pusher:signin') send('pusher:signin_success', { user_data: data.user_data });
    if (event !== 'pusher:subscribe') return;
    if (data.auth === signature(id, data.channel)) send('pusher_internal:subscription_succeeded', {}, data.channel);
    else if (!data.channel.startsWith('#')) mismatched.push(data);
  });
  send('pusher:connection_established', { socket_id: id, activity_timeout: 120 });
}

/** Plays on a page that has pusher-js, the module, and window.open(channels), which makes a Pusher that joins them. */
const play = (version, name, act) => scenario(`${name} (pusher-js ${version})`, async page => {
  calls = [];
  sockets = [];
  mismatched = [];
  respond = undefined;
  await page.routeWebSocket(/\/app\/key/, converse);
  await page.goto(`http://localhost:${originPort}/`);
  await page.addScriptTag({ url: `/${version}.js` });
  await page.evaluate(async ({ module, url }) => {
    const { Usher } = await import(module);
    // Waits are tried out in usher.test.mjs; here they are as short as chance allows.
    Math.random = () => 0;
    window.joined = [];
    window.failed = [];
    window.errors = [];
    window.asked = [];
    window.token = refused => refused ? 'renewed' : 'good';
    window.usher = new Usher({ url, token: refused => { window.asked.push(refused); return window.token(refused); },
      onError: error => window.errors.push({ ...error, message: error.message }) });
    window.open = (channels, handlers = window.usher.handlers()) => {
      const pusher = new window.Pusher('key', { cluster: '', wsHost: 'localhost', wsPort: 1, forceTLS: false,
        enabledTransports: ['ws'], ...handlers });
      for (const name of channels) {
        const channel = pusher.subscribe(name);
        channel.bind('pusher:subscription_succeeded', () => window.joined.push(name));
        channel.bind('pusher:subscription_error', data => window.failed.push({ name, ...data }));
      }
      return pusher;
    };
  }, { module: `${base}/usher.js`, url: usherUrl });
  await act(page);
  assert.deepEqual(mismatched, [], 'presented with the signature of another socket');
});

const open = (page, channels) => page.evaluate(names => void (window.pusher = window.open(names)), channels);
const names = count => Array.from({ length: count }, (_, i) => `private-${i}`);
const settled = (page, count) => page.waitForFunction(n => window.joined.length + window.failed.length >= n, count);
const told = (page, what) => page.evaluate(key => window[key], what);
const sizes = () => calls.map(({ body }) => body.channel_name?.length);

for (const version of Object.keys(clients)) {
  await play(version, 'joins all channels with one call, but for the one that is denied', async page => {
    await open(page, ['private-a', 'private-denied', 'private-c']);
    await settled(page, 3);
    assert.deepEqual(await told(page, 'joined'), ['private-a', 'private-c']);
    assert.deepEqual(await told(page, 'failed'),
      [{ name: 'private-denied', type: 'AuthError', error: `private-denied: Not allowed: ${denied.detail}` }]);
    const [{ status, type, channel, instance }] = await told(page, 'errors');
    assert.deepEqual({ status, type, channel, instance },
      { status: 403, type: denied.type, channel: 'private-denied', instance: denied.instance });
    assert.deepEqual(calls.map(({ path, token }) => [path, token]), [['/pusher/auth', 'Bearer good']]);
  });

  await play(version, 'joins 250 channels with three calls', async page => {
    await open(page, names(250));
    await settled(page, 250);
    // Three connections, of which any may be the first to be answered.
    assert.deepEqual((await told(page, 'joined')).sort(), names(250).sort());
    assert.deepEqual(sizes().sort(), [100, 100, 50]);
  });

  await play(version, 'asks for everything again, at once, when the connection was lost', async page => {
    await open(page, names(50));
    await settled(page, 50);
    await sockets[0].close();
    await settled(page, 100);
    assert.deepEqual(sizes(), [50, 50]);
    assert.deepEqual(calls.map(({ body }) => body.socket_id), ['1.1', '2.1']);
  });

  await play(version, 'forgets what a lost connection had asked', async page => {
    respond = ({ body }) => body.socket_id === '1.1' ? { status: 503, body: busy, headers: { 'Retry-After': '60' } } : undefined;
    await open(page, ['private-a', 'private-b']);
    await page.waitForResponse(response => response.status() === 503);
    await sockets[0].close();
    await settled(page, 2);
    assert.deepEqual(await told(page, 'failed'), []);
    assert.deepEqual(calls.map(({ body }) => body.socket_id), ['1.1', '2.1']);
  });

  await play(version, 'renews an expired token once for all calls', async page => {
    respond = ({ token }) => token === 'Bearer renewed' ? undefined : { status: 401, body: expired };
    await open(page, names(250));
    await settled(page, 250);
    assert.equal((await told(page, 'joined')).length, 250);
    assert.deepEqual((await told(page, 'asked')).filter(Boolean), ['good']);
    assert.equal(calls.length, 6);
  });

  await play(version, 'tells of a token that is refused again', async page => {
    respond = () => ({ status: 401, body: expired });
    await open(page, ['private-a']);
    await settled(page, 1);
    assert.deepEqual(await told(page, 'failed'),
      [{ name: 'private-a', type: 'AuthError', error: 'private-a: The bearer token has expired: Renew it.' }]);
    assert.equal(calls.length, 2);
  });

  await play(version, 'tells that the app has no token', async page => {
    await page.evaluate(() => { window.token = () => { throw new Error('signed out'); }; });
    await open(page, ['private-a']);
    await settled(page, 1);
    const [{ error }] = await told(page, 'failed');
    assert.match(error, /^private-a: The app has no token/);
    assert.equal(calls.length, 0);
  });

  await play(version, 'comes back as Usher asked it to', async page => {
    respond = (call, number) => number === 1 ? { status: 503, body: busy, headers: { 'Retry-After': '1' } } : undefined;
    await open(page, ['private-a', 'private-b']);
    await settled(page, 2);
    assert.deepEqual(await told(page, 'joined'), ['private-a', 'private-b']);
    assert.deepEqual(sizes(), [2, 2]);
  });

  await play(version, 'asks again for the channels alone that Usher had no time for', async page => {
    respond = ({ body }, number) => number > 1 ? undefined : { body: {
      ...asAlways({ body }).body, 'private-b': { status: 429, problem: { title: 'Too many requests' } } } };
    await open(page, ['private-a', 'private-b', 'private-c']);
    await settled(page, 3);
    assert.deepEqual(await told(page, 'joined'), ['private-a', 'private-c', 'private-b']);
    assert.deepEqual(calls.map(({ body }) => body.channel_name), [['private-a', 'private-b', 'private-c'], ['private-b']]);
  });

  await play(version, 'joins when the network is back', async page => {
    respond = (call, number) => number < 3 ? 'hang up' : undefined;
    await open(page, ['private-a', 'private-b']);
    await settled(page, 2);
    assert.deepEqual(await told(page, 'joined'), ['private-a', 'private-b']);
  });

  await play(version, 'loses nobody in a storm: twenty connections lost at once, while Usher restarts', async page => {
    await page.evaluate(channels => { for (let i = 0; i < 20; i++) window.open(channels); }, names(30));
    await settled(page, 600);
    assert.equal(calls.length, 20);
    const restarting = calls.length + 40;
    respond = (call, number) => {
      if (number > restarting) return undefined;
      return number % 2 ? 'hang up' : { status: 503, body: busy, headers: { 'Retry-After': '0' } };
    };
    await Promise.all(sockets.map(socket => socket.close()));
    await settled(page, 1_200);
    assert.deepEqual(await told(page, 'failed'), []);
    // Forty in vain, and one for each connection that was not: no call was made that did not have to be.
    assert.equal(calls.length, restarting + 20);
    assert.deepEqual(new Set(sizes()), new Set([30]));
  });
}

await play('8.6.0', 'signs the user in', async page => {
  await open(page, ['private-a']);
  await page.evaluate(() => window.pusher.signin());
  await page.waitForFunction(() => window.pusher.user.user_data?.id === '42');
  assert.deepEqual(calls.map(({ path }) => path).sort(), ['/pusher/auth', '/pusher/user-auth']);
});

await play('8.6.0', 'tells why the user is not signed in', async page => {
  respond = ({ path }) => path === '/pusher/user-auth' ? { status: 403, body: denied } : undefined;
  await open(page, []);
  const error = await page.evaluate(() => new Promise(resolve => {
    window.pusher.user.bind('pusher:signin_error', resolve);
    window.pusher.signin();
  }));
  assert.deepEqual(error, { type: 'AuthError', error: `Not allowed: ${denied.detail}` });
});

await play('8.6.0', 'tells pusher-js of an error even if the app’s own handler fails', async page => {
  await page.evaluate(() => {
    window.onunhandledrejection = event => {
      event.preventDefault();
      window.asked.push(event.reason.message);
    };
    window.errors.push = () => { throw new Error('the app’s own'); };
  });
  await open(page, ['private-denied']);
  await settled(page, 1);
  await page.waitForFunction(() => window.asked.includes('the app’s own'));
});

await play('8.6.0', 'finds Usher where the module came from', async page => {
  const answer = { user: { id: '42', channel: 'private-user-42' }, connect: { key: 'key', host: 'localhost', port: 1, tls: false } };
  await page.route(`${base}/pusher/session`, route => route.fulfill({ json: answer, headers: {
    'Access-Control-Allow-Origin': `http://localhost:${originPort}` } }));
  const setup = await page.evaluate(async module => {
    const { Usher } = await import(module);
    const { key, options, session } = await new Usher({ token: () => 'good' }).connect();
    const pusher = new window.Pusher(key, options);
    await new Promise(resolve => pusher.connection.bind('connected', resolve));
    return { channel: session.user.channel, host: pusher.config.wsHost };
  }, `${base}/usher.js`);
  assert.deepEqual(setup, { channel: 'private-user-42', host: 'localhost' });
});

pages.close();
usher.close();
await finish();
