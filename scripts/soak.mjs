// Runs all strategies over and over until so many copies are made, and watches the processes from outside:
// node scripts/soak.mjs COPIES FOLDER
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

const [copies, folder] = [Number(process.argv[2]), process.argv[3]];
const STEP_MS = 1000;
/** Rounds of one run; the warm-up and the control arm are copies as well. */
const ROUNDS = 96;
/** What the last third of a run may have more than its middle third, where nothing grows. */
const NOISE = { descriptors: 2, residentBytes: 32e6 };

/** The largest of what was seen. */
const most = (part, what) => Math.max(...part.map((look) => look[what]));

const out = join(folder, 'results');
const totals = { copies: 0, failed: 0, runs: 0 };
/** Per figure, the most that a process grew by, and what it was started as. */
const worst = {
  descriptors: { grown: -Infinity, name: '' },
  residentBytes: { grown: -Infinity, name: '' },
};
const before = filesIn(folder);

try {
  while (totals.copies < copies) await runOnce();
  report();
} finally {
  rmSync(folder, { recursive: true });
}

function report() {
  const left = filesIn(folder).filter(
    (name) => !before.includes(name) && !/copybench-files|results/.test(name),
  );
  const grew = Object.keys(NOISE).filter((what) => worst[what].grown > NOISE[what]);
  const { descriptors, residentBytes } = worst;
  console.log(
    `${totals.runs} runs, ${totals.copies} copies, ${totals.failed} strategies failed; growth from the middle third ` +
      `to the last, at most: ${descriptors.grown} descriptors (${descriptors.name}), ` +
      `${(residentBytes.grown / 1e6).toFixed(1)} MB resident (${residentBytes.name}); ${left.length} files left over`,
  );
  process.exitCode = totals.failed + left.length + grew.length === 0 ? 0 : 1;
}

async function runOnce() {
  rmSync(out, { recursive: true, force: true });
  const words = [
    'run',
    '--suite',
    'all',
    '--sizes',
    '64KB',
    '--rounds',
    String(ROUNDS),
    '--dir',
    folder,
    '--out',
    out,
  ];
  const child = spawn(process.execPath, ['dist/harness/cli/main.js', ...words], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const watched = new Map();
  const timer = setInterval(() => watch(child.pid, watched), STEP_MS);
  const status = await new Promise((resolve) => child.on('close', resolve));
  clearInterval(timer);
  if (status !== 0 && status !== 3) throw new Error(`copybench ended with ${status}`);
  totals.runs++;
  totals.copies += readFileSync(join(out, 'samples.jsonl'), 'utf8').trim().split('\n').length;
  const { scenarios } = JSON.parse(readFileSync(join(out, 'record.json'), 'utf8'));
  totals.failed += scenarios
    .flatMap(({ strategies }) => strategies)
    .filter(({ outcome }) => outcome === 'failed').length;
  // What comes after the last copy is the report, which takes memory once.
  const copiedUntilMs = statSync(join(out, 'samples.jsonl')).mtimeMs;
  for (const seen of watched.values())
    compareThirds(seen.filter(({ atMs }) => atMs <= copiedUntilMs));
}

/** One look at every process below `pid`, itself included. */
function watch(pid, watched) {
  for (const one of [pid, ...childrenOf(pid)]) {
    try {
      const seen = {
        descriptors: readdirSync(`/proc/${one}/fd`).length,
        residentBytes: residentOf(one),
        name: nameOf(one),
        atMs: Date.now(),
      };
      watched.set(one, [...(watched.get(one) ?? []), seen]);
    } catch (error) {
      if (!['ENOENT', 'ESRCH'].includes(error.code)) throw error; // It has ended meanwhile.
    }
  }
}

function childrenOf(pid) {
  const below = [];
  for (const one of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const parent = Number(/\) \S (\d+)/.exec(readFileSync(`/proc/${one}/stat`, 'utf8'))?.[1]);
      if (parent === pid) below.push(Number(one), ...childrenOf(Number(one)));
    } catch (error) {
      if (!['ENOENT', 'ESRCH'].includes(error.code)) throw error;
    }
  }
  return below;
}

/** The script or program, and what it works on. */
function nameOf(pid) {
  const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean);
  return words
    .slice(-2)
    .map((word) => basename(word))
    .join(' ');
}

function residentOf(pid) {
  return (
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024
  );
}

/** The first third is a process that warms up. */
function compareThirds(seen) {
  if (seen.length < 9) return;
  const third = Math.floor(seen.length / 3);
  for (const what of Object.keys(NOISE)) {
    const grown = most(seen.slice(2 * third), what) - most(seen.slice(third, 2 * third), what);
    if (grown > worst[what].grown) worst[what] = { grown, name: seen[0].name };
  }
}

function filesIn(path) {
  return readdirSync(path, { recursive: true }).filter((name) =>
    statSync(join(path, name), { throwIfNoEntry: false })?.isFile(),
  );
}
