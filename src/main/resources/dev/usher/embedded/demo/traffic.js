// Listens to what pusher-js and usher.js really send and receive, without taking part: it extends the browser's own
// means.
//
// "request" and "response" events carry an Exchange; "frame" events carry {socket, outgoing, text}.

import { Exchange, notableOf, unreachable } from './exchange.js';

export const traffic = new EventTarget();

const sockets = new Map();

/** The WebSocket that was given this socket_id: {url, established}, the latter being the frame that told it. */
export const socketOf = socketId => sockets.get(socketId);

const announce = (type, detail) => traffic.dispatchEvent(new CustomEvent(type, { detail }));

class TappedRequest extends XMLHttpRequest {
  #call;
  #headers = [];

  open(method, url, ...rest) {
    this.#call = [method, url];
    super.open(method, url, ...rest);
  }

  setRequestHeader(name, value) {
    this.#headers.push([name, value]);
    super.setRequestHeader(name, value);
  }

  send(body) {
    const exchange = new Exchange(...this.#call, this.#headers, body ?? '');
    announce('request', exchange);
    // readystatechange comes before load, and pusher-js acts on it: listen to the same one, and first.
    this.addEventListener('readystatechange', () => {
      if (this.readyState !== XMLHttpRequest.DONE) return;
      if (this.status === 0) exchange.failed(unreachable());
      else exchange.answered(this.status, notableOf({ get: name => this.getResponseHeader(name) }), this.responseText);
      announce('response', exchange);
    });
    super.send(body);
  }
}

const untapped = window.fetch;

async function tappedFetch(...args) {
  const request = new Request(...args);
  const headers = [...request.headers].map(([name, value]) => [name.replace(/\b[a-z]/g, each => each.toUpperCase()), value]);
  const exchange = new Exchange(request.method, request.url, headers, await request.clone().text());
  announce('request', exchange);
  try {
    const response = await untapped.call(window, request);
    exchange.answered(response.status, notableOf(response.headers), await response.clone().text());
    return response;
  } catch (cause) {
    exchange.failed(unreachable());
    throw cause;
  } finally {
    announce('response', exchange);
  }
}

class TappedSocket extends WebSocket {
  constructor(...args) {
    super(...args);
    this.addEventListener('message', ({ data }) => {
      this.#learnSocketId(data);
      announce('frame', { socket: this, outgoing: false, text: data });
    });
  }

  send(data) {
    announce('frame', { socket: this, outgoing: true, text: data });
    super.send(data);
  }

  #learnSocketId(text) {
    if (this.socketId || !text.includes('pusher:connection_established')) return;
    this.socketId = JSON.parse(JSON.parse(text).data).socket_id;
    sockets.set(this.socketId, { url: this.url, established: text });
    this.addEventListener('close', () => sockets.delete(this.socketId));
  }
}

/** Call before pusher-js connects. */
export function listen() {
  window.XMLHttpRequest = TappedRequest;
  window.fetch = tappedFetch;
  window.WebSocket = TappedSocket;
}
