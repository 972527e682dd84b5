// npm's pusher, as a backend uses it: one trigger() for each event.
//
//   node npm-pusher.mjs pump <port> <connections> <callers>   publishes until it is ended
//   node npm-pusher.mjs lone <port> <times>                   publishes one after another; prints microseconds, one a line
//
// The app's id, key and secret are in PUSHER_APP_ID, PUSHER_KEY and PUSHER_SECRET.
import { Agent } from 'node:http';
import { createRequire } from 'node:module';

const [mode, port, first, second] = process.argv.slice(2);
// From where it is installed, which is not where this file is.
const Pusher = createRequire(`${process.cwd()}/`)('pusher');

const pusher = new Pusher({
  appId: process.env.PUSHER_APP_ID,
  key: process.env.PUSHER_KEY,
  secret: process.env.PUSHER_SECRET,
  host: '127.0.0.1',
  port,
  useTLS: false,
  agent: new Agent({ keepAlive: true, maxSockets: mode === 'pump' ? Number(first) : 1 }),
});

let events = 0;

async function trigger(channel) {
  const answer = await pusher.trigger(channel, 'bench', String((events += 1)));
  await answer.text();
}

async function pump(channel) {
  for (;;) await trigger(channel);
}

if (mode === 'pump') {
  await Promise.all(Array.from({ length: Number(second) }, (_, caller) => pump(`bench-${caller}`)));
} else {
  for (let i = 0; i < Number(first); i += 1) {
    const start = process.hrtime.bigint();
    await trigger('bench-lone');
    console.log(Number((process.hrtime.bigint() - start) / 1000n));
  }
}
