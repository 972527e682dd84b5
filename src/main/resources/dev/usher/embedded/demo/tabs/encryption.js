// Encryption: what is published to a private-encrypted channel is read by those who hold its key, and nobody between.

import { backend } from '../backend.js';
import { BackendWindow, field } from '../backend-window.js';
import { frame, responsePart } from '../code.js';
import { backendToken, usher } from '../curl.js';
import { el } from '../dom.js';
import { Exhibits } from '../exhibits.js';
import { dataDetails, Feed } from '../feed.js';
import { Guest } from '../guest.js';
import { guestWindow, invitation } from '../guest-window.js';
import { floor, hero, seen } from '../scene.js';
import { users } from '../users.js';

const [ADA, GRACE] = users;
const CHANNEL = `private-encrypted-user-${ADA.id}`;

const stage = () => new Exhibits('Sealed on the way', [
  { id: 'key', title: 'The channel’s key', pending: 'Lights up when Ada joins.',
    about: 'Usher derives a key for this channel from the master key, and hands it to those who may join. The Channels server never has it.' },
  { id: 'sealed', title: 'What travels', pending: 'Lights up when you send a message.',
    about: 'Usher encrypts before it publishes. The Channels server passes on a nonce and a ciphertext.' },
  { id: 'read', title: 'What the page reads', pending: 'Lights up when you send a message.',
    about: 'pusher-js decrypts with the key (XSalsa20-Poly1305), and the page gets the data as if nothing had happened.' },
]);

function listener(user, exhibits) {
  const feed = new Feed(`Events that ${user.name} could read`,
    user === ADA ? 'Nothing has arrived. Send a message from the backend.' : 'Without the key there is nothing to read.');
  const guest = new Guest(user, { join: guest => {
    guest.enter(CHANNEL).bind_global((event, data) => {
      if (event.startsWith('pusher:')) return;
      feed.add(event, ...dataDetails(data));
      exhibits.show('read', { title: `Event ${event}`, tag: 'Decrypted', body: JSON.stringify(data) });
    });
  } });
  guest.addEventListener('call', ({ detail: exchange }) => {
    if (user === ADA) exhibits.show('key', responsePart(exchange));
  });
  guest.addEventListener('frame', ({ detail: { outgoing, channel, event, text } }) => {
    if (!outgoing && channel === CHANNEL && !event.startsWith('pusher')) exhibits.show('sealed', frame('Frame received', text));
  });
  return { guest, element: guestWindow(guest, { address: CHANNEL, come: user === ADA ? 'Join' : 'Try to join' }, feed.element) };
}

export function drawEncryption(panel) {
  const exhibits = stage();
  const [ada, grace] = [ADA, GRACE].map(user => listener(user, exhibits));
  const sender = new BackendWindow({
    send: 'Encrypt and send',
    act: async ({ name, message }) =>
      [await backend.publish({ name, data: { message }, channel: CHANNEL }), 'Usher encrypted and published it'],
  }, el('p', { class: 'address' }, el('code', {}, CHANNEL)),
  field('Event', 'name', 'diagnosis', { maxlength: '200' }), field('Message', 'message', 'For your eyes only', { maxlength: '500' }));
  panel.append(
    hero('Encryption: sealed from end to end.', 'Usher seals what it publishes, and only browsers that it gave the key can open it. Grace may try, but the policy lets nobody else into Ada’s channel.',
      invitation('Let Ada join', 'Ada is here', ada.guest)),
    floor(ada.element, grace.element, sender.element),
    exhibits.element,
    seen('A backend publishes plain data. Usher encrypts because the channel’s name says so.', [
      ['Publish in the clear, and watch it travel sealed',
        `${usher}
${backendToken}
curl -i "$USHER/events" -H "Authorization: Bearer $BACKEND" \\
  -H 'Content-Type: application/json' \\
  -d '{"name":"diagnosis","data":{"message":"Sent by curl"},"channel":"${CHANNEL}"}'`],
    ]));
}
