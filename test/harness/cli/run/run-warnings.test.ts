import { rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  type Beginning,
  interruptedWarning,
  remountedWarnings,
  stampsOf,
  warningsAtBeginning,
  warningsAtEnd,
} from '../../../../harness/cli/run/run-warnings.js';
import type { Examined } from '../../../../harness/machine/examine.js';
import { temporaryFolder } from '../../../fakes/folders.js';
import { fakeRecord } from '../../../fakes/records.js';
import { fakeFixture } from '../../../fakes/strategies.js';

const { machine } = fakeRecord();
const CALM: Beginning = {
  machine,
  addonMissing: undefined,
  largest: fakeFixture(),
  leftOut: [],
  leftovers: [],
  sharedMounts: [],
  scenarios: [{ route: 'file-to-socket' }],
  unmet: [],
  pins: null,
  unseen: [],
};
const doubtful = (name: string): Examined => ({
  name,
  label: name,
  available: true,
  value: 'far too much',
  concern: 'doubt',
  why: 'It makes copies slow.',
  remedy: 'Have less of it.',
});
const codesOf = (changes: Partial<Beginning>) =>
  warningsAtBeginning({ ...CALM, ...changes }).map(({ code }) => code);

describe('before the first copy', () => {
  it('nothing is doubtful on a calm machine', () => {
    expect(codesOf({})).toEqual([]);
  });

  it.each<[string, Partial<Beginning>]>([
    ['addon-missing', { addonMissing: 'no compiler' }],
    ['load-high', { machine: { ...machine, checks: [doubtful('load')] } }],
    ['machine-state', { machine: { ...machine, checks: [doubtful('swap')] } }],
    ['memory-tight', { largest: fakeFixture(machine.memory.availableBytes / 2) }],
    ['scenario-left-out', { leftOut: [fakeFixture()] }],
    ['condition-unmet', { unmet: [{ route: 'http', demand: '--cache cold' }] }],
    ['pinned-together', { pins: { workers: [1], receiver: [1] } }],
    ['leftovers-removed', { leftovers: ['run-x'] }],
    ['same-filesystem', { sharedMounts: [['ext4-1', 'ext4-2']] }],
    ['machine-unseen', { unseen: [{ path: '/proc/stat', unknown: 'steal time' }] }],
  ])('%s', (code, changes) => {
    expect(codesOf(changes)).toEqual([code]);
  });

  it('a demand that several routes do not know is one warning with all of them', () => {
    const demand = '--durability fdatasync';
    const unmet = [
      { route: 'file-to-socket', demand },
      { route: 'socket-to-file', demand },
      { route: 'socket-to-file', demand: '--cache cold' },
    ] as const;
    const warnings = warningsAtBeginning({ ...CALM, unmet });
    expect(warnings.map(({ code }) => code)).toEqual(['condition-unmet', 'condition-unmet']);
    expect(warnings[0]?.message).toBe(
      '--durability fdatasync has no meaning on file-to-socket, socket-to-file: nothing was measured there under it.',
    );
    expect(warnings[1]?.message).toContain('--cache cold has no meaning on socket-to-file:');
  });

  it('what doctor calls good, worth knowing or unknown is no warning', () => {
    const checks = (['good', 'note', 'unknown'] as const).map((concern) => ({
      ...doubtful('swap'),
      concern,
    }));
    expect(codesOf({ machine: { ...machine, checks } })).toEqual([]);
  });

  it('all that is hidden stands in one warning, with what is not known for it', () => {
    const unseen = ['/proc/stat', '/sys/bus'].map((path) => ({ path, unknown: `all of ${path}` }));
    const warnings = warningsAtBeginning({ ...CALM, unseen });
    expect(warnings.map(({ message }) => message)).toEqual([
      'Not told here, since these cannot be read: /proc/stat (all of /proc/stat); /sys/bus (all of /sys/bus).',
    ]);
  });

  it('a doubt about the machine tells value, reason and remedy', () => {
    const checks = [doubtful('swap')];
    expect(warningsAtBeginning({ ...CALM, machine: { ...machine, checks } })).toEqual([
      {
        code: 'machine-state',
        message: 'Before the run, swap: far too much. It makes copies slow.',
        remedy: 'Have less of it.',
      },
    ]);
  });

  it('ends of connections that have room, or that there are none of, are not doubtful', () => {
    expect(codesOf({ pins: { workers: [0], receiver: [1] } })).toEqual([]);
    expect(codesOf({ pins: { workers: [0, 1], receiver: [0, 1] } })).toEqual([]);
    expect(codesOf({ pins: { workers: undefined, receiver: [1] } })).toEqual([]);
    const scenarios = [{ route: 'file-to-file' }] as const;
    expect(codesOf({ pins: { workers: [1], receiver: [1] }, scenarios })).toEqual([]);
  });

  it('every size that was left out is named', () => {
    const leftOut = [fakeFixture(1000), fakeFixture(2000)];
    const [warning] = warningsAtBeginning({ ...CALM, leftOut });
    expect(warning?.message).toBe('--quick left out 1000B, 2000B.');
  });
});

