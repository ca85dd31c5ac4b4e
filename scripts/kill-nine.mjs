// kill -9 at random moments of a run, each resumed to its end: node scripts/kill-nine.mjs [TIMES] [SEED]
// Prints what docs/reliability.md shows, and exits with 1 unless nothing was lost, left over or not resumed.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const times = Number(process.argv[2] ?? 100);
let state = Number(process.argv[3] ?? 2008) >>> 0;
const program = join(import.meta.dirname, '..', 'dist', 'harness', 'cli', 'main.js');
const folder = mkdtempSync(join(tmpdir(), 'copybench-kill-'));
const ROUNDS = 8;
const run =
  `run --route file-to-file --sizes 64KB,1MB --rounds ${ROUNDS} ` +
  `--strategies read-write,cp,stream-pipe --ballast off --dir ${folder} --out`;
const EXPECTED = 2 * ROUNDS * 4;
const count = { kills: 0, samplesBefore: 0, lost: 0, torn: 0, leftovers: 0, resumed: 0, failed: 0 };

try {
  // Makes the fixtures, and shows how long a run takes from its plan to its end.
  const first = start([...run.split(' '), join(folder, 'first')]);
  await planned(join(folder, 'first'));
  const beganMs = Date.now();
  await first.ended;
  const copyingMs = Date.now() - beganMs;
  while (count.kills < times) await killOnce(join(folder, `run-${count.kills}`), copyingMs);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(JSON.stringify(count));
const isClean = count.lost + count.leftovers + count.failed === 0 && count.resumed === times;
process.exitCode = isClean ? 0 : 1;

async function killOnce(out, copyingMs) {
  rmSync(out, { recursive: true, force: true });
  const { child, ended } = start([...run.split(' '), out]);
  await planned(out);
  await sleep(random() * copyingMs);
  if (child.exitCode !== null) return;
  const seen = wholeLines(out);
  child.kill('SIGKILL');
  await ended;
  const text = readFileSync(join(out, 'samples.jsonl'), 'utf8');
  const before = wholeLines(out);
  // The run had ended by itself in the last moment: there is nothing to resume.
  if (before.length >= EXPECTED + 8) return;
  count.kills += 1;
  count.samplesBefore += before.length;
  count.torn += text === '' || text.endsWith('\n') ? 0 : 1;
  count.lost += seen.filter((line, at) => before[at] !== line).length;
  const resumed = start(['run', '--resume', out]);
  const { status, stderr } = await resumed.ended;
  const after = wholeLines(out);
  count.lost += before.filter((line, at) => after[at] !== line).length;
  const left = readdirSync(join(folder, 'copybench-files')).filter(isLeftover);
  count.leftovers += left.length;
  const measured = after.map((line) => JSON.parse(line)).filter(({ round }) => round > 0);
  const places = new Set(measured.map((s) => `${s.scenario} ${s.round} ${s.strategy}`));
  const isWhole = measured.length === EXPECTED && places.size === EXPECTED;
  if (status === 0 && isWhole) count.resumed += 1;
  else {
    count.failed += 1;
    console.error(`kill ${count.kills}: status ${status}, ${places.size} of ${EXPECTED}`, stderr);
  }
}

function isLeftover(name) {
  return !/^fixture-.+\.(?:bin|json)$/.test(name) && name !== '.copybench';
}

function start(words) {
  const stdio = ['ignore', 'ignore', 'pipe'];
  const child = spawn(process.execPath, [program, ...words], { stdio });
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const ended = new Promise((resolve) => {
    child.once('exit', (status) => resolve({ status, stderr }));
  });
  return { child, ended };
}

async function planned(out) {
  while (!existsSync(join(out, 'plan.json'))) await sleep(5);
}

function wholeLines(out) {
  return readFileSync(join(out, 'samples.jsonl'), 'utf8').split('\n').slice(0, -1);
}

// xorshift32 (Marsaglia 2003): the same moments, as far as a machine repeats itself, from the same seed.
function random() {
  state ^= state << 13;
  state ^= state >>> 17;
  state = (state ^ (state << 5)) >>> 0;
  return state / 2 ** 32;
}
