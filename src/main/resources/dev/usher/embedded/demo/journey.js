// The seven steps from a sign-in to an event, and how far one user has come.

export const steps = [
  { id: 'sign-in', title: 'Sign in', between: 'Browser → Usher',
    about: 'The page asks for a token that says who the user is. In production your identity provider issues it; here Usher makes a development token, so that you need not set anything up.' },
  { id: 'connect', title: 'Open the WebSocket', between: 'Browser → Channels',
    about: 'pusher-js connects to the Channels server, which names the connection: the socket_id. Usher is not involved, and never holds a connection open.' },
  { id: 'ask', title: 'Ask for the channel', between: 'Browser → Usher',
    about: 'Before it subscribes to a private channel, pusher-js asks Usher: this socket, that channel, and the user’s token.' },
  { id: 'authorize', title: 'Verify, decide, sign', between: 'Usher → Browser',
    about: 'Usher verifies the token, asks its policy whether this caller may join this channel, and signs the pair. The signature is good for this socket and this channel only.' },
  { id: 'subscribe', title: 'Join the channel', between: 'Browser ⇄ Channels',
    about: 'pusher-js presents the signature. The Channels server checks it with the secret that it shares with Usher, and lets the socket in.' },
  { id: 'publish', title: 'Publish an event', between: 'Backend → Usher',
    about: 'A backend posts an event for a user, with a token of its own that has the role publisher. Usher signs it and hands it to the Channels server.' },
  { id: 'arrive', title: 'Receive it', between: 'Channels → Browser',
    about: 'The Channels server delivers the event to every socket on the channel, and to no other.' },
];

const blank = () => ({ state: 'waiting', parts: [], milliseconds: null });

/** Emits "change" with the step's id. A state is waiting, active, done or failed; parts are for code.js to show. */
export class Journey extends EventTarget {
  #progress = new Map(steps.map(({ id }) => [id, blank()]));

  at(id) {
    return this.#progress.get(id);
  }

  update(id, changes) {
    Object.assign(this.at(id), changes);
    this.dispatchEvent(new CustomEvent('change', { detail: id }));
  }

  reset(...ids) {
    for (const id of ids) this.update(id, blank());
  }
}
