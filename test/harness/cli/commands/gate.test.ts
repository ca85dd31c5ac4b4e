/** Gates of the compiled program, on small files: what they need, what they leave, and how they end. */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../../../harness/core/package-root.js';
import { baselineSchema } from '../../../../harness/results/gate/baseline.js';
import { calibrationSchema } from '../../../../harness/results/gate/calibration.js';
import { sampleSchema } from '../../../../harness/measure/sample.js';
import { gateSchema, type GateRecord } from '../../../../harness/results/gate/gate-record.js';
import { namesIn, temporaryFolder } from '../../../fakes/folders.js';
import { copybench, type Ended } from '../program.js';

const path = temporaryFolder();
const baseline = path('baseline.json');
const SMALL = ['--sizes', '4KB', '--rounds', '12', '--ballast', 'off', '--dir', path()];
const FEW = ['--strategies', 'read-write,copy-file,memory-copy', '--margin', '50'];

let captured: Ended = { status: null, stdout: '', stderr: '' };

beforeAll(async () => {
  const places = ['--out', path('base'), '--to', baseline];
  // Tiny copies on a machine that runs tests are noisy: --force keeps them, with the doubts in the file.
  captured = await copybench(['baseline', '--passes', '2', '--force', ...SMALL, ...FEW, ...places]);
}, 120_000);

function gateIn(out: string): GateRecord {
  return gateSchema.parse(JSON.parse(readFileSync(join(out, 'gate.json'), 'utf8')));
}

/** The arms of each round that was stored, by name. */
function roundsIn(pass: string): string[][] {
  const rounds: string[][] = [];
  for (const line of readFileSync(join(pass, 'samples.jsonl'), 'utf8').trim().split('\n')) {
    const { round, strategy } = sampleSchema.parse(JSON.parse(line));
    (rounds[round] ??= []).push(strategy);
  }
  return rounds.map((arms) => arms.toSorted());
}

function gate(...words: readonly string[]): Promise<Ended> {
  return copybench(['gate', ...SMALL, ...FEW, ...words]);
}

describe('copybench baseline', () => {
  test('writes the file and says what is in it', () => {
    expect(captured.status).toBe(0);
    expect(captured.stdout).toContain(`Baseline: ${baseline}`);
    const { scenarios, summary } = baselineSchema.parse(JSON.parse(readFileSync(baseline, 'utf8')));
    const [scenario] = scenarios;
    expect(scenario?.arms.map(({ name }) => name)).toEqual(
      ['copy-file', 'memory-copy', 'read-write', 'control'].toSorted(
        (a, b) => order(scenario, a) - order(scenario, b),
      ),
    );
    expect(scenario?.arms.every(({ passes }) => passes.length === 2)).toBe(true);
    expect(summary).toHaveLength(1);
  });

  test('leaves a run in a folder for each pass, and nothing else where it copied', () => {
    expect(namesIn(path('base'))).toEqual(['pass-1', 'pass-2']);
    expect(namesIn(path('copybench-files'))).toEqual([
      '.copybench',
      'fixture-4KB.bin',
      'fixture-4KB.json',
    ]);
  });

  test.each([['0'], ['many'], ['1.5']])('refuses --passes %s', async (passes) => {
    const { status, stderr } = await copybench(['baseline', '--passes', passes]);
    expect([status, stderr]).toEqual([2, expect.stringContaining(`--passes "${passes}"`)]);
  });
});

function order(scenario: { arms: { name: string }[] } | undefined, name: string): number {
  return scenario?.arms.findIndex((arm) => arm.name === name) ?? -1;
}

