// What the browser tests share: a Chromium, and scenarios that are played in it one after the other.
//
// Prints "ok <name>" or "not ok <name>: reason" for each scenario. Exit code: 0 when all are ok, 1 when not, and 77
// after "skip: <reason>" where there is no Chromium or no way to fetch the packages.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import assert from 'node:assert/strict';
import { modules } from './modules.mjs';

const OVERALL_MILLISECONDS = 180_000;
export const WAIT_MILLISECONDS = 15_000;
const SKIPPED = 77;

function skip(reason) {
  console.log(`skip: ${reason}`);
  process.exit(SKIPPED);
}

function chromiumPath() {
  if (process.env.CHROMIUM) return process.env.CHROMIUM;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    for (const directory of (process.env.PATH ?? '').split(delimiter)) {
      try {
        accessSync(join(directory, name), constants.X_OK);
        return join(directory, name);
      } catch {
        // Not here.
      }
    }
  }
  return skip('no chromium, chromium-browser or google-chrome on the PATH; CHROMIUM can name one.');
}

function packages() {
  try {
    return modules();
  } catch (failure) {
    return skip(`npm could not fetch the packages: ${String(failure.stderr ?? failure).trim().split('\n')[0]}`);
  }
}

setTimeout(() => {
  console.log(`not ok everything: not done after ${OVERALL_MILLISECONDS / 1000} s`);
  process.exit(1);
}, OVERALL_MILLISECONDS).unref();

const executablePath = chromiumPath();
export const { require, file } = packages();
const browser = await require('playwright-core').chromium.launch({
  executablePath,
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

let failures = 0;

/** Runs in a fresh profile, and fails on any exception that the page itself does not catch. */
export async function scenario(name, play, options = {}) {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(WAIT_MILLISECONDS);
  const page = await context.newPage();
  const uncaught = [];
  page.on('pageerror', failure => uncaught.push(failure.message));
  try {
    await play(page);
    assert.deepEqual(uncaught, [], 'uncaught exceptions in the page');
    console.log(`ok ${name}`);
  } catch (failure) {
    failures++;
    console.log(`not ok ${name}: ${failure.message.replace(/\s*\n\s*/g, ' ')}`);
  } finally {
    await context.close();
  }
}

/** Ends the process, with what came of the scenarios. */
export async function finish() {
  await browser.close();
  process.exit(failures === 0 ? 0 : 1);
}
