// The application that Usher sends webhooks on to. It takes all of them, from the first scenario to the last, so that none
// waits to be sent again.

import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { Inbox } from './inbox.mjs';
import { settings } from './usher.mjs';

const inbox = new Inbox();

const server = createServer(async (request, response) => {
  inbox.put({ headers: request.headers, body: await text(request) });
  response.end();
});
server.listen(settings.application, '127.0.0.1');
await once(server, 'listening');

/** The first webhook that tells this of the channel. */
export const webhookOf = (name, channel) =>
  inbox.next(({ body }) => JSON.parse(body).events.some(event => event.name === name && event.channel === channel),
    'no webhook came');
