// The whole harness on copies whose outcome is known beforehand: twice, a tenth more, cold and warm.
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fixtureOf } from '../../dist/fixtures/catalog.js';
import { provideFixtures } from '../../dist/fixtures/provide.js';
import { systemClock } from '../../dist/harness/core/clock.js';
import { formatSize } from '../../dist/harness/core/units.js';
import { watchDisturbances } from '../../dist/harness/measure/disturbance.js';
import { planScenarios, USUAL } from '../../dist/harness/measure/plan.js';
import { takeSample } from '../../dist/harness/measure/sampler.js';
import { runScenario } from '../../dist/harness/measure/scheduler.js';
import { summariseScenario } from '../../dist/harness/results/summarise-scenario.js';
import { fileToFile } from '../../dist/harness/routes/file-to-file.js';
import { loadStrategy } from '../../dist/strategies/discover.js';
import { addon } from './findings.mjs';
import { holdsRatio, judgeReads, timesAsLong } from './judge.mjs';

/** Strategies whose speedup is known: everything twice, and a tenth more, through the whole harness. */
export async function knownRatios(source, place) {
  const { directory, sizeBytes, findings } = place;
  const once = await loadStrategy('native-read-write');
  const more = (name, extra) => ({
    ...once,
    name,
    // The other copy is gone before this one begins: both find the memory and the dirty pages that a single copy finds.
    copy: async (job) => {
      const besides = { ...job, source: extra, destination: `${job.destination}-more` };
      const first = await once.copy(besides);
      rmSync(besides.destination);
      const second = await once.copy(job);
      return { ...second, elapsedNs: first.elapsedNs + second.elapsedNs };
    },
  });
  const [{ path: tenth }] = await provideFixtures(
    directory,
    [fixtureOf(Math.round(sizeBytes / 10))],
    0,
  );
  await addon.readThrough(tenth);
  const record = await scenario(
    { source, ...place },
    [once, more('twice', source), more('a-tenth-more', tenth)],
    USUAL,
  );
  for (const [name, expected] of [
    ['twice', 2],
    ['a-tenth-more', 1.1],
  ]) {
    const found = record.strategies.find((strategy) => strategy.name === name);
    if (found?.outcome !== 'measured') throw new Error(`${name} failed: ${found?.reason}`);
    const took = timesAsLong(found.speedup);
    findings.tell({
      comparison: `${name} takes`,
      ours: `${took.estimate.toFixed(3)}x ${interval(took)}`,
      theirs: `${expected}x`,
      difference: `${((took.estimate / expected - 1) * 100).toFixed(1)} %`,
      agrees: holdsRatio(took, expected),
      figures: { ...took, expected },
    });
  }
  findings.tell({
    comparison: 'control arm',
    ours: interval(record.control.speedup),
    theirs: '1x',
    difference: '',
    agrees: holdsRatio(record.control.speedup, 1),
    figures: { ...record.control.speedup, expected: 1 },
  });
}

function interval({ low, high }) {
  return low === null || high === null
    ? 'no interval: too few rounds'
    : `[${low.toFixed(3)}, ${high.toFixed(3)}]`;
}

/** Cold is what the block device says it is: all bytes read, or none. */
export async function coldReads(source, place) {
  const { sizeBytes, findings } = place;
  const strategies = [await loadStrategy('native-read-write')];
  for (const cache of ['cold', 'warm']) {
    const samples = [];
    await scenario({ source, ...place }, strategies, { ...USUAL, cache }, samples);
    const read = samples.flatMap(({ deviceReadBytes }) => deviceReadBytes ?? []);
    if (read.length === 0) {
      findings.leaveOut(`${cache}: bytes read`, 'no block device under this directory');
      continue;
    }
    const wanted = cache === 'cold' ? statSync(source).size : 0;
    const { agrees, ...figures } = judgeReads(read, wanted, sizeBytes);
    findings.tell({
      comparison: `${cache}: /sys/block/*/stat`,
      ours: `${formatSize(figures.leastBytes)} to ${formatSize(figures.mostBytes)}`,
      theirs: formatSize(wanted),
      difference: '',
      agrees,
      figures,
    });
  }
}

/** One scenario by the real scheduler, route and statistics, with the strategies in this process. */
async function scenario(
  { source, directory, sizeBytes, rounds },
  strategies,
  conditions,
  samples = [],
) {
  const copies = mkdtempSync(join(directory, 'run-'));
  const plan = planOf(strategies, conditions, { sizeBytes, rounds });
  const disturbances = watchDisturbances();
  const route = fileToFile({
    scenario: plan.id,
    route: 'file-to-file',
    source,
    sizeBytes,
    conditions,
    dropCaches: false,
    copies,
    verify: 'first',
    addon,
    clock: systemClock,
    runBeganNs: 0,
    doubt: (code, message) => console.error(`${code}: ${message}`),
  });
  const run = await runScenario(plan, {
    startWorker: async ({ strategy }) => ({
      copy: (order) => takeSample(strategy, order),
      stop: async () => undefined,
    }),
    takeSample: route.takeSample,
    observer: {
      roundBegins: () => undefined,
      copyBegins: () => undefined,
      sampled: async (_, sample) => void samples.push(sample),
      discarded: async (_, arm, place, reason) => console.error(`${arm.name} again: ${reason}`),
      failed: async () => undefined,
      roundEnds: async () => undefined,
      blockEnds: () => undefined,
    },
    clock: systemClock,
    disturbances,
    signal: new AbortController().signal,
    precision: 1e-9,
    shareEndsNs: Infinity,
    budgetEndsNs: Infinity,
  });
  disturbances.close();
  await route.close();
  rmSync(copies, { recursive: true, force: true });
  for (const { arm, reason } of run.failures) console.error(`${arm.name} failed: ${reason}`);
  return summariseScenario(run, 0.02);
}

function planOf(strategies, conditions, { sizeBytes, rounds }) {
  const [reference] = strategies;
  const routes = [
    {
      route: 'file-to-file',
      socket: null,
      strategies,
      availability: new Map(),
      versions: new Map(),
      reference: reference.name,
      comparisons: [],
      conditions: [conditions],
    },
  ];
  const [plan] = planScenarios({
    fixtures: [fixtureOf(sizeBytes)],
    routes,
    seed: 1,
    rounds: { min: rounds, max: rounds },
  });
  return plan;
}
