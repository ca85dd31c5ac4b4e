import { describe, expect, it } from 'vitest';
import { renderGoBenchmark } from '../../../reports/formats/go-benchmark.js';
import { hostileRun, smallRun } from '../../fakes/sampled-run.js';

interface Parsed {
  configuration: Record<string, string>;
  results: { name: string; iterations: number; values: Record<string, number> }[];
  others: string[];
}

/**
 * As strict as the format's specification (golang.org/design/14313-benchmark-format) and benchstat's own reader:
 * what begins like a result or a configuration and is none is an error.
 */
function parse(text: string): Parsed {
  const parsed: Parsed = { configuration: {}, results: [], others: [] };
  for (const line of text.split('\n').slice(0, -1)) {
    if (/^Benchmark(?:$|[^\p{Ll}])/u.test(line)) parsed.results.push(parseResult(line));
    else if (/^\p{Ll}[^\s\p{Lu}]*:/u.test(line)) {
      const [, key = '', value = ''] = /^([^\s:]+):[ \t]+(\S.*)$/.exec(line) ?? [];
      expect(key, line).not.toBe('');
      parsed.configuration[key] = value;
    } else parsed.others.push(line);
  }
  return parsed;
}

function parseResult(line: string): Parsed['results'][number] {
  const [name = '', iterations = '', ...fields] = line.split(/\s+/u);
  expect(iterations).toMatch(/^[1-9]\d*$/);
  expect(fields.length).toBeGreaterThan(0);
  expect(fields.length % 2).toBe(0);
  const values: Record<string, number> = {};
  for (let index = 0; index < fields.length; index += 2) {
    const [value = '', unit = ''] = fields.slice(index, index + 2);
    expect(Number.isFinite(Number(value)) && value !== '', line).toBe(true);
    expect(values).not.toHaveProperty(unit);
    values[unit] = Number(value);
  }
  return { name, iterations: Number(iterations), values };
}

const keysOf = (name: string): Record<string, string> =>
  Object.fromEntries(
    name
      .split('/')
      .slice(1)
      .map((part) => {
        const [key = '', value = ''] = part.split('=');
        return [key, value];
      }),
  );

function unitsOf(results: Parsed['results'], strategy: string): string[] {
  const found = results.find(({ name }) => keysOf(name)['strategy'] === strategy);
  return Object.keys(found?.values ?? {});
}

describe('Go benchmark text', () => {
  const { configuration, results, others } = parse(renderGoBenchmark(smallRun));

  it('has a line for every measured copy in the order taken, the control arm among them', () => {
    const taken = smallRun.samples.filter(({ round }) => round > 0);
    expect(results.map(({ name }) => keysOf(name)['strategy'])).toEqual(
      taken.map(({ strategy }) => strategy),
    );
    expect(results.map(({ values }) => values['ns/op'])).toEqual(
      taken.map(({ elapsedNs }) => elapsedNs),
    );
    expect(keysOf(results[0]!.name)).toEqual({
      strategy: 'read-write',
      route: 'file-to-file',
      cache: 'warm',
      durability: 'buffered',
      destination: 'new',
      size: '7MB',
    });
  });

  it('says where it was measured', () => {
    expect(configuration).toMatchObject({ goos: 'linux', goarch: 'amd64', cpu: 'AMD EPYC 9R14' });
  });

  it('tells skipped and failed strategies as Go does, and gives them no figure', () => {
    expect(others.filter((line) => line.startsWith('---'))).toEqual([
      expect.stringMatching(/^--- SKIP: BenchmarkCopy\/strategy=reflink\//),
      expect.stringMatching(/^--- FAIL: BenchmarkCopy\/strategy=sendfile\//),
    ]);
  });

  it('never ends a name in what benchstat takes for a number of CPUs', () => {
    for (const { name } of results) expect(name).not.toMatch(/-\d+$/);
  });

  it('leaves out figures that are not known', () => {
    expect(unitsOf(results, 'cp')).toEqual(['ns/op', 'MB/s', 'peak-RSS-bytes']);
    expect(unitsOf(results, 'splice')).toEqual(['ns/op', 'MB/s', 'user+sys-ns/op']);
  });

  it('keeps hostile words on their lines', () => {
    const hostile = parse(renderGoBenchmark(hostileRun));
    expect(hostile.others.filter((line) => !/^(?:---|    )/.test(line))).toEqual([]);
    expect(hostile.others[0]).toContain('strategy=-1+2_a_b/');
  });
});
