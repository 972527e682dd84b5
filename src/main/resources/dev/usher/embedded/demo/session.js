// One user in one browser: signs in, connects pusher-js, joins the user's channel, and records the journey.
//
// Emits "change" when the situation is another, "event" with {name, data} on arrival, "attempt" when Usher has answered
// an attempt at somebody else's channel.

import { exchangeParts, frame, requestPart, responsePart } from './code.js';
import { Journey } from './journey.js';
import { claimsOf, forge } from './jwt.js';
import { connect } from './pusher-client.js';
import { socketOf, traffic } from './traffic.js';
import { channelOf } from './users.js';
import { signIn, tokenIn } from './calls.js';

export class Session extends EventTarget {
  journey = new Journey();
  /** What the pane tells: phase is starting, joined, lost, refused or unanswered. */
  situation = { phase: 'starting', text: 'Signing in' };
  attempt = null;
  #app;
  #token = null;
  #pusher = null;
  #listening = new AbortController();

  constructor(app, user) {
    super();
    this.#app = app;
    this.user = user;
    this.channel = channelOf(user);
    const { signal } = this.#listening;
    traffic.addEventListener('request', ({ detail }) => this.#onRequest(detail), { signal });
    traffic.addEventListener('response', ({ detail }) => this.#onResponse(detail), { signal });
    traffic.addEventListener('frame', ({ detail }) => this.#onFrame(detail), { signal });
  }

  get socketId() {
    return this.#pusher?.connection.socket_id;
  }

  async start() {
    this.#disconnect();
    this.journey.reset('sign-in', 'connect', 'ask', 'authorize', 'subscribe', 'publish', 'arrive');
    this.#become('starting', 'Signing in');
    this.journey.update('sign-in', { state: 'active' });
    const exchange = await signIn(this.user.id);
    if (this.#listening.signal.aborted) return;
    const parts = exchangeParts(exchange);
    if (!exchange.ok) {
      this.journey.update('sign-in', { state: 'failed', parts });
      this.#becomeRefused(exchange);
      return;
    }
    this.#token = tokenIn(exchange);
    parts.push({ title: 'Decoded claims', tag: 'Development token', body: JSON.stringify(claimsOf(this.#token)) });
    this.journey.update('sign-in', { state: 'done', parts, milliseconds: exchange.milliseconds });
    this.#connect();
  }

  /** Asks for another user's channel, honestly or with a token that was changed to claim it. */
  tryChannelOf(other, { forged }) {
    const channel = channelOf(other);
    this.attempt = { other, forged, channel, exchange: null };
    this.#pusher.subscribe(channel);
  }

  close() {
    this.#listening.abort();
    this.#disconnect();
  }

  #disconnect() {
    const pusher = this.#pusher;
    // First, so that the farewell is not taken for a lost connection.
    this.#pusher = null;
    pusher?.disconnect();
  }

  #connect() {
    this.#become('starting', 'Connecting');
    this.journey.update('connect', { state: 'active' });
    this.#pusher = connect(this.#app, () => ({ Authorization: `Bearer ${this.#bearer()}` }));
    this.#pusher.connection.bind('state_change', ({ previous, current }) => this.#onConnection(previous, current));
    this.#pusher.subscribe(this.channel).bind_global((name, data) => {
      if (!name.startsWith('pusher:')) this.#emit('event', { name, data });
    });
  }

  #bearer() {
    const { attempt } = this;
    const forging = attempt?.forged && attempt.exchange === null;
    return forging ? forge(this.#token, { sub: attempt.other.id }) : this.#token;
  }

  #onConnection(previous, current) {
    if (!this.#pusher) return;
    if (current === 'connected') {
      const { url, established } = socketOf(this.socketId);
      const { pathname, search, host } = new URL(url);
      this.journey.update('connect', { state: 'done', parts: [
        { title: 'Request', start: `GET ${pathname}${search}`, headers: [['Host', host], ['Upgrade', 'websocket']] },
        frame('Frame received', established),
      ] });
      this.#become('starting', 'Joining');
    } else if (previous === 'connected') {
      this.journey.reset('connect', 'ask', 'authorize', 'subscribe', 'publish', 'arrive');
      this.journey.update('connect', { state: 'active' });
      this.#become('lost', 'The connection is lost. pusher-js keeps trying, and will ask Usher again.');
    } else if (current === 'unavailable' || current === 'failed') {
      this.journey.update('connect', { state: 'failed' });
      this.#become('lost', 'The Channels server cannot be reached. pusher-js keeps trying.');
    }
  }

  #channelAskedFor({ request }) {
    if (request.path !== '/pusher/auth') return null;
    const form = new URLSearchParams(request.body);
    return this.socketId && form.get('socket_id') === this.socketId ? form.get('channel_name') : null;
  }

  #onRequest(exchange) {
    if (this.#channelAskedFor(exchange) !== this.channel) return;
    this.journey.update('ask', { state: 'done', parts: [requestPart(exchange)] });
    this.journey.update('authorize', { state: 'active' });
  }

  #onResponse(exchange) {
    const channel = this.#channelAskedFor(exchange);
    if (channel === this.channel) this.#onOwnAnswer(exchange);
    else if (channel && channel === this.attempt?.channel) this.#onAttemptAnswer(exchange);
  }

  #onOwnAnswer(exchange) {
    const signed = { title: 'What the signature covers', tag: 'HMAC-SHA256', body: `${this.socketId}:${this.channel}` };
    this.journey.update('authorize', {
      state: exchange.ok ? 'done' : 'failed',
      parts: exchange.ok ? [responsePart(exchange), signed] : [responsePart(exchange)],
      milliseconds: exchange.milliseconds,
    });
    if (!exchange.ok) this.#becomeRefused(exchange);
  }

  #onAttemptAnswer(exchange) {
    this.attempt.exchange = exchange;
    this.#emit('attempt', this.attempt);
    // Leave, so that pusher-js does not ask again for it on every reconnect.
    const { channel } = this.attempt;
    setTimeout(() => this.#pusher?.unsubscribe(channel));
  }

  #onFrame({ socket, outgoing, text }) {
    if (!this.socketId || socket.socketId !== this.socketId) return;
    const { event, channel, data } = JSON.parse(text);
    if (outgoing && event === 'pusher:subscribe' && data.channel === this.channel) {
      this.journey.update('subscribe', { state: 'active', parts: [frame('Frame sent', text)] });
    } else if (!outgoing && channel === this.channel) {
      if (event === 'pusher_internal:subscription_succeeded') this.#onJoined(text);
      else if (!event.startsWith('pusher')) this.#onArrival(text);
    }
  }

  #onJoined(text) {
    const sent = this.journey.at('subscribe').parts;
    this.journey.update('subscribe', { state: 'done', parts: [...sent, frame('Frame received', text)] });
    this.#become('joined', 'Connected');
  }

  #onArrival(text) {
    if (this.journey.at('publish').state === 'waiting') {
      this.journey.update('publish', { state: 'done', parts: [
        { title: 'Published elsewhere', body: 'Not from this page: by curl, perhaps, or by a backend of yours.' },
      ] });
    }
    this.journey.update('arrive', { state: 'done', parts: [frame('Frame received', text)] });
  }

  #becomeRefused(exchange) {
    this.#become(exchange.failure ? 'unanswered' : 'refused', exchange.complaint);
  }

  #become(phase, text) {
    this.situation = { phase, text };
    this.#emit('change');
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
