// usher.js by itself, with a network, a clock and a chance of the tests' own:
//
//   node src/test/browser/usher.test.mjs
//
// What it does together with pusher-js, in a browser, is played in usher.mjs.

import { readFileSync } from 'node:fs';
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

const source = readFileSync(new URL('../../main/resources/dev/usher/browser/usher.js', import.meta.url));
// Node.js 20 would take the file for CommonJS, by its name.
const { Usher, UsherError } = await import(`data:text/javascript;base64,${source.toString('base64')}`);

const url = 'https://usher.example.com';
const denied = { type: 'urn:usher:problem:denied', title: 'Not allowed', status: 403,
  detail: 'No rule of the policy lets the caller subscribe to this channel.', instance: 'urn:uuid:7' };
const busy = { type: 'urn:usher:problem:unavailable', title: 'Not available at the moment', status: 503 };
const refused = { type: 'urn:usher:problem:token-expired', title: 'The bearer token has expired', status: 401, detail: 'Renew it.' };

/** The calls so far, as {url, method, token, body, request}. */
let calls;
/** The milliseconds that were waited so far. None of them passes. */
let waits;
/** What Usher makes of a call: {status, body, headers}. */
let respond;

const text = body => typeof body === 'string' ? body : JSON.stringify(body);
const granted = channel => ({ status: 200, data: { auth: `key:${channel}` } });
const grantAll = ({ body }) => ({ status: 200, body: Object.fromEntries(body.channel_name.map(name => [name, granted(name)])) });