describe('after the last copy', () => {
  const path = temporaryFolder();
  const provided = (name: string) => ({
    fixture: fakeFixture(),
    path: path(name),
    made: false as const,
    elapsedNs: 0,
  });

  it.each([
    ['kept', () => undefined, 0],
    ['written to', () => writeFileSync(path('written to'), 'other'), 1],
    ['removed', () => rmSync(path('removed')), 1],
  ])('a fixture that was %s', async (name, change, count) => {
    writeFileSync(path(name), 'content');
    const fixture = provided(name);
    const stamps = await stampsOf([fixture]);
    change();
    const warnings = await warningsAtEnd([fixture], stamps);
    expect(warnings.map(({ code }) => code)).toEqual(Array(count).fill('fixture-changed'));
  });

  it('all that were changed stand in one warning', async () => {
    const warnings = await warningsAtEnd([provided('a'), provided('b')], new Map());
    expect(warnings).toHaveLength(1);
    expect(warnings[0]?.message).toContain(`${path('a')}, ${path('b')}`);
  });
});

const lying = (path: string, mountOptions: string | null) => ({
  ...machine.directory,
  path,
  mountOptions,
});

const begunIn = (options: string | null) => ({
  machine: { ...machine, directory: lying('/a', options) },
});

describe('directories of a resumed run', () => {
  it('are told when their mount options are others than when it was begun', () => {
    expect(remountedWarnings(begunIn('rw,relatime'), [lying('/a', 'rw,sync')])).toEqual([
      {
        code: 'mount-changed',
        message: expect.stringMatching(
          /^\/a was remounted before the run was resumed, now with sync and no longer with relatime: /,
        ),
        remedy: expect.stringMatching(/\.$/),
      },
    ]);
  });

  it.each<[string | null, string | null]>([
    ['rw,relatime', 'relatime,rw'],
    [null, 'rw'],
    ['rw', null],
  ])('are not, from %s to %s', (before, now) => {
    expect(remountedWarnings(begunIn(before), [lying('/a', now)])).toEqual([]);
    expect(remountedWarnings(begunIn('rw'), [lying('/of-before', 'ro')])).toEqual([]);
  });

  it('are told each, where there are several', () => {
    const directories = ['/a', '/b', '/c'].map((path) => ({ name: path, ...lying(path, 'rw') }));
    const now = [lying('/a', 'rw'), lying('/b', 'rw,sync'), lying('/c', 'rw,noatime')];
    const told = remountedWarnings({ ...begunIn('rw'), directories }, now);
    expect(told.map(({ message }) => message.split(' ')[0])).toEqual(['/b', '/c']);
  });
});

it('an interrupted run says how many scenarios there should have been', () => {
  const { message, remedy } = interruptedWarning(6, '/results');
  expect(message).toBe('The run was interrupted; 6 scenarios were planned.');
  expect(remedy).toContain('copybench run --resume /results');
});
