// What kinds of ballast do for writers of small and of large folios: the same copies under each of them.
// Usage: node scripts/ballast-variants.mjs [--size 512MiB] [--copies 20] [--pause 500ms] [--dir PATH]
//   [--variants none,fragments,lent,first-touch]
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { fixtureOf } from '../dist/fixtures/catalog.js';
import { provideFixtures } from '../dist/fixtures/provide.js';
import { loadAddon } from '../dist/harness/binding/load.js';
import { systemClock } from '../dist/harness/core/clock.js';
import { compiledPath } from '../dist/harness/core/package-root.js';
import { parseDuration, parseSize } from '../dist/harness/core/units.js';
import { memoryField } from '../dist/harness/machine/proc-files.js';
import { hasFreePageReporting } from '../dist/harness/machine/virtualisation.js';
import { holdBallast, planBallast } from '../dist/harness/measure/ballast.js';
import { memoryKeeper } from '../dist/harness/measure/free-memory.js';
import { makeWarm } from '../dist/harness/measure/page-cache.js';
import { median, quantile } from '../dist/harness/statistics/quantile.js';

const MIB = 2 ** 20;
/** By the folios that they write on ext4 (Linux 6.16 and later) and xfs. */
const WRITERS = [
  { name: 'read/write 64 KiB', copier: 'read-write', options: { bufferBytes: MIB / 16 } },
  { name: 'splice, 1 MiB pipe', copier: 'splice', options: { pipeBytes: MIB } },
  { name: 'mmap + write 8 MiB', copier: 'mmap-write', options: { windowBytes: 8 * MIB } },
];
/** A ballast that is held all the time (bytes), a keeper of free memory before each copy, or both. */
const VARIANTS = {
  none: {},
  fragments: { fragments: (auto) => auto },
  'large-fragments': { fragments: () => memoryField('MemAvailable') / 2 },
  lent: { keeper: 'backed' },
  'fragments+lent': { fragments: (auto) => auto, keeper: 'backed' },
  'first-touch': { keeper: 'first-touch' },
};

const { values: flags } = parseArgs({
  options: {
    size: { type: 'string', default: '512MiB' },
    copies: { type: 'string', default: '20' },
    pause: { type: 'string', default: '500ms' },
    dir: { type: 'string', default: tmpdir() },
    variants: { type: 'string', default: 'none,fragments,lent,first-touch' },
  },
});
const loaded = loadAddon();
if (!loaded.ok) throw new Error(loaded.reason);
const { addon } = loaded;
const sizeBytes = parseSize(flags.size);
const pauseMs = parseDuration(flags.pause) / 1e6;
const chosen = flags.variants.split(',');
const unknown = chosen.find((name) => !(name in VARIANTS));
if (unknown !== undefined)
  throw new Error(`No variant ${unknown}. Known: ${Object.keys(VARIANTS).join(', ')}.`);

mkdirSync(flags.dir, { recursive: true });
const directory = mkdtempSync(join(flags.dir, 'copybench-ballast-'));
try {
  const [{ path }] = await provideFixtures(directory, [fixtureOf(sizeBytes)], sizeBytes);
  console.log(
    `${flags.size}, ${flags.copies} copies by each writer, ${flags.pause} between them; free pages are reported to a ` +
      `host: ${hasFreePageReporting() ?? 'not known'}.`,
  );
  console.log(line(['variant', 'writer', 'median ms', 'p90 ms', 'p90/median', 'sd ln', 'touch']));
  for (const name of chosen) await measure(name, path);
} finally {
  rmSync(directory, { recursive: true, force: true });
}

/** Copies by every writer in turn under one variant, and prints a line for each writer. */
async function measure(variant, source) {
  const { fragments, keeper: state } = VARIANTS[variant];
  const bytes = fragments?.(planBallast('auto', sizeBytes).bytes) ?? 0;
  const ballast = bytes > 0 ? await hold(bytes) : undefined;
  const keeper = state && keeperOf(state);
  const figures = WRITERS.map(() => ({ times: [], factors: [] }));
  try {
    // Copy 0 warms up.
    for (let copy = 0; copy <= Number(flags.copies); copy++) {
      for (const [index, writer] of WRITERS.entries()) {
        const found = await copyOnce(source, writer, keeper);
        if (copy > 0) figures[index].times.push(found.elapsedNs / 1e6);
        if (copy > 0 && found.factor !== null) figures[index].factors.push(found.factor);
      }
    }
  } finally {
    keeper?.release();
    await ballast?.release();
  }
  for (const [index, { name }] of WRITERS.entries())
    console.log(line([variant, name, ...told(figures[index])]));
}

function hold(bytes) {
  return holdBallast(compiledPath('harness/measure/ballast-process.js'), Math.floor(bytes));
}

function keeperOf(state) {
  const mostBytes = Math.floor(memoryField('MemAvailable') / 2);
  const reports = hasFreePageReporting() !== false;
  return memoryKeeper(state, { addon, clock: systemClock, sizeBytes, mostBytes, reports });
}

async function copyOnce(source, { copier, options }, keeper) {
  await keeper?.take();
  await addon.syncFilesystem(directory);
  const { problem } = await makeWarm(source, addon);
  if (problem !== null) throw new Error(`The source is not warm: ${problem}.`);
  await sleep(pauseMs);
  const proof = await keeper?.ready();
  if (proof?.problem) throw new Error(proof.problem);
  const destination = join(directory, 'copy');
  const route = 'file-to-file';
  const { elapsedNs } = await addon.copy({ route, copier, source, destination, options });
  rmSync(destination);
  return { elapsedNs, factor: proof?.touchFactor ?? null };
}

function told({ times, factors }) {
  const [middle, high] = [median(times), quantile(times, 0.9)];
  const logs = times.map(Math.log);
  const mean = logs.reduce((sum, x) => sum + x, 0) / logs.length;
  const squares = logs.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return [
    middle.toFixed(1),
    high.toFixed(1),
    (high / middle).toFixed(2),
    Math.sqrt(squares / (logs.length - 1)).toFixed(2),
    factors.length > 0 ? median(factors).toFixed(2) : '-',
  ];
}

function line(cells) {
  const widths = [16, 20, 10, 10, 11, 7, 7];
  return cells
    .map((text, index) => (index < 2 ? text.padEnd(widths[index]) : text.padStart(widths[index])))
    .join('');
}
