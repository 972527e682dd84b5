// One user in one browser, who lets usher.js connect pusher-js: nothing about the server stands in this page.
//
// Emits "change" when the phase is another, "call" with an Exchange when usher.js has asked for something, "frame" with
// {outgoing, text, event, channel, data} for what goes over the WebSocket.

import { signIn, tokenIn } from './calls.js';
import { traffic } from './traffic.js';
import { Usher } from './usher.js';

/** What lets a token into the channels of the demo. */
const ROLE = 'demo';

const TERMINATED = 4009;

export class Guest extends EventTarget {
  /** away, starting, joined, lost, refused or ended. */
  phase = 'away';
  /** Why, where the phase is none that was hoped for. */
  complaint = null;
  session = null;
  pusher = null;
  #claims;
  #join;
  #visit = new AbortController();

  /** `claims` are for the token; `join(guest)` is called on arrival, to subscribe to channels or to sign in. */
  constructor(user, { claims = {}, join }) {
    super();
    this.user = user;
    this.#claims = { name: user.name, ...claims };
    this.#join = join;
  }

  get socketId() {
    return this.pusher?.connection.socket_id;
  }

  get isHere() {
    return !['away', 'refused', 'ended'].includes(this.phase);
  }

  async arrive() {
    this.leave();
    const { signal } = this.#visit = new AbortController();
    this.become('starting');
    try {
      const token = await this.#token();
      const usher = new Usher({ token: refused => refused ? this.#token() : token });
      const { key, options, session } = await usher.connect();
      if (signal.aborted) return;
      this.session = session;
      this.#listen(signal);
      this.pusher = new window.Pusher(key, options);
      this.pusher.connection.bind('state_change', ({ current, previous }) => this.#onConnection(current, previous));
      this.pusher.connection.bind('error', ({ data }) => {
        if (data?.code === TERMINATED) this.#end();
      });
      this.#join(this);
    } catch (failure) {
      if (!signal.aborted) this.become('refused', failure.message);
    }
  }

  leave() {
    this.#visit.abort();
    const { pusher } = this;
    // First, so that the farewell is not taken for a lost connection.
    this.pusher = null;
    pusher?.disconnect();
    if (this.phase !== 'away') this.become('away');
  }

  /** Subscribes, and takes the answer to heart: this is the channel that the guest has come for. */
  enter(name) {
    const channel = this.pusher.subscribe(name);
    channel.bind('pusher:subscription_succeeded', () => this.become('joined'));
    channel.bind('pusher:subscription_error', ({ error }) => this.become('refused', error));
    return channel;
  }

  become(phase, complaint = null) {
    this.phase = phase;
    this.complaint = complaint;
    this.#emit('change');
  }

  async #token() {
    const exchange = await signIn(this.user.id, [ROLE], this.#claims);
    if (!exchange.ok) throw new Error(exchange.complaint);
    return tokenIn(exchange);
  }

  #end() {
    this.leave();
    this.become('ended', `A backend ended this connection (${TERMINATED}). pusher-js does not come back by itself.`);
  }

  #onConnection(current, previous) {
    if (!this.pusher) return;
    if (previous === 'connected') this.become('lost', 'The connection is lost. pusher-js keeps trying, and usher.js will ask again.');
    else if (current === 'unavailable' || current === 'failed') this.become('lost', 'The Channels server cannot be reached. pusher-js keeps trying.');
  }

  #listen(signal) {
    traffic.addEventListener('response', ({ detail }) => {
      if (this.#asked(detail)) this.#emit('call', detail);
    }, { signal });
    traffic.addEventListener('frame', ({ detail: { socket, outgoing, text } }) => {
      if (this.socketId && socket.socketId === this.socketId) this.#emit('frame', { outgoing, text, ...JSON.parse(text) });
    }, { signal });
  }

  #asked({ request: { path, body } }) {
    return path.startsWith('/pusher/') && body.startsWith('{') && JSON.parse(body).socket_id === this.socketId;
  }

  #emit(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
