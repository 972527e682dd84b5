// @ts-self-types="./usher.d.ts"

// Lets pusher-js ask Usher: all that a page subscribes to at once in one call, again while Usher is busy, with another
// token when one is due, and with the reason when the answer is no.
//
//   import { Usher } from 'https://usher.example.com/usher.js';
//
//   const usher = new Usher({ token: refused => auth.accessToken({ renew: refused !== undefined }) });
//   const { key, options, session } = await usher.connect();
//   new Pusher(key, options).subscribe(session.user.channel);

/**
 * @import { PusherHandlers, PusherOptions, PusherSetup, Session, UsherOptions } from './usher.d.ts'
 *
 * What came of a call, or of one channel of it: data of a success, a problem (RFC 9457) otherwise. Status 0 is no answer,
 * retryAfter is in seconds, and wait() takes until it makes sense to ask again.
 * @typedef {{ status: number, data?: any, problem?: any, retryAfter?: number, cause?: unknown,
 *   wait: (attempt: number) => Promise<void> }} Answer
 * @typedef {(path: string, body?: object, signal?: AbortSignal) => Promise<Answer>} Call
 */

/** Usher takes no more in one call. */
const MAX_CHANNELS = 100;

/** With the waits below, these take more than a minute on average: time enough for Usher to be restarted. */
const MAX_ATTEMPTS = 10;

const TIMEOUT_MILLISECONDS = 10_000;
const FIRST_WAIT_MILLISECONDS = 1_000;
const LONGEST_WAIT_MILLISECONDS = 30_000;

/** So that a date, in a time zone or by a clock that somebody got wrong, does not mean never. */
const LONGEST_RETRY_AFTER_SECONDS = 60;

/**
 * What may have passed in a moment: no answer (0), too many calls, a gateway that finds no Usher. If the call did arrive,
 * it may still be repeated, since none of them changes anything. 500 is a defect, which would only show again.
 */
const PASSING = new Set([0, 429, 502, 503, 504]);

const NO_ANSWER = {
  title: 'Usher did not answer',
  detail: 'The network is down, the call took too long, or Usher does not allow the origin of this page.',
};

const NO_TOKEN = {
  type: 'urn:usher:problem:token-missing',
  title: 'The app has no token',
  detail: 'Its token() failed, or returned nothing that can be sent.',
};

/** The signal of those who never stop waiting. */
const NEVER = new AbortController().signal;

export class UsherError extends Error {
  /** @param {Answer} answer @param {string} [channel] */
  constructor({ status, problem, retryAfter, cause }, channel) {
    const { type = 'about:blank', title = `No answer of Usher's (status ${status})`, detail, instance } = problem ?? {};
    // pusher-js passes on the message and nothing else, so it says which channel, and why.
    super([channel, title, detail].filter(Boolean).join(': '), { cause });
    Object.assign(this, { name: 'UsherError', status, type, title, detail, instance, channel, retryAfter });
  }
}

export class Usher {
  #token;
  #url;
  #onError;
  /** @type {{ refused: string, token: Promise<string> } | undefined} */
  #renewal;

  /** @param {UsherOptions} options */
  constructor({ token, url = new URL('.', import.meta.url), onError }) {
    this.#token = token;
    // As a call would take it: relative to the page, and without a password in it.
    this.#url = new Request(String(url).replace(/\/*$/, '/')).url;
    this.#onError = onError;
  }

  /** @returns {Promise<Session>} */
  session() {
    return persist(() => this.#call('pusher/session'));
  }

  /** @returns {Promise<PusherSetup>} */
  async connect() {
    const session = await this.session();
    const { key, cluster = '', host, port, tls } = session.connect;
    /** @type {Partial<PusherOptions>} */
    const server = host
      ? { wsHost: host, wsPort: port, wssPort: port, forceTLS: tls, enabledTransports: ['ws', 'wss'] }
      : {};
    // pusher-js insists on a cluster even beside a host, and without the list would fall back to servers of Pusher's.
    return { key, options: { cluster, ...server, ...this.handlers() }, session };
  }

  /** @returns {PusherHandlers} */
  handlers() {
    /** @type {Socket | undefined} */
    let current;

    /** @param {string} socketId @param {string | undefined} channel @param {(error: any, data: any) => void} callback */
    const answer = async (socketId, channel, callback) => {
      if (current?.id !== socketId) {
        // This Pusher has lost the socket that it had, and asks for everything anew. What it asked before stays without
        // an answer: it would present the old signature on the new socket, or tell the app of an error that is none.
        current?.lost.abort();
        current = new Socket(socketId, this.#call);
      }
      const { lost: { signal } } = current;
      const [data, error] = await current.ask(channel).then(data => [data, null], error => [null, error]);
      if (signal.aborted) return;
      try {
        if (error) this.#onError?.(error);
      } finally {
        callback(error, data);
      }
    };

    return {
      channelAuthorization: { customHandler: (asked, callback) => void answer(asked.socketId, asked.channelName, callback) },
      userAuthentication: { customHandler: (asked, callback) => void answer(asked.socketId, undefined, callback) },
      // What pusher-js 7.0 has instead; later ones overlook it beside channelAuthorization.
      authorizer: ({ name }) => ({ authorize: (socketId, callback) => void answer(socketId, name, callback) }),
    };
  }

  /**
   * Calls Usher, and once more with another token if this one is refused. Whatever comes of it is an answer.
   * @type {Call}
   */
  #call = async (path, body, signal = NEVER) => {
    let token = '';
    let answer = await this.#send(async () => token = await this.#token(), path, body, signal);
    const refused = answer.status === 401 && answer.problem !== NO_TOKEN;
    if (refused) answer = await this.#send(() => this.#renew(token), path, body, signal);
    // If the other token did not help, the next call had better ask for yet another.
    if (answer.status === 401) this.#renewal = undefined;
    return answer;
  };

  /** Asks the app to replace a token, once for all calls that it is refused to, now or later. @param {string} refused */
  #renew(refused) {
    if (this.#renewal?.refused !== refused) {
      this.#renewal = { refused, token: Promise.resolve(this.#token(refused)) };
    }
    return this.#renewal.token;
  }

