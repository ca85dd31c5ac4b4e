// copybench beside strace(1), time(1), hyperfine and fio, on the same files.
import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { formatDuration } from '../../dist/harness/core/units.js';
import { medianInterval } from '../../dist/harness/statistics/order-statistic.js';
import { loadStrategy } from '../../dist/strategies/discover.js';
import { addon, COPIERS } from './findings.mjs';
import { judgeCpu, overlap } from './judge.mjs';
import {
  movingCalls,
  rateOfFio,
  TIME_FORMAT,
  timesOfHyperfine,
  usageOfTime,
} from './read-outputs.mjs';

/** What our copiers count is what strace(1) counts of calls on the two files. */
export async function systemCalls(source, { directory, findings }) {
  if (!findings.has('strace', 'system calls')) return;
  for (const copier of Object.keys(COPIERS)) {
    const [destination, summary] = [join(directory, 'traced'), join(directory, 'summary')];
    const traced = ['-f', '-c', '-o', summary, '-P', source, '-P', destination, process.execPath];
    const counted = spawnSync(
      'strace',
      [...traced, process.argv[1], '--copy', copier, source, destination],
      { encoding: 'utf8' },
    );
    rmSync(destination, { force: true });
    if (counted.status !== 0) {
      findings.leaveOut(`system calls, ${copier}`, counted.stderr.trim().split('\n').at(-1));
      continue;
    }
    const seen = movingCalls(readFileSync(summary, 'utf8'));
    const ours = Number(counted.stdout);
    findings.tell({
      comparison: `system calls, ${copier}: strace -c`,
      ours,
      theirs: seen,
      difference: seen - ours,
      agrees: seen === ours,
      figures: { ours, theirs: seen },
    });
  }
}

/** CPU time and context switches of cp: rusage by wait4(2) here, time(1) there, the same copies in turn. */
export async function timeOfCp(source, { directory, rounds, findings }) {
  if (!findings.has('/usr/bin/time', 'CPU of cp')) return;
  const ours = { cpuMs: 0, voluntary: 0, involuntary: 0 };
  const theirs = { cpuMs: 0, voluntary: 0, involuntary: 0 };
  for (let round = 0; round < 2 * rounds; round++) {
    const destination = join(directory, 'copy');
    if (round % 2 === 0) {
      const { usage } = await addon.spawn('cp', ['--', source, destination]);
      ours.cpuMs += (usage.cpuUserUs + usage.cpuSystemUs) / 1000;
      ours.voluntary += usage.voluntarySwitches;
      ours.involuntary += usage.involuntarySwitches;
    } else {
      const { stderr } = spawnSync(
        '/usr/bin/time',
        ['-f', TIME_FORMAT, 'cp', '--', source, destination],
        { encoding: 'utf8' },
      );
      const used = usageOfTime(stderr);
      theirs.cpuMs += used.cpuMs;
      theirs.voluntary += used.voluntary;
      theirs.involuntary += used.involuntary;
    }
    rmSync(destination);
  }
  const { lostMs, difference, agrees } = judgeCpu(ours.cpuMs, theirs.cpuMs, rounds);
  findings.tell({
    comparison: `CPU of ${rounds} cp: time -v`,
    ours: `${ours.cpuMs.toFixed(0)} ms`,
    theirs: `${theirs.cpuMs.toFixed(0)} ms, some ${lostMs} cut off`,
    difference:
      difference === null
        ? 'too short for hundredths of a second'
        : `${(difference * 100).toFixed(1)} %`,
    agrees,
  });
  for (const kind of ['voluntary', 'involuntary']) {
    const [left, right] = [ours[kind] / rounds, theirs[kind] / rounds];
    findings.tell({
      comparison: `${kind} switches of a cp: time -v`,
      ours: left,
      theirs: right,
      difference: (right - left).toFixed(1),
    });
  }
}

