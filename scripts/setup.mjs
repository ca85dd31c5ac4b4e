// Sets up a checkout so that `npm run bench` and `npm test` work: dependencies, native addon, compiled TypeScript.
// Nothing is repeated when it is fresh. Runs before dependencies exist, so it needs nothing but Node.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const OLDEST_NODE = [20, 19];
const SOURCES = ['suites', 'fixtures', 'strategies', 'harness', 'reports'];
/** Its time is that of the last compilation without an error; tsc leaves its own file alone when nothing changed. */
const STAMP = join(root, 'dist', '.compiled');

requireNode();
step('dependencies', dependenciesAreFresh, () => npm('ci', '--no-audit', '--no-fund'));
// Hashes its own inputs, and says why when there is no compiler; a missing addon does not stop anything.
run(process.execPath, [join(root, 'scripts', 'build-native.mjs'), '--optional', '--quiet']);
step('TypeScript', compiledIsFresh, compile);

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  fail(`copybench needs Node ${OLDEST_NODE.join('.')} or newer; this is ${process.versions.node}.`);
}

/** npm writes node_modules/.package-lock.json at the end of an install, so its time is the install's. */
function dependenciesAreFresh() {
  const installed = modified(join(root, 'node_modules', '.package-lock.json'));
  return installed >= modified(join(root, 'package-lock.json'));
}

function compiledIsFresh() {
  const newest = Math.max(
    ...SOURCES.map((folder) => newestSource(join(root, folder))),
    modified(join(root, 'tsconfig.json')),
    modified(join(root, 'node_modules', '.package-lock.json')),
  );
  return modified(STAMP) >= newest;
}

function compile() {
  const began = new Date();
  for (const folder of SOURCES) removeOrphans(join(root, 'dist', folder), join(root, folder));
  run(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', root]);
  run(process.execPath, [join(root, 'scripts', 'build-drawing.mjs')]);
  writeFileSync(STAMP, '');
  utimesSync(STAMP, began, began);
}

/** tsc leaves behind what it made of a file that is gone, and members are found by folder. */
function removeOrphans(compiled, sources) {
  if (!existsSync(compiled)) return;
  for (const entry of readdirSync(compiled, { withFileTypes: true })) {
    const path = join(compiled, entry.name);
    const source = join(sources, entry.name.replace(/\.js(\.map)?$/, '.ts'));
    if (!existsSync(source)) rmSync(path, { recursive: true });
    else if (entry.isDirectory()) removeOrphans(path, source);
  }
}

/** Folders count as well: a removed file changes only its folder. */
function newestSource(folder) {
  let newest = modified(folder);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.name === 'generated') continue;
    if (entry.isDirectory()) newest = Math.max(newest, newestSource(path));
    else if (/\.(?:ts|css)$/.test(entry.name)) newest = Math.max(newest, modified(path));
  }
  return newest;
}

/** Milliseconds since the epoch, 0 where there is nothing. */
function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function step(what, isFresh, make) {
  if (isFresh()) return;
  const startedMs = Date.now();
  console.error(`setup: ${what} ...`);
  make();
  console.error(`setup: ${what} done in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
}

/** The npm that runs this script, else the one in PATH. */
function npm(...args) {
  const cli = process.env.npm_execpath;
  if (cli && existsSync(cli)) run(process.execPath, [cli, ...args]);
  else run('npm', args);
}

function run(file, args) {
  const { status, error } = spawnSync(file, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (error) fail(`${file} could not be started: ${error.message}`);
  if (status !== 0) fail(`${[file, ...args].join(' ')} exited with ${status}.`);
}

function fail(message) {
  console.error(`setup: ${message}`);
  process.exit(1);
}
