/** Go's benchmark text, one line a sample in the order they were taken: what benchstat reads. */
import { CONTROL, isWarmUp, type Sample } from '../../harness/measure/sample.js';
import type { SampledRun } from '../../harness/results/read-run.js';
import type { RunRecord, ScenarioRecord } from '../../harness/results/record.js';

/** Go's names of what Node calls otherwise (runtime/internal/sys, go env GOARCH). */
const GOARCH: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' };

/**
 * Configuration lines, then samples; the control arm stands among them as `strategy=control`.
 * What has no figure is told as Go's own tests tell it: `--- SKIP` and `--- FAIL`.
 */
export function renderGoBenchmark({ record, samples }: SampledRun): string {
  const scenarios = new Map(record.scenarios.map((scenario) => [scenario.id, scenario]));
  const lines = samples.flatMap((sample) => {
    const scenario = scenarios.get(sample.scenario);
    return scenario && isTold(scenario, sample) ? [sampleLine(scenario, sample)] : [];
  });
  return `${[...configuration(record), ...unmeasured(record), ...lines].join('\n')}\n`;
}

function configuration({ machine, tool, options, runId }: RunRecord): string[] {
  const { os, cpu, runtime, directory } = machine;
  const facts = {
    goos: os.platform,
    goarch: GOARCH[os.architecture] ?? os.architecture,
    pkg: `${tool.name}/${options.suite}`,
    cpu: cpu.model,
    kernel: os.kernel,
    node: runtime.node,
    filesystem: directory.filesystem,
    run: runId,
  };
  return Object.entries(facts)
    .filter(([, value]) => value)
    .map(([key, value]) => `${key}: ${oneLine(String(value))}`);
}

/** Samples of a strategy that failed later are in no figure, and in no line. */
function isTold({ strategies, reference }: ScenarioRecord, sample: Sample): boolean {
  const name = sample.strategy === CONTROL ? reference : sample.strategy;
  return (
    !isWarmUp(sample) &&
    strategies.some((strategy) => strategy.name === name && strategy.outcome === 'measured')
  );
}

function sampleLine(scenario: ScenarioRecord, sample: Sample): string {
  const { elapsedNs, bytes, cpuUserUs, cpuSystemUs, peakRssBytes } = sample;
  const figures = [`${elapsedNs} ns/op`];
  if (bytes > 0 && elapsedNs > 0)
    figures.push(`${Number(((bytes / elapsedNs) * 1e3).toPrecision(7))} MB/s`);
  if (cpuUserUs !== null && cpuSystemUs !== null)
    figures.push(`${(cpuUserUs + cpuSystemUs) * 1e3} user+sys-ns/op`);
  if (peakRssBytes !== null) figures.push(`${peakRssBytes} peak-RSS-bytes`);
  return [benchmarkName(scenario, sample.strategy), 1, ...figures].join('\t');
}

/** The size stands last: benchstat takes a `-64` at the end of a name for a number of CPUs. */
function benchmarkName(scenario: ScenarioRecord, strategy: string): string {
  const { route, socket, cache, durability, destination, memory, fixture } = scenario;
  const keys = {
    strategy,
    route,
    ...(socket && { socket: socket.kind }),
    cache,
    durability,
    destination,
    ...(memory && { memory: memory.asked }),
    size: fixture,
  };
  const parts = Object.entries(keys).map(([key, value]) => `${key}=${inName(value)}`);
  return ['BenchmarkCopy', ...parts].join('/');
}

function unmeasured({ scenarios }: RunRecord): string[] {
  return scenarios.flatMap((scenario) =>
    scenario.strategies.flatMap((strategy) => {
      if (strategy.outcome === 'measured') return [];
      const word = strategy.outcome === 'failed' ? 'FAIL' : 'SKIP';
      return [
        `--- ${word}: ${benchmarkName(scenario, strategy.name)}`,
        `    ${oneLine(strategy.reason)}`,
      ];
    }),
  );
}

/** A name ends at a blank, and a part of it at a slash. */
function inName(value: string): string {
  return value.replaceAll(/[\s/\p{Cc}]+/gu, '_');
}

function oneLine(value: string): string {
  return value.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
