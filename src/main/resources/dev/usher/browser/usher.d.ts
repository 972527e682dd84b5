/** The types of usher.js. */

export interface UsherOptions {
  /**
   * Returns the token of the user who is signed in. Called before each call, so that Usher never keeps a token of its
   * own; and once more, with the token that Usher refused, to get another one in its place. What it throws ends the call.
   */
  token: (refused?: string) => string | Promise<string>;

  /** Where Usher is, such as `https://usher.example.com`; where this module came from, unless given. */
  url?: string | URL;

  /** Told of every channel or sign-in that failed, before pusher-js is: there only the message arrives. */
  onError?: (error: UsherError) => void;
}

export class Usher {
  constructor(options: UsherOptions);

  /** Who the user is, and what they may join. Fails with an {@link UsherError}. */
  session(): Promise<Session>;

  /** All that a Pusher needs: `new Pusher(key, options)`. Fails with an {@link UsherError}. */
  connect(): Promise<PusherSetup>;

  /**
   * Options of one Pusher, of any version from 7.0 on: `new Pusher(key, { cluster: 'eu', ...usher.handlers() })`.
   * Another Pusher needs its own, since a new socket is taken to be the successor of the one before.
   */
  handlers(): PusherHandlers;
}

/** Why a channel was not authorized, a user not signed in, or a session not given. The message is a sentence of it all. */
export class UsherError extends Error {
  readonly name: 'UsherError';

  /** The HTTP status; 0 where there was no answer, 401 also where `token()` failed (see `cause`). */
  readonly status: number;

  /** The problem's type, `urn:usher:problem:…`, or `about:blank` where the answer was not Usher's. */
  readonly type: string;

  readonly title: string;

  /** What exactly was wrong. */
  readonly detail?: string;

  /** What Usher's log has beside its line on this problem. */
  readonly instance?: string;

  /** The channel that was asked for; none for a sign-in or a session. */
  readonly channel?: string;

  /** After how many seconds Usher said to come back. */
  readonly retryAfter?: number;

  private constructor();
}

/** The answer of `GET /pusher/session`. */
export interface Session {
  /** The user's id, and their own channel if they may join it. */
  user: { id: string; channel?: string };

  /** What the user may join: names, patterns with wildcards, and whether that is all. */
  channels: { names: string[]; patterns: string[]; complete: boolean };

  /** When the token ends, such as `2033-05-18T03:33:20Z`. */
  expires_at?: string;

  /** Where the Channels server is: in a cluster of Pusher's, or on a host. */
  connect: {
    key: string;
    cluster?: string;
    host?: string;
    port?: number;
    tls?: boolean;
  };
}

export interface PusherSetup {
  key: string;
  options: PusherOptions;
  session: Session;
}

/** The options of pusher-js that tell it where to connect, and to ask Usher. */
export interface PusherOptions extends PusherHandlers {
  cluster: string;
  wsHost?: string;
  wsPort?: number;
  wssPort?: number;
  forceTLS?: boolean;
  enabledTransports?: ('ws' | 'wss')[];
}

export interface PusherHandlers {
  channelAuthorization: {
    customHandler: (asked: { socketId: string; channelName: string }, callback: Callback<ChannelAuthorization>) => void;
  };
  userAuthentication: {
    customHandler: (asked: { socketId: string }, callback: Callback<UserAuthentication>) => void;
  };
  /** For pusher-js 7.0. */
  authorizer: (channel: { name: string }) => {
    authorize: (socketId: string, callback: Callback<ChannelAuthorization>) => void;
  };
}

export type Callback<Data> = (error: Error | null, data: Data | null) => void;

export interface ChannelAuthorization {
  auth: string;
  channel_data?: string;
  shared_secret?: string;
}

export interface UserAuthentication {
  auth: string;
  user_data: string;
}
