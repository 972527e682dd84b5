// Brings the npm packages of the browser tests under target/, so that nothing is written into src/.

import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = dirname(fileURLToPath(import.meta.url));
const target = process.env.USHER_BROWSER_MODULES ?? join(source, '../../../target/browser');

/** What npm says when it is done; older than the lock file means that something else was asked for since. */
const installed = join(target, 'node_modules/.package-lock.json');
const lock = join(source, 'package-lock.json');

function install() {
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  mkdirSync(target, { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(source, file), join(target, file));
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--fetch-retries=1', '--fetch-timeout=20000'],
    { cwd: target, stdio: ['ignore', 'ignore', 'pipe'], timeout: 60_000 });
}

/** Installs if need be, and returns what loads a package and what finds one of its files. */
export function modules() {
  install();
  return { require: createRequire(join(target, 'package.json')), file: path => join(target, 'node_modules', path) };
}