/** Random numbers that are the same in each run (a linear congruential generator). */
function chance() {
  let state = 42;
  return () => (state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32;
}

beforeEach(t => {
  calls = [];
  waits = [];
  respond = grantAll;
  t.mock.method(globalThis, 'fetch', async request => {
    // As fetch does.
    request.signal.throwIfAborted();
    const body = request.body ? await request.json() : undefined;
    const call = { url: request.url, method: request.method, token: request.headers.get('Authorization'), body, request };
    calls.push(call);
    const { status = 200, body: answer = {}, headers } = await respond(call, calls.length);
    return new Response(text(answer), { status, headers });
  });
  t.mock.method(globalThis, 'setTimeout', (then, milliseconds) => {
    waits.push(milliseconds);
    queueMicrotask(then);
  });
  t.mock.method(Math, 'random', chance());
});

const usherOf = options => new Usher({ token: () => 'good', url, ...options });

/** Asks as pusher-js does, and returns what it is told. */
const ask = (handlers, channelName, socketId = '1.1') => new Promise((resolve, reject) =>
  handlers.channelAuthorization.customHandler({ channelName, socketId }, (error, data) => error ? reject(error) : resolve(data)));

const failureOf = promise => promise.then(() => assert.fail('it worked'), error => error);

test('asks for all channels of a tick in one call', async () => {
  const handlers = usherOf().handlers();
  const answers = await Promise.all(['private-a', 'private-b', 'presence-c'].map(name => ask(handlers, name)));
  assert.deepEqual(answers.map(({ auth }) => auth), ['key:private-a', 'key:private-b', 'key:presence-c']);
  assert.deepEqual(calls.map(({ url, method, token, body }) => ({ url, method, token, body })), [{
    url: `${url}/pusher/auth`, method: 'POST', token: 'Bearer good',
    body: { socket_id: '1.1', channel_name: ['private-a', 'private-b', 'presence-c'] },
  }]);
});

test('asks for one channel in the same form', async () => {
  await ask(usherOf().handlers(), 'private-a');
  assert.deepEqual(calls[0].body.channel_name, ['private-a']);
});

test('splits what is more than Usher takes', async () => {
  const handlers = usherOf().handlers();
  const names = Array.from({ length: 250 }, (_, i) => `private-${i}`);
  await Promise.all(names.map(name => ask(handlers, name)));
  assert.deepEqual(calls.map(({ body }) => body.channel_name.length), [100, 100, 50]);
  assert.deepEqual(calls.flatMap(({ body }) => body.channel_name), names);
});

test('gives each who asks for the same channel its own copy', async () => {
  const handlers = usherOf().handlers();
  const [one, other] = await Promise.all([ask(handlers, 'private-encrypted-a'), ask(handlers, 'private-encrypted-a')]);
  assert.deepEqual(calls[0].body.channel_name, ['private-encrypted-a']);
  delete one.auth;
  assert.ok(other.auth);
});

test('tells the reason of a refusal, and answers the others', async () => {
  respond = () => ({ body: { 'private-a': granted('private-a'), 'private-b': { status: 403, problem: denied } } });
  const seen = [];
  const handlers = usherOf({ onError: error => seen.push(error) }).handlers();
  const [a, error] = await Promise.all([ask(handlers, 'private-a'), failureOf(ask(handlers, 'private-b'))]);
  assert.equal(a.auth, 'key:private-a');
  assert.ok(error instanceof UsherError);
  assert.equal(error.message, `private-b: Not allowed: ${denied.detail}`);
  const { name, status, type, title, detail, instance, channel, retryAfter } = error;
  assert.deepEqual({ name, status, type, title, detail, instance, channel, retryAfter },
    { name: 'UsherError', ...denied, channel: 'private-b', retryAfter: undefined });
  assert.deepEqual(seen, [error]);
  assert.equal(calls.length, 1);
});

test('names every channel of a call that fails as a whole', async () => {
  respond = () => ({ status: 403, body: denied });
  const handlers = usherOf().handlers();
  const errors = await Promise.all(['private-a', 'private-b'].map(name => failureOf(ask(handlers, name))));
  assert.deepEqual(errors.map(({ channel, status }) => ({ channel, status })),
    [{ channel: 'private-a', status: 403 }, { channel: 'private-b', status: 403 }]);
});

for (const [what, answer] of Object.entries({
  'a page': '<!doctype html>', 'nothing': '', 'null': 'null', 'an empty object': '{}', 'an entry without data': '{"private-a":{"status":200}}',
})) {
  test(`takes ${what} for no answer of Usher's`, async () => {
    respond = () => ({ body: answer });
    const error = await failureOf(ask(usherOf().handlers(), 'private-a'));
    assert.equal(error.message, "private-a: No answer of Usher's (status 200)");
    assert.equal(error.type, 'about:blank');
  });
}

// Tokens

test('asks the app for the token before each call, so that another user’s is never sent', async () => {
  let user = 'ada';
  const handlers = usherOf({ token: () => user }).handlers();
  await ask(handlers, 'private-a');
  user = 'grace';
  await ask(handlers, 'private-b');
  assert.deepEqual(calls.map(({ token }) => token), ['Bearer ada', 'Bearer grace']);
});

/** An app whose token "old" has expired, and who can have it renewed to "new". */
const expired = (asked = []) => refusedToken => {
  asked.push(refusedToken);
  return refusedToken ? 'new' : 'old';
};
const acceptNew = call => call.token === 'Bearer new' ? grantAll(call) : { status: 401, body: refused };

test('replaces a refused token once for all calls', async () => {
  const asked = [];
  respond = acceptNew;
  const handlers = usherOf({ token: expired(asked) }).handlers();
  await Promise.all(Array.from({ length: 250 }, (_, i) => ask(handlers, `private-${i}`)));
  assert.equal(calls.length, 6);
  assert.deepEqual(asked.filter(Boolean), ['old']);
});

test('uses a token that was replaced while the call was under way', async () => {
  const asked = [];
  let release;
  const held = new Promise(resolve => { release = resolve; });
  respond = async (call, number) => {
    if (number === 1) await held;
    return acceptNew(call);
  };
  const usher = usherOf({ token: expired(asked) });
  const slow = ask(usher.handlers(), 'private-slow');
  await ask(usher.handlers(), 'private-quick');
  release();
  await slow;
  assert.deepEqual(asked.filter(Boolean), ['old']);
});

test('gives up when the other token is refused as well, and asks the app anew the next time', async () => {
  const asked = [];
  respond = () => ({ status: 401, body: refused });
  const handlers = usherOf({ token: expired(asked) }).handlers();
  const error = await failureOf(ask(handlers, 'private-a'));
  assert.equal(error.message, 'private-a: The bearer token has expired: Renew it.');
  assert.equal(error.status, 401);
  assert.equal(calls.length, 2);
  await failureOf(ask(handlers, 'private-a'));
  assert.deepEqual(asked, [undefined, 'old', undefined, 'old']);
});

for (const [what, token] of Object.entries({
  'throws': () => { throw new Error('signed out'); },
  'rejects': () => Promise.reject(new Error('signed out')),
  'returns nothing': () => undefined,
  'returns what is no token': () => 'two\nlines',
  'throws when it is to renew': refusedToken => { if (refusedToken) throw new Error('signed out'); return 'old'; },
})) {
  test(`tells when token() ${what}`, async () => {
    respond = acceptNew;
    const handlers = usherOf({ token }).handlers();
    const errors = await Promise.all(['private-a', 'private-b'].map(name => failureOf(ask(handlers, name))));
    for (const { status, type, channel, message, cause } of errors) {
      assert.deepEqual({ status, type }, { status: 401, type: 'urn:usher:problem:token-missing' });
      assert.ok(message.startsWith(`${channel}: The app has no token`), message);
      assert.ok(cause instanceof Error);
    }
    assert.deepEqual(waits, []);
  });
}

test('refuses at once what is no address', () => {
  assert.throws(() => usherOf({ url: 'usher.example.com' }), TypeError);
});

test('does not blame the token for what else fails', async t => {
  t.mock.method(AbortSignal, 'any', () => { throw new TypeError('AbortSignal.any is not a function'); });
  const error = await failureOf(usherOf().session());
  assert.match(error.message, /AbortSignal\.any/);
});

test('sends the token to Usher alone', async () => {
  await ask(usherOf({ url: new URL('https://api.example.com/usher') }).handlers(), 'private-a');
  const { request } = calls[0];
  assert.equal(request.url, 'https://api.example.com/usher/pusher/auth');
  assert.equal(request.redirect, 'error');
  assert.equal(request.credentials, 'omit');
});

// Patience

for (const status of [429, 502, 503, 504]) {
  test(`asks again after ${status}`, async () => {
    respond = (call, number) => number < 3 ? { status, body: busy } : grantAll(call);
    assert.ok(await ask(usherOf().handlers(), 'private-a'));
    assert.equal(calls.length, 3);
    assert.equal(waits.length, 2);
  });
}

for (const status of [400, 403, 404, 413, 422, 500]) {
  test(`does not ask again after ${status}`, async () => {
    respond = () => ({ status, body: { title: 'No' } });
    assert.equal((await failureOf(ask(usherOf().handlers(), 'private-a'))).status, status);
    assert.equal(calls.length, 1);
  });
}

test('asks again when the network is back', async () => {
  respond = (call, number) => {
    if (number < 4) throw new TypeError('Failed to fetch');
    return grantAll(call);
  };
  assert.ok(await ask(usherOf().handlers(), 'private-a'));
  assert.equal(calls.length, 4);
});

test('takes no answer in time for none', async t => {
  const limits = [];
  t.mock.method(AbortSignal, 'timeout', milliseconds => {
    limits.push(milliseconds);
    return AbortSignal.abort(new DOMException('too late', 'TimeoutError'));
  });
  const error = await failureOf(usherOf().session());
  assert.equal(error.status, 0);
  assert.match(error.message, /^Usher did not answer: The network is down/);
  assert.equal(error.cause.name, 'TimeoutError');
  assert.deepEqual(limits, Array(10).fill(10_000));
});

test('gives up in the end, and says why', async () => {
  respond = () => ({ status: 503, body: busy, headers: { 'Retry-After': '7' } });
  const error = await failureOf(ask(usherOf().handlers(), 'private-a'));
  assert.deepEqual([error.status, error.type, error.retryAfter], [503, busy.type, 7]);
  assert.equal(calls.length, 10);
});

test('asks again for the busy channels alone, together, and answers the others at once', async () => {
  const told = [];
  respond = (call, number) => {
    const { body } = grantAll(call);
    if (number === 1) body['private-b'] = body['private-d'] = { status: 429, problem: { title: 'Too many requests' } };
    if (number === 2) assert.deepEqual(told, ['private-a', 'private-c']);
    return { body };
  };
  const handlers = usherOf().handlers();
  await Promise.all('abcd'.split('').map(async each => {
    await ask(handlers, `private-${each}`);
    told.push(`private-${each}`);
  }));
  assert.deepEqual(calls.map(({ body }) => body.channel_name.length), [4, 2]);
  assert.equal(waits.length, 1);
  assert.deepEqual(told, ['private-a', 'private-c', 'private-b', 'private-d']);
});

test('waits for a random part of a time that doubles up to a limit', async t => {
  respond = () => ({ status: 503, body: busy });
  for (const part of [0, 0.5, 1]) {
    t.mock.method(Math, 'random', () => part);
    waits = [];
    await failureOf(usherOf().session());
    assert.deepEqual(waits, [1, 2, 4, 8, 16, 30, 30, 30, 30].map(seconds => seconds * 1_000 * part));
  }
});

for (const [header, seconds] of Object.entries({
  '0': 0, '7': 7, '60': 60, '3600': 60, '-1': 0, 'soon': 0, '': 0,
  'Mon, 23 Nov 2026 13:00:20 GMT': 20, 'Mon, 23 Nov 2026 12:59:00 GMT': 0, 'Tue, 24 Nov 2026 13:00:00 GMT': 60,
})) {
  test(`waits ${seconds} seconds, and a random time besides, after "Retry-After: ${header}"`, async t => {
    t.mock.method(Date, 'now', () => Date.parse('2026-11-23T13:00:00Z'));
    t.mock.method(Math, 'random', () => 0.25);
    respond = (call, number) => number === 1 ? { status: 503, body: busy, headers: { 'Retry-After': header } } : { body: { user: {} } };
    await usherOf().session();
    assert.deepEqual(waits, [seconds * 1_000 + 250]);
  });
}

test('spreads a thousand pages that were turned away together evenly over the time', async () => {
  const turnedAway = new Set();
  respond = ({ token }) => {
    const first = !turnedAway.has(token);
    turnedAway.add(token);
    return first ? { status: 503, body: busy, headers: { 'Retry-After': '5' } } : { body: { user: {} } };
  };
  await Promise.all(Array.from({ length: 1_000 }, (_, i) => usherOf({ token: () => `page-${i}` }).session()));
  assert.equal(waits.length, 1_000);
  const tenths = Array(10).fill(0);
  for (const wait of waits) tenths[Math.floor((wait - 5_000) / 100)]++;
  assert.ok(tenths.every(count => count > 60 && count < 140), `${tenths}`);
});

// Sockets

test('drops what a lost socket asked', async () => {
  const heard = [];
  let tokens = 0;
  let release;
  respond = (call, number) => number > 1 ? grantAll(call)
    : new Promise(resolve => { release = () => resolve({ status: 503, body: busy }); });
  const handlers = usherOf({ token: () => `${++tokens}` }).handlers();
  handlers.channelAuthorization.customHandler({ socketId: '1.1', channelName: 'private-a' }, (...told) => heard.push(told));
  await new Promise(setImmediate);
  await ask(handlers, 'private-a', '2.2');
  assert.ok(calls[0].request.signal.aborted);
  release();
  await new Promise(setImmediate);
  assert.deepEqual(calls.map(({ body }) => body.socket_id), ['1.1', '2.2']);
  assert.deepEqual(heard, []);
  assert.equal(tokens, 2);
});

test('does not even send it if the socket is lost while the token is fetched', async () => {
  const tokens = [];
  const handlers = usherOf({ token: () => new Promise(resolve => tokens.push(resolve)) }).handlers();
  handlers.channelAuthorization.customHandler({ socketId: '1.1', channelName: 'private-a' }, () => assert.fail('answered'));
  await new Promise(setImmediate);
  const second = ask(handlers, 'private-a', '2.2');
  await new Promise(setImmediate);
  for (const resolve of tokens) resolve('good');
  await second;
  assert.deepEqual(calls.map(({ body }) => body.socket_id), ['2.2']);
});

test('lets two Pushers have a socket each', async () => {
  const usher = usherOf();
  const [one, other] = [usher.handlers(), usher.handlers()];
  await Promise.all([ask(one, 'private-a', '1.1'), ask(other, 'private-a', '2.2'), ask(one, 'private-b', '1.1')]);
  assert.deepEqual(calls.map(({ body }) => body), [
    { socket_id: '1.1', channel_name: ['private-a', 'private-b'] }, { socket_id: '2.2', channel_name: ['private-a'] }]);
});

// The other calls

test('signs in', async () => {
  respond = () => ({ body: { auth: 'key:7', user_data: '{"id":"42"}' } });
  const { userAuthentication } = usherOf().handlers();
  const told = await new Promise(resolve =>
    userAuthentication.customHandler({ socketId: '1.1' }, (error, data) => resolve({ error, data })));
  assert.deepEqual(told, { error: null, data: { auth: 'key:7', user_data: '{"id":"42"}' } });
  assert.equal(calls[0].url, `${url}/pusher/user-auth`);
  assert.deepEqual(calls[0].body, { socket_id: '1.1' });
});

const session = connect => ({ user: { id: '42', channel: 'private-user-42' }, channels: { names: [], patterns: [], complete: true }, connect });

for (const [where, connect, options] of [
  ['a cluster', { key: 'k', cluster: 'eu' }, { cluster: 'eu' }],
  ['a host', { key: 'k', host: 'ws.example.com', port: 443, tls: true },
    { cluster: '', wsHost: 'ws.example.com', wsPort: 443, wssPort: 443, forceTLS: true, enabledTransports: ['ws', 'wss'] }],
  ['a host without TLS', { key: 'k', host: 'localhost', port: 6001, tls: false },
    { cluster: '', wsHost: 'localhost', wsPort: 6001, wssPort: 6001, forceTLS: false, enabledTransports: ['ws', 'wss'] }],
]) {
  test(`tells how to connect to ${where}`, async () => {
    respond = () => ({ body: session(connect) });
    const setup = await usherOf().connect();
    const { channelAuthorization, userAuthentication, authorizer, ...server } = setup.options;
    assert.deepEqual(server, options);
    assert.equal(setup.key, 'k');
    assert.equal(setup.session.user.channel, 'private-user-42');
    assert.ok(channelAuthorization.customHandler && userAuthentication.customHandler && authorizer);
    const [{ method, body, url: called }] = calls;
    assert.deepEqual({ method, body, called }, { method: 'GET', body: undefined, called: `${url}/pusher/session` });
  });
}
