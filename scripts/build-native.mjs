/**
 * Builds the native addon with node-gyp, unless it is up to date.
 *
 *   node scripts/build-native.mjs [--optional | --strict] [--force]
 *
 * --optional  a failure is a notice, and the exit status 0 (for the install script)
 * --strict    a failure is a failure; this is also what happens without --optional
 * --force     builds from nothing
 *
 * COPYBENCH_NATIVE=skip builds nothing, =require overrules --optional; COPYBENCH_WERROR=1 makes warnings errors.
 * What became of the build is left in build/native-status.json, where harness/binding/load.ts reads it.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const ADDON = join(ROOT, 'build', 'Release', 'copybench.node');
const STATUS = join(ROOT, 'build', 'native-status.json');
const LOG = join(ROOT, 'build', 'native-build.log');

const TOOLS_NEEDED =
  'a C++17 compiler, make and Python 3 (Debian, Ubuntu: apt install g++ make python3; macOS: xcode-select --install)';

/** What tells best what went wrong, in this order. */
const TELLING_LINES = [
  /Could not find any Python/,
  /not found: make/,
  /\b(?:g\+\+|c\+\+|cc|clang\+\+): (?:not found|No such file)/,
  /\b(?:fatal )?error:/,
  /make: \*\*\*/,
  /gyp ERR! stack/,
];

process.exitCode = main(process.argv.slice(2), process.env);

