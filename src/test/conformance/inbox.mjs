/** Ends a scenario: the message is its outcome. */
export class Outcome extends Error {}

export const NOT_OFFERED = 'not offered';

/** Longer than a busy machine needs, and short enough to wait for what does not come. */
const PATIENCE_MILLISECONDS = 15_000;

/**
 * What a client tells its application, in order, each as {channel, what, data, by}: 'joined' with the names of the
 * members, 'refused' with the status, 'missed' (the cache), 'came' and 'went' with a member's name, and events by
 * their own names. What is about the connection has no channel: its states, 'error', and 'thrown' with what a client let
 * fly in a thread of its own.
 */
export class Inbox {
  #entries = [];
  #waiting = new Set();

  put(entry) {
    this.#entries.push(entry);
    for (const look of [...this.#waiting]) look();
  }

  /** The first entry that matches, which is taken out. */
  take(matches) {
    const index = this.#entries.findIndex(matches);
    return index < 0 ? undefined : this.#entries.splice(index, 1)[0];
  }

  /** As take, but waits for it; what never comes is the outcome. */
  async next(matches, missing) {
    const present = this.take(matches);
    if (present) return present;
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = this.take(matches);
        if (found) done(() => resolve(found));
      };
      const done = end => {
        this.#waiting.delete(look);
        clearTimeout(timer);
        end();
      };
      const timer = setTimeout(() => done(() => reject(new Outcome(missing))), PATIENCE_MILLISECONDS);
      this.#waiting.add(look);
    });
  }
}
