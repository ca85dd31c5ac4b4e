// What the harness costs: the same native copier through a worker and in a bare loop, interleaved, and the floor
// of a copy that moves nothing. Usage: node scripts/overhead.mjs [--size 200MB] [--rounds 20] [--dir PATH]
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fixtureOf } from '../dist/fixtures/catalog.js';
import { provideFixtures } from '../dist/fixtures/provide.js';
import { loadAddon } from '../dist/harness/binding/load.js';
import { compiledPath } from '../dist/harness/core/package-root.js';
import { formatDuration, parseSize } from '../dist/harness/core/units.js';
import { hasFreePageReporting } from '../dist/harness/machine/virtualisation.js';
import { holdBallast, planBallast } from '../dist/harness/measure/ballast.js';
import { WorkerProcess } from '../dist/harness/measure/worker-process.js';
import { pairedRatio } from '../dist/harness/statistics/paired-ratio.js';
import { median } from '../dist/harness/statistics/quantile.js';

const { values: flags } = parseArgs({
  options: {
    size: { type: 'string', default: '200MB' },
    rounds: { type: 'string', default: '20' },
    dir: { type: 'string', default: tmpdir() },
  },
});
const loaded = loadAddon();
if (!loaded.ok) throw new Error(loaded.reason);
const { addon } = loaded;
const sizeBytes = parseSize(flags.size);
const options = { pipeBytes: 1024 * 1024 };

mkdirSync(flags.dir, { recursive: true });
const directory = mkdtempSync(join(flags.dir, 'copybench-overhead-'));
const plan = planBallast(hasFreePageReporting() ? 'auto' : 'off', sizeBytes);
const ballast =
  plan.bytes > 0
    ? await holdBallast(compiledPath('harness/measure/ballast-process.js'), plan.bytes)
    : null;
const workers = await Promise.all(['splice', 'nothing'].map(startWorker));
try {
  const [{ path: source }] = await provideFixtures(directory, [fixtureOf(sizeBytes)], sizeBytes);
  await report(source);
} finally {
  await Promise.all(workers.map((worker) => worker.stop()));
  await ballast?.release();
  rmSync(directory, { recursive: true, force: true });
}

async function report(source) {
  const times = { harness: [], bare: [], nothing: [] };
  const [splice, nothing] = workers;
  const arms = {
    harness: (destination) => askWorker(splice, source, destination),
    bare: (destination) =>
      addon.copy({ route: 'file-to-file', copier: 'splice', source, destination, options }),
    nothing: (destination) => askWorker(nothing, source, destination),
  };
  for (let round = 0; round <= Number(flags.rounds); round++) {
    // Each order as often as its mirror image; round 0 warms up.
    const names = round % 2 === 0 ? Object.keys(arms) : Object.keys(arms).toReversed();
    for (const name of names) {
      const destination = join(directory, `${round}-${name}`);
      const { elapsedNs } = await arms[name](destination);
      rmSync(destination, { force: true });
      if (round > 0) times[name].push(elapsedNs);
    }
  }
  const { estimate, low, high } = pairedRatio(times.harness, times.bare);
  console.log(
    `splice of ${flags.size}, ${flags.rounds} rounds, interleaved, ballast ${ballast ? 'held' : 'none'}:`,
  );
  console.log(`  through the harness  median ${formatDuration(median(times.harness))}`);
  console.log(`  in a bare loop       median ${formatDuration(median(times.bare))}`);
  console.log(
    `  harness / bare       ${estimate.toFixed(4)} [${low?.toFixed(4)}, ${high?.toFixed(4)}]`,
  );
  console.log(`nothing, through the harness: median ${formatDuration(median(times.nothing))}`);
  console.log(
    `peak RSS of this process: ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`,
  );
}

function startWorker(strategy) {
  const args = ['--expose-gc', compiledPath('harness/measure/worker.js'), strategy];
  return WorkerProcess.start({ file: process.execPath, args });
}

function askWorker(worker, source, destination) {
  return worker.copy({ route: 'file-to-file', source, destination, sizeBytes });
}
