// The commands that repeat the page's calls from a terminal, with the names of who is on the page.

import { el } from './dom.js';

const recipes = (user, other, socketId) => [
  ['Get a token, then ask for your own channel: 200 and a signature',
    `USHER=${location.origin}
TOKEN=$(curl -s "$USHER/dev/token" -d sub=${user})
curl -i "$USHER/pusher/auth" -H "Authorization: Bearer $TOKEN" \\
  -d socket_id=${socketId} -d channel_name=private-user-${user}`],
  ['Ask for somebody else’s: 403 and a problem document',
    `curl -i "$USHER/pusher/auth" -H "Authorization: Bearer $TOKEN" \\
  -d socket_id=${socketId} -d channel_name=private-user-${other}`],
  ['Publish as a backend: watch it arrive on this page',
    `BACKEND=$(curl -s "$USHER/dev/token" -d sub=shop-backend -d roles=publisher)
curl -i "$USHER/events" -H "Authorization: Bearer $BACKEND" \\
  -H 'Content-Type: application/json' \\
  -d '{"name":"order-shipped","data":{"message":"Sent by curl"},"user":"${user}"}'`],
];

export function drawCommands(container, user = 'ada', other = 'grace', socketId = '1234.5678') {
  container.replaceChildren(...recipes(user, other, socketId).map(([title, command]) => {
    const copy = el('button', { type: 'button', class: 'quiet', onclick: () => copyText(copy, command) }, 'Copy');
    return el('figure', { class: 'code' }, el('figcaption', {}, el('span', {}, title), copy),
      el('pre', { tabindex: '0', 'aria-label': title }, command));
  }));
}

async function copyText(button, text) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } catch {
    // Without permission, or not on localhost: the text can still be selected.
    button.textContent = 'Select it instead';
  }
}
