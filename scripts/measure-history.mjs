/**
 * What a history of many runs costs to read: makes a folder of records, and measures time and peak memory
 * of `copybench history` on it.
 *
 *   node scripts/measure-history.mjs [--records 10000] [--keep]
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { records: { type: 'string', default: '10000' }, keep: { type: 'boolean' } },
});
const count = Number(values.records);
const program = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist/harness/cli/main.js');

/** Two sizes and fourteen strategies, as the suite `published` has from file to file. */
const SIZES = [7e6, 200e6];
const STRATEGIES = Array.from({ length: 14 }, (_, at) => `strategy-${at}`);

const folder = mkdtempSync(join(tmpdir(), 'copybench-history-'));
let bytes = 0;
for (let at = 0; at < count; at++) {
  const run = join(folder, `year-${Math.floor(at / 365)}`, `run-${at}`);
  mkdirSync(run, { recursive: true });
  const text = JSON.stringify(record(at), null, 2);
  bytes += text.length;
  writeFileSync(join(run, 'record.json'), text);
}
console.log(`${count} records of ${(bytes / count / 1000).toFixed(0)} KB in ${folder}`);

// The child says itself what it used: its parent's peak is not in there.
const tell = `process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  const seconds = ((userCPUTime + systemCPUTime) / 1e6).toFixed(2);
  process.stderr.write(seconds + ' s of CPU time, peak ' + (maxRSS / 1024).toFixed(0) + ' MiB');
});`;
for (let time = 0; time < 3; time++) {
  const began = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(tell)}`, program, 'history', folder],
    { encoding: 'utf8', maxBuffer: 2 ** 30 },
  );
  const seconds = ((performance.now() - began) / 1000).toFixed(2);
  console.log(`copybench history: ${seconds} s, ${stderr.trim()}, exit status ${status}`);
}
if (!values.keep) rmSync(folder, { recursive: true });

/** Seeded by the place in the series, so that every call gives the same. */
function noise(seed) {
  const x = Math.sin(seed * 12.9898) * 43758.5453;
  return 1 + 0.06 * (x - Math.floor(x) - 0.5);
}

function record(at) {
  const startedAt = new Date(Date.UTC(2000, 0, 1) + at * 86_400_000).toISOString();
  const scenarios = SIZES.map((sizeBytes, place) => scenario(sizeBytes, at * SIZES.length + place));
  return {
    formatVersion: 2,
    tool: { name: 'copybench', version: '0.1.0' },
    runId: `run-${at}`,
    startedAt,
    finishedAt: startedAt,
    interrupted: false,
    options: { suite: 'published', command: 'copybench run', sizesBytes: SIZES, seed: at },
    commit: { sha: at.toString(16).padStart(40, '0'), committedAt: startedAt, modified: false },
    machine: {
      hostname: 'bench',
      fingerprint: '3f9c21d07ab4',
      os: {
        name: 'Debian',
        platform: 'linux',
        kernel: `6.${Math.floor(at / 500)}.0`,
        architecture: 'x64',
      },
      cpu: { model: 'AMD EPYC', cores: 2, governor: null },
      runtime: { node: 'v20.20.2', libuv: '1.51.0', v8: '11.3' },
    },
    warnings: [],
    scenarios,
  };
}

function scenario(sizeBytes, seed) {
  return {
    id: `file-to-file/${sizeBytes / 1e6}MB/warm/buffered/new`,
    route: 'file-to-file',
    socket: null,
    fixture: `${sizeBytes / 1e6}MB`,
    sizeBytes,
    cache: 'warm',
    durability: 'buffered',
    destination: 'new',
    reference: STRATEGIES[0],
    rounds: 12,
    stopped: 'precise',
    seed,
    order: Array.from({ length: 13 }, () => STRATEGIES),
    control: { speedup: around(1), noise: 0.02, sigma: 0.01 },
    comparisons: [],
    strategies: STRATEGIES.map((name, place) => strategy(name, sizeBytes, seed * 20 + place)),
  };
}

function strategy(name, sizeBytes, seed) {
  const medianNs = Math.round(sizeBytes * 0.25 * noise(seed));
  const zeros = Object.fromEntries(
    [
      'voluntarySwitches',
      'involuntarySwitches',
      'minorFaults',
      'majorFaults',
      'peakRssBytes',
      'systemCalls',
    ].map((field) => [field, 10]),
  );
  return {
    name,
    label: name,
    class: 'copy',
    runtime: 'native',
    outcome: 'measured',
    samples: 12,
    medianNs,
    lowNs: medianNs * 0.98,
    highNs: medianNs * 1.02,
    minNs: medianNs * 0.9,
    maxNs: medianNs * 1.3,
    meanNs: medianNs,
    sdNs: medianNs * 0.05,
    rmePercent: 2,
    bytesPerSecond: 4e9,
    cpuNsPerByte: 0.2,
    machineCpuNsPerByte: 0.3,
    copiesPerByte: 1,
    sentNs: null,
    ...zeros,
    ...(name === STRATEGIES[0] ? {} : { speedup: around(noise(seed)), verdict: 'same', mde: 0.02 }),
  };
}

function around(estimate) {
  return { estimate, low: estimate * 0.98, high: estimate * 1.02 };
}
