import { isDeepStrictEqual } from 'node:util';
import { Inbox, NOT_OFFERED, Outcome } from './inbox.mjs';
import { unique } from './usher.mjs';

/** What Laravel calls the event of a notification. */
export const NOTIFICATION = 'Illuminate\\Notifications\\Events\\BroadcastNotificationCreated';

/**
 * A person's connection. A client's own class says how it is done: socketId, subscribe, send, disconnect, reconnect,
 * and, where the client offers it, signIn, watch, useToken and leave.
 */
export class Connection {
  inbox = new Inbox();

  constructor(person) {
    this.person = person;
  }

  /** Joins, and answers with the names of the members if there are some. */
  async join(channel) {
    await this.subscribe(channel);
    return this.joined(channel);
  }

  async joined(channel) {
    const isAnswer = entry => entry.channel === channel && ['joined', 'refused'].includes(entry.what);
    const first = await this.inbox.next(entry => isAnswer(entry) || entry.what === 'thrown', 'never joined');
    const answer = first.what === 'thrown' ? await this.#outlived(first, isAnswer) : first;
    if (answer.what === 'refused') throw new Outcome(`refused ${answer.data ?? ''}`.trim());
    return answer.data;
  }

  /** A client may go on after an exception: what it makes of the next channel comes after what it made of this one. */
  async #outlived({ data: exception }, isAnswer) {
    const next = `next-${unique()}`;
    await this.subscribe(next);
    await this.next(next, 'joined');
    const answer = this.inbox.take(isAnswer);
    if (!answer) throw new Outcome(`the client throws ${exception}`);
    return answer;
  }

  /** Waits for an event, and says whether it came as it was sent. */
  async hears(channel, what, data, by) {
    const entry = await this.next(channel, what);
    if (!isDeepStrictEqual(entry.data, data)) throw new Outcome(`${what} came as ${JSON.stringify(entry.data)}`);
    if (by !== undefined && entry.by !== by) throw new Outcome(`${what} came from ${entry.by ?? 'nobody'}`);
    return 'delivered';
  }

  next(channel, what) {
    return this.inbox.next(entry => entry.channel === channel && entry.what === what, `${what} never came`);
  }

  /** Whether it has come already, without waiting. */
  has(channel, what) {
    return this.inbox.take(entry => entry.channel === channel && entry.what === what) !== undefined;
  }

  signIn() {
    throw new Outcome(NOT_OFFERED);
  }

  watch() {
    throw new Outcome(NOT_OFFERED);
  }

  useToken() {
    throw new Outcome(NOT_OFFERED);
  }
}
