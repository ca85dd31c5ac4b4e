// Holds copybench against things that are not copybench: strace, time(1), hyperfine, fio, and strategies whose
// speedup is known beforehand. Prints one table; exits with 1 when something disagrees. What is not installed is
// told. Usage: node scripts/ground-truth.mjs [--size 200MB] [--rounds 20] [--dir PATH]
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fixtureOf } from '../dist/fixtures/catalog.js';
import { provideFixtures } from '../dist/fixtures/provide.js';
import { compiledPath } from '../dist/harness/core/package-root.js';
import { parseSize } from '../dist/harness/core/units.js';
import { hasFreePageReporting } from '../dist/harness/machine/virtualisation.js';
import { holdBallast, planBallast } from '../dist/harness/measure/ballast.js';
import { addon, COPIERS, Findings } from './ground-truth/findings.mjs';
import { coldReads, knownRatios } from './ground-truth/known.mjs';
import { fioSplice, startedPrograms, systemCalls, timeOfCp } from './ground-truth/programs.mjs';

if (process.argv[2] === '--copy') await copyOnce(process.argv.slice(3));
else await compareAll();

/** What strace runs: one native copy, and what the copier counted of it. */
async function copyOnce([copier, source, destination]) {
  const job = { route: 'file-to-file', copier, source, destination, options: COPIERS[copier] };
  console.log((await addon.copy(job)).systemCalls);
}

async function compareAll() {
  const { values: flags } = parseArgs({
    options: {
      size: { type: 'string', default: '200MB' },
      rounds: { type: 'string', default: '20' },
      dir: { type: 'string', default: tmpdir() },
    },
  });
  const sizeBytes = parseSize(flags.size);
  mkdirSync(flags.dir, { recursive: true });
  const directory = mkdtempSync(join(flags.dir, 'copybench-truth-'));
  const findings = new Findings();
  const place = { directory, sizeBytes, rounds: Number(flags.rounds), findings };
  const plan = planBallast(hasFreePageReporting() ? 'auto' : 'off', sizeBytes);
  const ballast =
    plan.bytes > 0
      ? await holdBallast(compiledPath('harness/measure/ballast-process.js'), plan.bytes)
      : null;
  try {
    const [{ path }] = await provideFixtures(directory, [fixtureOf(sizeBytes)], 2 * sizeBytes);
    await addon.readThrough(path);
    const comparisons = [systemCalls, timeOfCp, startedPrograms, fioSplice, knownRatios, coldReads];
    for (const compare of comparisons) await compare(path, place);
  } finally {
    await ballast?.release();
    rmSync(directory, { recursive: true, force: true });
  }
  const held = ballast ? 'held' : 'none';
  console.log(`${flags.size}, ${flags.rounds} rounds, ballast ${held}, in ${flags.dir}`);
  console.log(String(findings));
  process.exitCode = findings.disagrees ? 1 : 0;
}
