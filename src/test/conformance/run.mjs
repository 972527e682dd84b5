// Plays all scenarios with one client or server library: node run.mjs "pusher-js 8.6.0"
//
// Started by the conformance tests, which say in USHER_CONFORMANCE where everything is. Prints {"scenario","outcome"}
// for each scenario, a JSON document a line; with a client of Java's, calls to it stand between them.

import { connect as connectReader } from './clients/pusher-js.mjs';
import { Outcome } from './inbox.mjs';
import { scenarios as libraryScenarios } from './libraries.mjs';
import { scenarios as clientScenarios } from './scenarios.mjs';

/** Every wait of a scenario ends sooner; this is for what should never happen. */
const OVERALL_MILLISECONDS = 600_000;

const [wanted] = process.argv.slice(2);

setTimeout(() => {
  console.error(`not done after ${OVERALL_MILLISECONDS / 1000} s`);
  process.exit(1);
}, OVERALL_MILLISECONDS).unref();

const load = names => Promise.all(names.map(name => import(name)));
const clients = await load(['./clients/pusher-js.mjs', './clients/pusher-js-7.mjs', './clients/laravel-echo.mjs',
  './clients/pusher-java-client.mjs']);
const libraries = await load(['./libraries/npm-pusher.mjs', './libraries/pusher-http-java.mjs']);

async function play(scenario, open, ...before) {
  const connections = [];
  try {
    return await scenario(...before, async (...args) => {
      const connection = await open(...args);
      connections.push(connection);
      return connection;
    });
  } catch (failure) {
    return failure instanceof Outcome ? failure.message : `failed: ${failure.message ?? failure}`;
  } finally {
    for (const connection of connections) await connection.disconnect();
  }
}

// What a client throws where nobody catches it is no answer: the scenario's outcome is what the application misses.
process.on('uncaughtException', failure => console.error(failure));

const client = clients.find(({ name }) => name === wanted);
const library = libraries.find(({ name }) => name === wanted)?.library;
if (!client && !library) throw new Error(`${wanted} is not installed`);

for (const [scenario, body] of Object.entries(client ? clientScenarios : libraryScenarios)) {
  const outcome = await (client ? play(body, client.connect) : play(body, connectReader, library));
  console.log(JSON.stringify({ scenario, outcome }));
}
process.exit(0);
