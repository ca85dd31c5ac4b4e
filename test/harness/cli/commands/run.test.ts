/** A whole run of the compiled program, on every route that copies and with every strategy that works here. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { recordSchema } from '../../../../harness/results/record.js';
import { discoverStrategies } from '../../../../strategies/discover.js';
import { namesIn, temporaryFolder } from '../../../fakes/folders.js';
import { copybench, type Ended, recordIn, samplesIn, tinyRun } from '../program.js';

const FIXTURES = [
  '.copybench',
  'fixture-4KB.bin',
  'fixture-4KB.json',
  'fixture-64KB.bin',
  'fixture-64KB.json',
];

const nameOf = ({ name }: { name: string }): string => name;

describe('a run of two sizes', () => {
  const path = temporaryFolder();
  const out = path('out');
  let run: Ended = { status: null, stdout: '', stderr: '' };

  beforeAll(async () => {
    const words = ['run', '--suite', 'all', '--sizes', '64KB,4KB', '--rounds', '2'];
    // Some libraries take CI for a terminal with colours.
    const environment = { CI: 'true' };
    const places = ['--ballast', 'off', '--dir', path(), '--out', out];
    run = await copybench([...words, ...places], { environment });
  }, 180_000);

  test('ends well and says where the results are', () => {
    expect(run.stderr).toContain(`Record, samples, report.md and report.html are in ${out}\n`);
    expect(run.status).toBe(0);
  });

  test('prints the report on stdout, without colours, within 100 columns', () => {
    for (const route of ['file to file', 'file to socket', 'socket to file']) {
      expect(run.stdout).toContain(`4 KB, ${route}`);
      expect(run.stdout).toContain(`64 KB, ${route}`);
    }
    expect(run.stdout).not.toContain('\u001B');
    // The command that makes the run again is never broken.
    const lines = run.stdout.split('\n').filter((line) => !line.startsWith('  copybench run'));
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  });

  test('tells its progress on stderr in plain lines', () => {
    expect(run.stderr).toMatch(/^0 % 4 KB: warm-up round, [\w-]+$/m);
    expect(run.stderr).not.toContain('\u001B');
    expect(run.stderr).not.toContain('\r');
  });

  test('leaves record, samples and report, and nothing but fixtures in the directory under test', () => {
    const results = namesIn(out).filter((name) => name !== 'journal.jsonl');
    expect(results).toEqual([
      'plan.json',
      'record.json',
      'report-charts',
      'report.html',
      'report.md',
      'samples.jsonl',
    ]);
    expect(namesIn(path('copybench-files'))).toEqual(FIXTURES);
  });

  test('the record holds every route with every strategy, small sizes first', async () => {
    const record = recordIn(out);
    const copying = (await discoverStrategies()).filter(
      ({ checks, onlyNamed }) => checks === undefined && !onlyNamed,
    );
    expect(record.interrupted).toBe(false);
    expect(record.scenarios.map(({ sizeBytes, route }) => [sizeBytes, route])).toEqual([
      [4000, 'file-to-socket'],
      [4000, 'socket-to-file'],
      [4000, 'file-to-file'],
      [64_000, 'file-to-socket'],
      [64_000, 'socket-to-file'],
      [64_000, 'file-to-file'],
    ]);
    for (const scenario of record.scenarios) {
      const names = copying.filter(({ routes }) => routes.includes(scenario.route)).map(nameOf);
      expect(scenario.strategies.map(nameOf).toSorted()).toEqual(names.toSorted());
      expect(scenario).toMatchObject({
        rounds: 2,
        stopped: 'rounds',
        reference: scenario.route === 'file-to-socket' ? 'read-write-4k' : 'read-write',
      });
      expect(scenario.socket?.kind).toBe(scenario.route === 'file-to-file' ? undefined : 'tcp');
      expect(scenario.strategies.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
    }
    expect(record.options.command).toMatch(/ --seed \d+$/);
  });

  test('the samples are complete, in the order that the record gives', () => {
    const samples = samplesIn(out);
    const order = recordIn(out).scenarios.flatMap((scenario) =>
      scenario.order.flatMap((names, round) =>
        names.map((strategy, position) => ({ scenario: scenario.id, strategy, round, position })),
      ),
    );
    expect(samples).toHaveLength(order.length);
    expect(samples).toMatchObject(order);
    const times = samples.map(({ atNs }) => atNs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  test('`report` makes the same report again', async () => {
    const before = readFileSync(path('out', 'report.md'), 'utf8');
    writeFileSync(path('out', 'report.md'), 'lost');
    const report = await copybench(['report', out]);
    expect(report).toMatchObject({ status: 0, stdout: run.stdout });
    expect(readFileSync(path('out', 'report.md'), 'utf8')).toBe(before);
  });

  test('shows its charts in report.md by pictures that are there, unless told not to', async () => {
    const pictures = [
      ...readFileSync(path('out', 'report.md'), 'utf8').matchAll(/src(?:set)?="([^"]+)"/g),
    ];
    expect(pictures.length).toBeGreaterThan(0);
    for (const [, name = ''] of pictures) {
      expect(readFileSync(path('out', name), 'utf8')).toMatch(/^<svg role="img" /);
    }
    await copybench(['report', out, '--charts', 'none']);
    expect(readFileSync(path('out', 'report.md'), 'utf8')).not.toContain('<picture>');
    await copybench(['report', out]);
  });

  test('prints in ASCII where that is asked for, and a page by name', async () => {
    const { stdout } = await copybench(['report', out, '--ascii', '--format', 'terminal']);
    expect(stdout).toMatch(/^[\n -~]+$/);
    expect((await copybench(['report', out, '--format', 'html'])).stdout).toBe(
      readFileSync(path('out', 'report.html'), 'utf8'),
    );
  });

  test('`report --json` prints the record', async () => {
    const report = await copybench(['report', out, '--json']);
    expect(recordSchema.parse(JSON.parse(report.stdout))).toEqual(recordIn(out));
  });
});

describe('a tiny run', () => {
  const path = temporaryFolder();

  test('--json prints the record and nothing else on stdout', async () => {
    const run = await copybench(tinyRun(path(), path('json'), '--json'));
    expect(run.status).toBe(0);
    expect(recordSchema.parse(JSON.parse(run.stdout))).toEqual(recordIn(path('json')));
  });

  test('the same seed gives the same order', async () => {
    await copybench(tinyRun(path(), path('one'), '--seed', '7'));
    await copybench(tinyRun(path(), path('two'), '--seed', '7'));
    const [one, two] = ['one', 'two'].map((name) => recordIn(path(name)).scenarios[0]);
    expect(one?.order).toEqual(two?.order);
    expect(one?.seed).toBe(two?.seed);
  });

  test('--verify all compares every copy, --verify none not one', async () => {
    await copybench(tinyRun(path(), path('all'), '--verify', 'all'));
    await copybench(tinyRun(path(), path('none'), '--verify', 'none'));
    expect(new Set(samplesIn(path('all')).map(({ checked }) => checked))).toEqual(
      new Set(['content']),
    );
    expect(new Set(samplesIn(path('none')).map(({ checked }) => checked))).toEqual(
      new Set(['size']),
    );
  });

  test('a condition that one of its routes does not know is told in record and report', async () => {
    const out = path('unmet');
    const words = ['run', '--sizes', '4KB', '--rounds', '2', '--ballast', 'off'];
    const chosen = ['--strategies', 'read-write', '--durability', 'fdatasync'];
    const run = await copybench([...words, ...chosen, '--dir', path(), '--out', out]);
    expect(run.status).toBe(0);
    expect(recordIn(out).scenarios.map(({ route }) => route)).toEqual(['file-to-file']);
    expect(recordIn(out).warnings).toContainEqual({
      code: 'condition-unmet',
      message:
        '--durability fdatasync has no meaning on file-to-socket: nothing was measured there under it.',
      remedy: expect.stringContaining('--route file-to-file'),
    });
    expect(run.stdout).toContain('condition-unmet: --durability fdatasync');
  });

  test('an empty fixture is copied like any other', async () => {
    const run = await copybench(tinyRun(path(), path('empty'), '--sizes', '0B'));
    expect(run.status).toBe(0);
    expect(recordIn(path('empty')).scenarios[0]?.sizeBytes).toBe(0);
  });

  test('a fixture that was changed is made anew', async () => {
    writeFileSync(path('copybench-files', 'fixture-4KB.bin'), 'x'.repeat(4000));
    const run = await copybench(tinyRun(path(), path('changed')));
    expect(run.status).toBe(0);
    expect(run.stderr).toMatch(/made 4KB in .+: its content differs from its digest/);
  });

  test('a budget that ends with the warm-up round leaves nothing to say, and nothing failed', async () => {
    const words = ['run', '--sizes', '4KB', '--budget', '1ms', '--ballast', 'off'];
    const chosen = ['--strategies', 'cp', '--dir', path(), '--out', path('budget')];
    const run = await copybench([...words, ...chosen]);
    expect(run.status).toBe(3);
    expect(run.stdout).toContain('Nothing was measured: the time was spent with warm-up rounds.');
    expect(recordIn(path('budget')).scenarios[0]?.strategies).toEqual([]);
  });

  test('file, environment and flags stand over each other', async () => {
    const folder = path('configured');
    mkdirSync(folder);
    const config = { suite: 'smoke', seed: 1, strategies: ['cp'], ballast: 'off', rounds: 4 };
    writeFileSync(path('configured', 'copybench.config.json'), JSON.stringify(config));
    const run = await copybench(
      ['run', '--rounds', '2', '--sizes', '4KB', '--dir', path(), '--out', path('layers')],
      { cwd: folder, environment: { COPYBENCH_SEED: '2', COPYBENCH_ROUNDS: '6' } },
    );
    expect(run.status).toBe(0);
    const { options, scenarios } = recordIn(path('layers'));
    expect(options).toMatchObject({ suite: 'smoke', seed: 2, rounds: { min: 2, max: 2 } });
    expect(scenarios[0]?.strategies.map(({ name }) => name)).toEqual(['read-write', 'cp']);
  });
});
