// The Java clients run in the test's own process, which started this one: calls go to it on standard output, and answers
// and what its connections hear come on standard input, one JSON document a line.

import { createInterface } from 'node:readline';

const calls = new Map();
const inboxes = new Map();
let lastCall = 0;

createInterface({ input: process.stdin }).on('line', line => {
  const { call, result, failure, connection, entry, thrown } = JSON.parse(line);
  if (thrown !== undefined) return inboxes.forEach(inbox => inbox.put({ what: 'thrown', data: thrown }));
  if (connection !== undefined) return inboxes.get(connection)?.put(entry);
  const { resolve, reject } = calls.get(call);
  calls.delete(call);
  return failure === undefined ? resolve(result) : reject(new Error(failure));
});

/** Has Java do something, and answers with what came of it. */
export function java(method, args) {
  const call = ++lastCall;
  console.log(JSON.stringify({ call, method, args }));
  return new Promise((resolve, reject) => calls.set(call, { resolve, reject }));
}

/** From now on, what this connection of Java's hears goes into the inbox. */
export const listen = (connection, inbox) => inboxes.set(connection, inbox);