describe('copybench gate against a baseline', () => {
  test('decides, ends with the status it says, and keeps its passes', async () => {
    const out = path('gate');
    const { status, stdout, stderr } = await gate('--baseline', baseline, '--out', out);
    const decision = gateIn(out);
    expect(status).toBe(decision.exitStatus);
    expect(stdout).toContain(decision.sentence);
    expect(stderr).toContain(`gate.json, gate.md and the passes are in ${out}`);
    expect(decision.cells.map(({ strategy, measure }) => [strategy, measure])).toEqual([
      ['copy-file', 'ratio'],
    ]);
    expect(decision.passes[0]).toBe(join(out, 'pass-1'));
    expect(readFileSync(join(out, 'gate.md'), 'utf8')).toContain('# copybench gate');
  }, 60_000);

  test('never passes when a strategy of the baseline is not measured', async () => {
    const out = path('without');
    const words = ['--strategies', 'read-write,cp', '--baseline', baseline, '--out', out];
    const { status } = await copybench(['gate', ...SMALL, '--margin', '50', ...words]);
    expect(status).toBe(1);
    expect(gateIn(out).reasons.join('\n')).toContain(
      'copy-file, file-to-file, 4KB: It was measured before',
    );
  }, 60_000);

  test('prints gate.json with --json', async () => {
    const { stdout } = await gate('--baseline', baseline, '--out', path('json'), '--json');
    expect(gateSchema.parse(JSON.parse(stdout)).mode).toBe('baseline');
  }, 60_000);

  test('needs a baseline, and says how to get one', async () => {
    const { status, stderr } = await gate('--baseline', path('none.json'));
    expect([status, stderr]).toEqual([4, expect.stringContaining('E_BASELINE_MISSING')]);
  });

  test('refuses the baseline of another machine unless it is told to take it', async () => {
    const foreign = path('foreign.json');
    const { sealed } = await import('../../../../harness/results/gate/baseline.js');
    const { digest: _, ...content } = baselineSchema.parse(
      JSON.parse(readFileSync(baseline, 'utf8')),
    );
    const machine = { ...content.machine, fingerprint: '0123456789abcdef' };
    writeFileSync(foreign, JSON.stringify(sealed({ ...content, machine })));
    const refused = await gate('--baseline', foreign);
    expect([refused.status, refused.stderr]).toEqual([
      4,
      expect.stringContaining('E_BASELINE_FOREIGN'),
    ]);
    const out = path('any');
    const taken = await gate('--baseline', foreign, '--any-machine', '--out', out);
    expect(taken.status).toBe(gateIn(out).exitStatus);
    expect(gateIn(out).scenarios[0]?.referenceChange).toBeNull();
  }, 60_000);

  test('refuses a baseline that was measured on other CPUs, and says with what', async () => {
    const pinned = path('pinned.json');
    const { sealed } = await import('../../../../harness/results/gate/baseline.js');
    const { digest: _, ...content } = baselineSchema.parse(
      JSON.parse(readFileSync(baseline, 'utf8')),
    );
    const cpus = { workers: '0', receiver: '0' };
    writeFileSync(pinned, JSON.stringify(sealed({ ...content, pinned: cpus })));
    const { status, stderr } = await gate('--baseline', pinned);
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(
        /other CPUs: workers and their other ends on CPU 0; this gate with: none/,
      ),
    ]);
  });

  test.each([
    [['--against', '/x', '--node', '/y'], '--against and --node name several rivals'],
    [['--against', '/x', '--absolute'], 'takes no baseline'],
    [['--absolute', '--any-machine'], 'hold on one machine only'],
    [['--margin', '0'], '--margin "0"'],
    [['--margin', 'much'], '--margin "much"'],
    [['--against-ref', 'no-such-ref-at-all'], 'has no such commit'],
    [['--node', '/bin/false'], '/bin/false is no Node'],
    [['--against', '/tmp', '--route', 'http', '--suite', 'http'], 'http cannot be raced'],
  ])('refuses %j', async (words, complaint) => {
    const { status, stderr } = await copybench([
      'gate',
      '--ballast',
      'off',
      '--dir',
      path(),
      ...words,
    ]);
    expect([status, stderr]).toEqual([2, expect.stringContaining(complaint)]);
  });

  test('refuses a directory that is no build', async () => {
    mkdirSync(path('empty'), { recursive: true });
    const { status, stderr } = await gate('--against', path('empty'));
    expect([status, stderr]).toEqual([4, expect.stringContaining('E_BUILD')]);
  });
});

