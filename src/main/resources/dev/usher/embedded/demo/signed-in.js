// Calls with a token of its own, which is fetched when it is first needed.

import { signIn, tokenIn } from './calls.js';

/** Takes what calls with a token. Returns the Exchange: of the call, or of the sign-in if that is where it failed. */
export function signedInAs(subject, roles) {
  let token = null;
  return async call => {
    if (!token) {
      const signedIn = await signIn(subject, roles);
      if (!signedIn.ok) return signedIn;
      token = tokenIn(signedIn);
    }
    const exchange = await call(token);
    // The next attempt brings a new token: this one has ended, or Usher has new keys since it was restarted.
    if (exchange.response?.status === 401) token = null;
    return exchange;
  };
}
