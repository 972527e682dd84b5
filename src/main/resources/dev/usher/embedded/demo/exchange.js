// One HTTP request and what came back, as it was on the wire.

export class Exchange {
  response = null;
  failure = null;
  milliseconds = null;
  #startedAt = performance.now();

  constructor(method, url, headers, body) {
    const { pathname, search } = new URL(url, location.href);
    this.request = { method, path: pathname + search, headers, body };
  }

  answered(status, headers, body) {
    this.#stop();
    this.response = { status, headers, body };
  }

  failed(reason) {
    this.#stop();
    this.failure = reason;
  }

  get ok() {
    return this.response?.status === 200;
  }

  /** The problem document of the answer, or null when there is none. */
  get problem() {
    if (!this.response?.headers.some(([name, value]) => name === 'content-type' && value.includes('problem+json'))) {
      return null;
    }
    return JSON.parse(this.response.body);
  }

  /** Why it did not work, in one sentence. */
  get complaint() {
    if (this.failure) return this.failure;
    const { title, detail } = this.problem ?? {};
    return detail ?? title ?? `Usher answered ${this.response.status}.`;
  }

  #stop() {
    this.milliseconds = performance.now() - this.#startedAt;
  }
}

const notable = ['content-type', 'www-authenticate', 'retry-after'];

/** The headers worth a reader's attention, of those that a response carries: anything with get(name). */
export const notableOf = headers =>
  notable.map(name => [name, headers.get(name)]).filter(([, value]) => value !== null);

export const unreachable = () => `Usher does not answer at ${location.origin}. Is it still running?`;