  /** @param {() => Promise<string>} getToken @param {string} path @param {object | undefined} body @param {AbortSignal} signal */
  async #send(getToken, path, body, signal) {
    const headers = new Headers(body && { 'Content-Type': 'application/json' });
    try {
      const token = await getToken();
      if (!token) throw new TypeError('token() returned nothing.');
      headers.set('Authorization', `Bearer ${token}`);
    } catch (cause) {
      return { ...answerOf(401, NO_TOKEN), cause };
    }
    const request = new Request(this.#url + path, {
      method: body ? 'POST' : 'GET',
      headers,
      body: JSON.stringify(body),
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MILLISECONDS)]),
      cache: 'no-store',
      credentials: 'omit',
      // Wherever it leads, the token is not for there.
      redirect: 'error',
    });
    try {
      const response = await fetch(request);
      return answerOf(response.status, parse(await response.text()), secondsIn(response.headers.get('Retry-After')));
    } catch (cause) {
      return { ...answerOf(0, NO_ANSWER), cause };
    }
  }
}

/** A connection of pusher-js to the Channels server, and what is asked for it. */
class Socket {
  /** Aborted when the connection is lost. */
  lost = new AbortController();
  #call;
  /** @type {{ channels: Set<string>, answer: Promise<Answer> } | undefined} */
  #batch;

  /** @param {string} id @param {Call} call */
  constructor(id, call) {
    this.id = id;
    this.#call = call;
  }

  /** Asks for a channel, or without one for a sign-in. @param {string} [channel] */
  async ask(channel) {
    const { signal } = this.lost;
    return channel === undefined
      ? persist(() => this.#call('pusher/user-auth', { socket_id: this.id }, signal), signal)
      : persist(() => this.#authorize(channel), signal, channel);
  }

  /** @param {string} channel @returns {Promise<Answer>} */
  async #authorize(channel) {
    if (!this.#batch || this.#batch.channels.size === MAX_CHANNELS) this.#batch = this.#newBatch();
    const { channels, answer } = this.#batch;
    channels.add(channel);
    const whole = await answer;
    if (!whole.data) return whole;
    const entry = whole.data[channel];
    // A copy for each who asked, since pusher-js takes the shared secret out of what it gets.
    return { ...whole, ...entry, data: entry?.data && { ...entry.data } };
  }

  #newBatch() {
    /** @type {Set<string>} */
    const channels = new Set();
    // A microtask is late enough, since pusher-js subscribes to all channels of a new connection in one go; and unlike a
    // timer it is not held up while the page is in the background.
    const answer = Promise.resolve().then(() => {
      if (this.#batch?.channels === channels) this.#batch = undefined;
      return this.#call('pusher/auth', { socket_id: this.id, channel_name: [...channels] }, this.lost.signal);
    });
    return { channels, answer };
  }
}

/**
 * Asks until the answer stands, and returns its data.
 * @param {() => Promise<Answer>} ask @param {AbortSignal} [signal] @param {string} [channel] @returns {Promise<any>}
 */
async function persist(ask, signal = NEVER, channel) {
  for (let attempt = 1; ; attempt++) {
    const answer = await ask();
    if (answer.data) return answer.data;
    if (!PASSING.has(answer.status) || attempt === MAX_ATTEMPTS) throw new UsherError(answer, channel);
    await answer.wait(attempt);
    signal.throwIfAborted();
  }
}

/** @param {number} status @param {any} content @param {number} [retryAfter] @returns {Answer} */
function answerOf(status, content, retryAfter) {
  /** @type {Promise<void>} */
  let waiting;
  // One wait for all channels of a call: those that have to ask again do so in one tick, and thus in one call.
  const wait = (/** @type {number} */ attempt) => waiting ??= pause(attempt, retryAfter);
  return { status, [status === 200 ? 'data' : 'problem']: content, retryAfter, wait };
}

/**
 * Waits for as long as Usher said, and then for any part of a time that doubles with each attempt ("full jitter"), since
 * pages that were turned away together must not come back together.
 * @param {number} attempt @param {number} [retryAfter] @returns {Promise<void>}
 */
function pause(attempt, retryAfter = 0) {
  const told = Math.min(LONGEST_RETRY_AFTER_SECONDS, retryAfter) * 1_000;
  const spread = Math.min(LONGEST_WAIT_MILLISECONDS, FIRST_WAIT_MILLISECONDS * 2 ** (attempt - 1));
  return new Promise(resolve => setTimeout(resolve, told + Math.random() * spread));
}

/** What a Retry-After says, in seconds or as a date (RFC 9110, section 10.2.3). @param {string | null} header */
function secondsIn(header) {
  if (!header) return undefined;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1_000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

/** What the JSON says, or nothing where there is none, as in a gateway's own pages. @param {string} text */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
