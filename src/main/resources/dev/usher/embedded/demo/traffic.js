// Listens to what pusher-js really sends and receives, without taking part: it extends the browser's own classes.
//
// "request" and "response" events carry an Exchange; "frame" events carry {socket, outgoing, text}.

import { Exchange, notable, unreachable } from './exchange.js';

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
      else exchange.answered(this.status, this.#notableHeaders(), this.responseText);
      announce('response', exchange);
    });
    super.send(body);
  }

  #notableHeaders() {
    return notable.map(name => [name, this.getResponseHeader(name)]).filter(([, value]) => value !== null);
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
  window.WebSocket = TappedSocket;
}
