/** Finds the native addon, loads it and makes sure that it is the one this code was written for. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ADDON_INTERFACE_VERSION, type Addon } from './addon.js';
import { packageRoot } from '../core/package-root.js';

export type LoadedAddon = { ok: true; addon: Addon } | { ok: false; reason: string };

/** Where scripts/build-native.mjs leaves the addon and what became of the build, from the package's root. */
const ADDON_PATH = join('build', 'Release', 'copybench.node');
const STATUS_PATH = join('build', 'native-status.json');

const REMEDY = 'run `npm run build:native`';

const FUNCTIONS: readonly Exclude<keyof Addon, 'interfaceVersion'>[] = [
  'copiers',
  'copy',
  'isUnsupported',
  'compareFiles',
  'residency',
  'readThrough',
  'extentSharing',
  'countEvents',
  'syncFilesystem',
  'spawn',
  'connectSocket',
  'listenSocket',
  'acceptSocket',
  'readExactly',
  'drainSocket',
  'feedSocket',
  'closeDescriptor',
  'sendToSocket',
  'askCongestion',
  'childWasStopped',
  'buildBallast',
  'holdMemory',
  'releaseMemory',
  'affinity',
  'setAffinity',
];

let loaded: LoadedAddon | undefined;

/** The addon, or why there is none. Looked for once; the answer stays the same for the whole process. */
export function loadAddon(): LoadedAddon {
  loaded ??= loadAddonFrom(packageRoot());
  return loaded;
}

/**
 * As `loadAddon`, from a given package folder and without remembering the answer.
 *
 * @param root folder that holds `build/`
 */
export function loadAddonFrom(root: string): LoadedAddon {
  const refusal = reasonNotBuilt(root);
  if (refusal !== undefined) return { ok: false, reason: refusal };
  try {
    const candidate: unknown = createRequire(import.meta.url)(join(root, ADDON_PATH));
    if (isAddon(candidate)) return { ok: true, addon: candidate };
    return { ok: false, reason: reasonForeign(candidate) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, reason: `the native addon does not load (${message}); ${REMEDY}` };
  }
}

/** The build's own word comes first: an addon left over from before a failed build must not be used. */
function reasonNotBuilt(root: string): string | undefined {
  const status = readStatus(join(root, STATUS_PATH));
  if (status !== undefined && status.outcome !== 'built') return status.reason;
  if (existsSync(join(root, ADDON_PATH))) return undefined;
  return `the native addon has not been built (install scripts may be blocked); ${REMEDY} in ${root}`;
}

function readStatus(path: string): { outcome: string; reason: string } | undefined {
  try {
    const status: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return { outcome: String(field(status, 'outcome')), reason: String(field(status, 'reason')) };
  } catch {
    return undefined; // No status, or half of one: what lies in build/ speaks for itself.
  }
}

function isAddon(candidate: unknown): candidate is Addon {
  return (
    field(candidate, 'interfaceVersion') === ADDON_INTERFACE_VERSION &&
    FUNCTIONS.every((name) => typeof field(candidate, name) === 'function')
  );
}

function reasonForeign(candidate: unknown): string {
  const version = String(field(candidate, 'interfaceVersion'));
  return `the native addon is of another version (interface ${version}, needed ${ADDON_INTERFACE_VERSION}); ${REMEDY}`;
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}