describe('copybench gate against another build', () => {
  const other = path('other');

  beforeAll(() => {
    mkdirSync(other);
    for (const file of ['package.json', 'dist', 'build']) {
      if (existsSync(join(packageRoot(), file))) {
        cpSync(join(packageRoot(), file), join(other, file), { recursive: true });
      }
    }
    symlinkSync(join(packageRoot(), 'node_modules'), join(other, 'node_modules'));
  });

  test('races every arm in the same rounds, the reference too', async () => {
    const out = path('race');
    const { status } = await gate('--against', other, '--out', out);
    const decision = gateIn(out);
    expect(status).toBe(decision.exitStatus);
    expect(decision.mode).toBe('builds');
    expect(decision.before.name).toBe(other);
    expect(decision.cells.map(({ strategy }) => strategy).toSorted()).toEqual([
      'copy-file',
      'read-write',
    ]);
    // What is open after 12 rounds is measured longer: what the first pass saw is its screening then.
    expect(
      decision.cells.every(({ screening, first }) => (screening ?? first)?.rounds === 12),
    ).toBe(true);
    const everyArm = ['control', 'copy-file', 'memory-copy', 'read-write'];
    const rounds = roundsIn(join(out, 'pass-1'));
    expect(rounds).toHaveLength(13);
    for (const arms of rounds) {
      expect(arms).toEqual([...everyArm, 'copy-file@before', 'read-write@before'].toSorted());
    }
  }, 60_000);

  test('sees a strategy that the other build does not have as new', async () => {
    rmSync(join(other, 'dist/strategies/copy-file.js'));
    const out = path('new');
    await gate('--against', other, '--out', out);
    const cell = gateIn(out).cells.find(({ strategy }) => strategy === 'copy-file');
    expect(cell?.state).toBe('new');
  }, 60_000);

  test('races this build under another Node', async () => {
    const out = path('node');
    const { status } = await gate('--node', process.execPath, '--out', out);
    const decision = gateIn(out);
    expect(status).toBe(decision.exitStatus);
    expect(decision).toMatchObject({
      mode: 'runtimes',
      before: { name: `Node ${process.versions.node}` },
    });
  }, 60_000);
});

describe('copybench calibrate', () => {
  const out = path('calibration');

  test('measures gates of each kind, and replays them', async () => {
    const kinds = ['--gates', '2', '--effects', '10,20', '--simulate', '20', '--passes', '1'];
    const { status, stdout } = await copybench([
      'calibrate',
      ...SMALL,
      ...FEW,
      ...kinds,
      '--out',
      out,
    ]);
    expect(status).toBe(0);
    expect(stdout).toContain('Live: every copy was made');
    expect(stdout).toContain('Simulated');
    expect(readFileSync(join(out, 'calibration.md'), 'utf8')).toContain('copybench gate');
  }, 120_000);

  test('measures both sides in the same rounds with --paired', async () => {
    const kinds = ['--gates', '1', '--effects', '20', '--simulate', '10', '--passes', '3'];
    const words = ['--paired', ...kinds];
    const paired = path('paired');
    const { status, stdout } = await copybench([
      'calibrate',
      ...SMALL,
      ...FEW,
      ...words,
      '--out',
      paired,
    ]);
    expect(status).toBe(0);
    expect(stdout).toContain('Both sides in the same rounds');
    const read = calibrationSchema.parse(
      JSON.parse(readFileSync(join(paired, 'calibration.json'), 'utf8')),
    );
    expect(read).toMatchObject({ mode: 'paired', baselinePasses: 0 });
    expect(read.gates.map(({ injected }) => injected)).toEqual([0, 0.2]);
    // What is replayed are passes of their own: those of gates end too early to be drawn from.
    expect(read.passes).toHaveLength(3);
  }, 120_000);

  test('replays without copying, and the same every time', async () => {
    const words = ['calibrate', '--from', out, '--simulate', '30'];
    const [once, twice] = [await copybench(words), await copybench(words)];
    expect(once.status).toBe(0);
    expect(twice.stdout).toBe(once.stdout);
  }, 60_000);

  test.each([
    [['--gates', '0'], '--gates "0"'],
    [['--effects', 'x'], '--effects "x"'],
    [['--route', 'file-to-socket', '--suite', 'file-to-socket'], 'from file to file'],
  ])(
    'refuses %j',
    async (words, complaint) => {
      const places = [
        '--ballast',
        'off',
        '--dir',
        path(),
        '--sizes',
        '4KB',
        '--out',
        path('refused'),
      ];
      const { status, stderr } = await copybench(['calibrate', ...words, ...places]);
      expect([status, stderr]).toEqual([2, expect.stringContaining(complaint)]);
    },
    60_000,
  );

  test('needs a calibration to replay', async () => {
    const { status, stderr } = await copybench(['calibrate', '--from', path('nowhere')]);
    expect([status, stderr]).toEqual([2, expect.stringContaining('E_RECORD_MISSING')]);
  });
});
