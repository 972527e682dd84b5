import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { settings } from './usher.mjs';

const require = createRequire(join(settings.modules, 'package.json'));

const file = (folder, path) => join(settings.modules, 'node_modules', folder, path);

/** What a package exports, whichever way its build wrapped it. */
export function load(folder) {
  const loaded = require(folder);
  return loaded.default ?? loaded;
}

/** What one of a package's modules exports. */
export const loadModule = async (folder, path) => (await import(file(folder, path))).default;

/** The package's own name and version, such as "pusher-js 8.6.0". */
export function nameOf(folder) {
  const { name, version } = JSON.parse(readFileSync(file(folder, 'package.json')));
  return `${name} ${version}`;
}
