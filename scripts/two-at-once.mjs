// Two runs at once on one directory, over and over: node scripts/two-at-once.mjs [TIMES]
// Every second time the lock and the copies of a killed run lie there, which both would take over. Prints what
// docs/reliability.md shows, and exits with 1 unless each time one of them measured and the other was refused.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const times = Number(process.argv[2] ?? 100);
const program = join(import.meta.dirname, '..', 'dist', 'harness', 'cli', 'main.js');
const folder = mkdtempSync(join(tmpdir(), 'copybench-two-'));
const ROUNDS = 40;
/** Two strategies and the control, in rounds and warm-up. */
const SAMPLES = 3 * (ROUNDS + 1);
const count = { times: 0, ofKilled: 0, measured: 0, refused: 0, wrong: 0, leftovers: 0 };

try {
  for (let turn = 0; count.times < times; turn += 1) await twoAtOnce(turn % 2 === 1);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(JSON.stringify(count));
const isClean = count.wrong + count.leftovers === 0;
process.exitCode = isClean && count.measured === times && count.refused === times ? 0 : 1;

async function twoAtOnce(afterKilled) {
  if (afterKilled) await killedRun();
  const both = [start('one'), start('other')];
  const ended = await Promise.all(both.map((run) => run.ended));
  const [measured, refused] = [ended.filter(hasMeasured), ended.filter(wasRefused)];
  // Where a busy machine started one of them late, they were no two at once.
  if (measured.length === 2 && !overlap(measured)) return clear();
  count.times += 1;
  count.ofKilled += afterKilled ? 1 : 0;
  count.measured += measured.length;
  count.refused += refused.length;
  if (measured.length !== 1 || refused.length !== 1) {
    count.wrong += 1;
    for (const { status, stderr } of ended) console.error(`time ${count.times}: ${status}`, stderr);
  }
  const left = readdirSync(join(folder, 'copybench-files'));
  count.leftovers += left.filter((name) => !/^(?:\.copybench|fixture-.+)$/.test(name)).length;
  clear();
}

/** Leaves its lock, its ledger, and whatever copy it was at. */
async function killedRun() {
  const { child, ended, out } = start('killed');
  while (!existsSync(join(out, 'plan.json'))) await sleep(5);
  child.kill('SIGKILL');
  await ended;
}

function start(name) {
  const out = join(folder, name);
  const words =
    `run --route file-to-file --sizes 64KB --rounds ${ROUNDS} --strategies read-write,copy-file ` +
    `--ballast off --dir ${folder} --out ${out}`;
  const stdio = ['ignore', 'ignore', 'pipe'];
  const child = spawn(process.execPath, [program, ...words.split(' ')], { stdio });
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += chunk));
  const ended = new Promise((resolve) => {
    child.once('close', (status) => resolve({ out, status, stderr }));
  });
  return { child, ended, out };
}

function hasMeasured({ out, status }) {
  if (status !== 0) return false;
  const lines = readFileSync(join(out, 'samples.jsonl'), 'utf8').trimEnd().split('\n');
  return lines.length === SAMPLES;
}

/** With the reason, and before anything was measured or made. */
function wasRefused({ out, status, stderr }) {
  return status === 2 && stderr.includes('E_LOCKED') && !existsSync(out);
}

function overlap(runs) {
  const [one, other] = runs.map(({ out }) => {
    const record = JSON.parse(readFileSync(join(out, 'record.json'), 'utf8'));
    return { from: Date.parse(record.startedAt), to: Date.parse(record.finishedAt) };
  });
  return one.from < other.to && other.from < one.to;
}

function clear() {
  for (const name of ['one', 'other', 'killed'])
    rmSync(join(folder, name), { recursive: true, force: true });
}