/** Programs with their start: posix_spawn(3) and wait4(2) here, hyperfine there, in blocks that take turns. */
export async function startedPrograms(source, { directory, sizeBytes, rounds, findings }) {
  if (!findings.has('hyperfine', 'cp, dd, cat')) return;
  const destination = join(directory, 'copy');
  for (const name of ['cp', 'dd', 'cat']) {
    const strategy = await loadStrategy(name);
    const [ours, theirs] = [[], []];
    for (let block = 0; block < 4; block++) {
      for (let i = 0; i < Math.ceil(rounds / 4); i++) {
        ours.push(
          (await strategy.copy({ route: 'file-to-file', source, destination, sizeBytes }))
            .elapsedNs,
        );
        rmSync(destination);
      }
      theirs.push(...hyperfine(name, source, destination, { directory, rounds }));
    }
    const [left, right] = [medianInterval(ours), medianInterval(theirs)];
    findings.tell({
      comparison: `${name}: hyperfine`,
      ours: show(left),
      theirs: show(right),
      difference: `${((right.estimate / left.estimate - 1) * 100).toFixed(1)} %`,
      agrees: overlap(left, right),
    });
  }
}

/** fio's splice engine moves a file into a pipe and by vmsplice(2) into memory, or the other way round: half a copy. */
export async function fioSplice(source, { directory, sizeBytes, rounds, findings }) {
  if (!findings.has('fio', 'splice: fio')) return;
  const times = [];
  for (let i = 0; i < rounds; i++) {
    const destination = join(directory, 'copy');
    times.push(
      (
        await addon.copy({
          route: 'file-to-file',
          copier: 'splice',
          source,
          destination,
          options: COPIERS.splice,
        })
      ).elapsedNs,
    );
    rmSync(destination);
  }
  const ours = sizeBytes / medianInterval(times).estimate;
  const rates = fioRates(source, { directory, sizeBytes, rounds });
  const [read, write] = [rates.read, rates.write].map((all) => medianInterval(all).estimate);
  const both = 1 / (1 / read + 1 / write);
  findings.tell({
    comparison: 'splice, 64 KiB: fio read',
    ours: rate(ours),
    theirs: rate(read),
    difference: `${(read / ours).toFixed(2)}x: pipe to memory, no file written`,
  });
  findings.tell({
    comparison: 'splice, 64 KiB: fio write',
    ours: rate(ours),
    theirs: rate(write),
    difference: `${(write / ours).toFixed(2)}x: memory to file, no file read`,
  });
  findings.tell({
    comparison: 'splice, 64 KiB: fio, one after the other',
    ours: rate(ours),
    theirs: rate(both),
    difference: `${(both / ours).toFixed(2)}x: two copies and a second file in place of one`,
  });
}

function hyperfine(name, source, destination, { directory, rounds }) {
  const words = {
    cp: `cp -- ${quoted(source)} ${quoted(destination)}`,
    dd: `dd ${quoted(`if=${source}`)} ${quoted(`of=${destination}`)} bs=1M conv=excl status=none`,
    cat: `sh -C -c 'exec cat < "$1" > "$2"' sh ${quoted(source)} ${quoted(destination)}`,
  };
  const json = join(directory, 'hyperfine.json');
  execFileSync(
    'hyperfine',
    [
      '-N',
      '--runs',
      String(Math.ceil(rounds / 4)),
      '--prepare',
      `rm -f ${quoted(destination)}`,
      '--export-json',
      json,
      words[name],
    ],
    { stdio: 'ignore' },
  );
  rmSync(destination, { force: true });
  return timesOfHyperfine(readFileSync(json, 'utf8'));
}

/** A word of a command line as hyperfine splits it without a shell. */
function quoted(word) {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

function show({ estimate, low, high }) {
  return `${formatDuration(estimate)} [${formatDuration(low ?? 0)}, ${formatDuration(high ?? Infinity)}]`;
}

function rate(value) {
  return `${value.toFixed(2)} GB/s`;
}

/** GB/s of fio's two halves of a copy. */
function fioRates(source, { directory, sizeBytes, rounds }) {
  const rates = { read: [], write: [] };
  for (let i = 0; i < rounds; i++)
    for (const rw of ['read', 'write']) {
      const file = join(directory, 'fio');
      if (rw === 'read') copyFileSync(source, file);
      const common = [
        '--name=x',
        '--ioengine=splice',
        '--bs=64k',
        `--size=${Math.floor(sizeBytes / 65_536) * 65_536}`,
        `--filename=${file}`,
        '--invalidate=0',
        '--fallocate=none',
        '--output-format=json',
      ];
      const said = execFileSync('fio', [...common, `--rw=${rw}`], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      rates[rw].push(rateOfFio(said, rw, 65_536));
      rmSync(file, { force: true });
    }
  return rates;
}
