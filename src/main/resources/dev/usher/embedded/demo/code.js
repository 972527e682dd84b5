// Shows requests, responses and frames as text that can be read.
//
// A part is {title, tag?, tone?, start?, headers?, body?}: what code() draws.

import { el } from './dom.js';
import { shortenTokens } from './jwt.js';

const reasons = { 200: 'OK', 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found',
  413: 'Content Too Large', 422: 'Unprocessable Content', 429: 'Too Many Requests', 500: 'Internal Server Error',
  502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout' };

export const requestPart = ({ request }) => ({
  title: 'Request', start: `${request.method} ${request.path}`, headers: request.headers, body: request.body,
});

export function responsePart({ response, failure, milliseconds }) {
  if (failure) return { title: 'No answer', tone: 'bad', body: failure };
  return {
    title: 'Response',
    tag: `${Math.max(1, Math.round(milliseconds))} ms`,
    tone: response.status === 200 ? 'good' : 'bad',
    start: `${response.status} ${reasons[response.status] ?? ''}`.trim(),
    headers: response.headers,
    body: response.body,
  };
}

export const exchangeParts = exchange => [requestPart(exchange), responsePart(exchange)];

export const frame = (title, text) => ({ title, tag: 'WebSocket', body: text });

export function code({ title, tag, tone, start, headers = [], body }) {
  const pre = el('pre', { tabindex: '0', 'aria-label': title });
  if (start) pre.append(el('span', { class: 'start', 'data-tone': tone }, start), '\n');
  for (const [name, value] of headers) {
    pre.append(el('span', { class: 'name' }, `${name}: `), shortenTokens(value), '\n');
  }
  if (body) pre.append(start ? '\n' : '', ...highlighted(shortenTokens(pretty(body))));
  return el('figure', { class: 'code' },
    el('figcaption', {}, el('span', {}, title), tag ? el('span', { class: 'tag' }, tag) : null), pre);
}

function pretty(body) {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    // A form: one parameter a line, so that long names can be read.
    return /^[\w.%[\]-]+=[^\s&]*&/.test(body) ? body.replaceAll('&', '\n&') : body;
  }
}

const JSON_TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|\b(?:true|false|null|-?\d+(?:\.\d+)?)\b/g;

function* highlighted(text) {
  if (!/^[{[]/.test(text)) {
    yield text;
    return;
  }
  let from = 0;
  for (const match of text.matchAll(JSON_TOKEN)) {
    const [whole, string, colon] = match;
    yield text.slice(from, match.index);
    yield el('span', { class: colon ? 'name' : string ? 'string' : 'literal' }, string ?? whole);
    yield colon ?? '';
    from = match.index + whole.length;
  }
  yield text.slice(from);
}
