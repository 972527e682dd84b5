import { Connection } from '../connection.mjs';
import { NOT_OFFERED, Outcome } from '../inbox.mjs';
import { java, listen } from '../java.mjs';
import { settings, token, unique } from '../usher.mjs';

export const name = `pusher-java-client ${settings.java.client}`;

class JavaConnection extends Connection {

  connection = unique();

  async open() {
    listen(this.connection, this.inbox);
    await this.#java('connect', { token: token(this.person.claims) });
    await this.#connected();
  }

  subscribe(channel) {
    return this.#java('subscribe', { channel });
  }

  leave(channel) {
    return this.#java('unsubscribe', { channel });
  }

  send(channel, event, data) {
    return this.#java('send', { channel, event, data: JSON.stringify(data) });
  }

  async signIn() {
    await this.#java('signIn');
    await this.next(undefined, 'signed in');
  }

  useToken(next) {
    return this.#java('useToken', { token: next });
  }

  disconnect() {
    return this.#java('disconnect');
  }

  async reconnect() {
    await this.#java('disconnect');
    await this.next(undefined, 'disconnected');
    await this.#java('reconnect');
    await this.#connected();
  }

  async #connected() {
    this.socketId = (await this.next(undefined, 'connected')).data;
  }

  #java(method, args = {}) {
    return java(method, { connection: this.connection, ...args });
  }
}

export async function connect(person, authorizer) {
  // It asks for one channel after the other, and waits for each answer.
  if (authorizer) throw new Outcome(NOT_OFFERED);
  const connection = new JavaConnection(person);
  await connection.open();
  return connection;
}
