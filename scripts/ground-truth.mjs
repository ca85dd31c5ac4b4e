// Holds copybench against things that are not copybench: strace, time(1), hyperfine, fio, and strategies whose
// speedup is known beforehand. Prints one table; exits with 1 when something disagrees. What is not installed is
// told. Usage: node scripts/ground-truth.mjs [--size 200MB] [--rounds 20] [--dir PATH] [--ballast off] [--json]
//   [--only system-calls,cpu-of-cp,started-programs,fio-splice,known-ratios,cold-reads]
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

const COMPARISONS = {
  'system-calls': systemCalls,
  'cpu-of-cp': timeOfCp,
  'started-programs': startedPrograms,
  'fio-splice': fioSplice,
  'known-ratios': knownRatios,
  'cold-reads': coldReads,
};

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
      ballast: { type: 'string', default: 'auto' },
      only: { type: 'string', default: Object.keys(COMPARISONS).join(',') },
      json: { type: 'boolean', default: false },
    },
  });
  const comparisons = chosen(flags.only);
  const sizeBytes = parseSize(flags.size);
  mkdirSync(flags.dir, { recursive: true });
  const directory = mkdtempSync(join(flags.dir, 'copybench-truth-'));
  const findings = new Findings();
  const place = { directory, sizeBytes, rounds: Number(flags.rounds), findings };
  const isWanted = flags.ballast !== 'off' && hasFreePageReporting();
  const plan = planBallast(isWanted ? 'auto' : 'off', sizeBytes);
  const ballast =
    plan.bytes > 0
      ? await holdBallast(compiledPath('harness/measure/ballast-process.js'), plan.bytes)
      : null;
  try {
    const [{ path }] = await provideFixtures(directory, [fixtureOf(sizeBytes)], 2 * sizeBytes);
    await addon.readThrough(path);
    for (const compare of comparisons) await compare(path, place);
  } finally {
    await ballast?.release();
    rmSync(directory, { recursive: true, force: true });
  }
  const held = ballast ? 'held' : 'none';
  if (flags.json) console.log(JSON.stringify({ rows: findings.rows }, null, 2));
  else {
    console.log(`${flags.size}, ${flags.rounds} rounds, ballast ${held}, in ${flags.dir}`);
    console.log(String(findings));
  }
  process.exitCode = findings.disagrees ? 1 : 0;
}

function chosen(names) {
  return names.split(',').map((name) => {
    if (!Object.hasOwn(COMPARISONS, name))
      throw new Error(`There is no ${name}; there are ${Object.keys(COMPARISONS).join(', ')}.`);
    return COMPARISONS[name];
  });
}