function main(words, environment) {
  const { values: flags } = parseArgs({
    args: words,
    options: {
      optional: { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
      force: { type: 'boolean', default: false },
      quiet: { type: 'boolean', default: false },
    },
  });
  const optional = flags.optional && !flags.strict && environment.COPYBENCH_NATIVE !== 'require';
  const inputs = hashInputs(environment);
  const toolchain = hashToolchain(environment);
  const before = readStatus();

  if (environment.COPYBENCH_NATIVE === 'skip') return skip(before);
  if (!flags.force && before?.addonInputs === inputs && existsSync(ADDON)) {
    if (before.outcome !== 'built') writeStatus({ ...before, outcome: 'built', reason: '' });
    if (!flags.quiet) console.log('native addon: up to date');
    return 0;
  }
  const failedBefore = before?.failedInputs === inputs && before?.failedToolchain === toolchain;
  if (optional && failedBefore && !flags.force) {
    if (before.outcome !== 'failed') writeStatus({ ...before, outcome: 'failed' });
    console.error(`native addon: ${before.reason} (not tried again, as nothing has changed)`);
    return 0;
  }

  const startedMs = performance.now();
  const failure = build(flags.force) ?? probe();
  if (failure === undefined) {
    writeStatus({ outcome: 'built', reason: '', addonInputs: inputs });
    console.log(`native addon: built in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
    return 0;
  }
  const reason = `the native addon was not built: ${failure}; install ${TOOLS_NEEDED}, then run \`npm run build:native\``;
  writeStatus({ outcome: 'failed', reason, failedInputs: inputs, failedToolchain: toolchain });
  printNotice(failure);
  return optional ? 0 : 1;
}

function skip(before) {
  const reason = 'the native addon was not built because COPYBENCH_NATIVE=skip was set';
  writeStatus({ ...before, outcome: 'skipped', reason });
  console.error(`native addon: skipped (COPYBENCH_NATIVE=skip)`);
  return 0;
}

/** Runs node-gyp. Returns what went wrong, or undefined. */
function build(fromNothing) {
  const nodeGyp = findNodeGyp();
  if (nodeGyp === undefined)
    return 'node-gyp is neither in node_modules nor inside npm (run `npm ci`)';
  if (addonApiVersion() === undefined) return 'node-addon-api is not installed (run `npm ci`)';

  const steps = fromNothing ? [['rebuild']] : [['configure'], ['build', '--jobs', 'max']];
  let output = '';
  for (const step of steps) {
    const run = spawnSync(process.execPath, [nodeGyp, ...step, ...headers()], {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
    });
    output += run.stdout + run.stderr;
    mkdirSync(dirname(LOG), { recursive: true });
    writeFileSync(LOG, output);
    if (run.status !== 0) return run.error?.message ?? firstTellingLine(output);
  }
  return undefined;
}

/** Loads the fresh addon in another process, which may crash. Returns what went wrong, or undefined. */
function probe() {
  const run = spawnSync(process.execPath, ['-e', 'require(process.argv[1]).copiers()', ADDON], {
    encoding: 'utf8',
  });
  if (run.status === 0) return undefined;
  if (run.signal !== null) return `it was built, but does not load: killed by ${run.signal}`;
  const line = run.stderr.split('\n').find((text) => text.includes('Error'));
  return `it was built, but does not load: ${line ?? `exit status ${run.status}`}`;
}

function firstTellingLine(output) {
  const lines = output.split('\n').map((line) => line.trim());
  for (const pattern of TELLING_LINES) {
    const line = lines.find((text) => pattern.test(text));
    if (line !== undefined) return line.replace(/^gyp ERR! (?:stack |find Python )?/, '');
  }
  return lines.findLast((line) => line !== '') ?? 'node-gyp failed without a word';
}

function printNotice(failure) {
  console.error(`
copybench: the native addon was not built.
  Reason:  ${failure}
  Needed:  ${TOOLS_NEEDED}; then: npm run build:native
  Without: the JavaScript strategies and cp still run; native strategies are reported as unsupported.
  Output:  ${LOG}
`);
}

/** node-gyp of this package, else the one that npm brings along. */
function findNodeGyp() {
  const program = join('node_modules', 'node-gyp', 'bin', 'node-gyp.js');
  const npm = process.env.npm_execpath;
  const candidates = [
    join(ROOT, program),
    ...(npm === undefined ? [] : [join(dirname(npm), '..', program)]),
    join(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm', program),
  ];
  return candidates.find((path) => existsSync(path));
}

/** The headers beside this Node, so that nothing has to be downloaded. */
function headers() {
  const prefix = join(dirname(process.execPath), '..');
  return existsSync(join(prefix, 'include', 'node', 'node_api.h')) ? [`--nodedir=${prefix}`] : [];
}

/** Everything that decides what comes out. Node's version does not: Node-API is stable across versions. */
function hashInputs(environment) {
  const hash = createHash('sha256');
  const add = (text) => hash.update(`${text.length}:`).update(text);
  const sources = readdirSync(join(ROOT, 'native')).toSorted();
  for (const path of ['binding.gyp', ...sources.map((name) => join('native', name))]) {
    add(path);
    add(readFileSync(join(ROOT, path), 'utf8'));
  }
  for (const text of [process.platform, process.arch, String(environment.COPYBENCH_WERROR)])
    add(text);
  add(String(addonApiVersion()));
  return hash.digest('hex');
}

function addonApiVersion() {
  try {
    return createRequire(import.meta.url)('node-addon-api/package.json').version;
  } catch {
    return undefined;
  }
}

/** Which tools there are. A failed build is worth another try when one of them has come or changed. */
function hashToolchain(environment) {
  const named = [environment.CXX, environment.CC, environment.PYTHON].map(String);
  const tools = ['c++', 'g++', 'cc', 'gcc', 'clang', 'clang++', 'make', 'python3', 'python'];
  const found = tools.map((tool) => locate(tool, environment.PATH ?? ''));
  const node = [process.version, findNodeGyp(), ...headers()].map(String);
  return createHash('sha256')
    .update([...named, ...found, ...node].join('\n'))
    .digest('hex');
}

function locate(tool, path) {
  for (const directory of path.split(delimiter)) {
    const stats = statSync(join(directory, tool), { throwIfNoEntry: false });
    if (stats?.isFile()) return `${directory} ${stats.size} ${stats.mtimeMs}`;
  }
  return 'none';
}

function readStatus() {
  try {
    return JSON.parse(readFileSync(STATUS, 'utf8'));
  } catch {
    return undefined;
  }
}

function writeStatus(status) {
  mkdirSync(dirname(STATUS), { recursive: true });
  writeFileSync(STATUS, `${JSON.stringify(status, null, 2)}\n`);
}
