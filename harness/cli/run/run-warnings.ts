/** Doubts about a run as a whole, known before or after the copies. */
import { stat } from 'node:fs/promises';
import type { ProvidedFixture } from '../../../fixtures/provide.js';
import type { Fixture } from '../../../fixtures/catalog.js';
import type { Directory, Machine } from '../../machine/machine.js';
import { optionsDifference } from '../../machine/mount-watch.js';
import type { Unseen } from '../../machine/unseen.js';
import { formatSize } from '../../core/units.js';
import { unmetWarnings, type UnmetDemand } from './choose-conditions.js';
import type { Pins } from './choose-pins.js';
import type { ChosenScenario } from './choose-scenarios.js';
import type { Heading } from '../../results/run-plan.js';
import type { Warning } from '../../results/warning.js';

export interface Beginning {
  machine: Machine;
  /** Why the addon is missing, or undefined. */
  addonMissing: string | undefined;
  largest: Fixture | undefined;
  leftOut: readonly Fixture[];
  leftovers: readonly string[];
  /** Names of directories that lie on the same filesystem, by two. */
  sharedMounts: readonly (readonly [string, string])[];
  scenarios: readonly Pick<ChosenScenario, 'route'>[];
  /** What was asked for on routes that have no meaning for it. */
  unmet: readonly UnmetDemand[];
  pins: Pins | null;
  /** Files of the kernel that cannot be read here. */
  unseen: readonly Unseen[];
}

/** What is doubtful before the first copy. */
export function warningsAtBeginning(beginning: Beginning): Warning[] {
  const { machine, addonMissing, largest, leftOut, leftovers, sharedMounts, pins } = beginning;
  const warnings: Warning[] = [];
  if (addonMissing !== undefined) {
    warnings.push({
      code: 'addon-missing',
      message:
        `The native addon is missing: ${addonMissing}. Native strategies are unsupported, the cache state is ` +
        'not proven, and programs such as cp are timed by Node, with its own overhead and without their CPU time.',
      remedy: 'Install a C++ compiler, make and Python 3, then run `npm run build:native`.',
    });
  }
  warnings.push(...machineWarnings(machine), ...unseenWarning(beginning.unseen));
  const turns = pins ? takingTurns(pins, beginning.scenarios) : [];
  warnings.push(...turns, ...unmetWarnings(beginning.unmet));
  if (largest && machine.memory.availableBytes < 3 * largest.sizeBytes) {
    warnings.push({
      code: 'memory-tight',
      message: `${formatSize(machine.memory.availableBytes)} of memory were available for copies of ${largest.name}.`,
      remedy:
        'Source and copy may not both stay in memory. Free memory, or choose smaller --sizes.',
    });
  }
  if (leftOut.length > 0) {
    warnings.push({
      code: 'scenario-left-out',
      message: `--quick left out ${leftOut.map(({ name }) => name).join(', ')}.`,
      remedy: 'Run without --quick, or name it with --sizes.',
    });
  }
  if (leftovers.length > 0) {
    warnings.push({
      code: 'leftovers-removed',
      message: `Copies of a run that was killed were removed: ${leftovers.join(', ')}.`,
      remedy: 'Nothing to do.',
    });
  }
  for (const [first, second] of sharedMounts) {
    warnings.push({
      code: 'same-filesystem',
      message: `The directories ${first} and ${second} lie on the same mounted filesystem.`,
      remedy:
        'A difference between them is noise, or comes from where their blocks lie. Name directories on other filesystems with --dir.',
    });
  }
  return warnings;
}

/** Both ends of a connection on a single CPU. */
function takingTurns(
  { workers, receiver }: Pins,
  scenarios: Beginning['scenarios'],
): readonly Warning[] {
  const isShared = workers?.length === 1 && receiver?.length === 1 && workers[0] === receiver[0];
  if (!isShared || scenarios.every(({ route }) => route === 'file-to-file')) return [];
  return [
    {
      code: 'pinned-together',
      message: `Both ends of every connection ran on CPU ${workers[0]}, where they take turns.`,
      remedy:
        'For two ends that work at once, give the other one a CPU of its own: --pin-receiver.',
    },
  ];
}

/** What `copybench doctor` calls doubtful. */
function machineWarnings({ checks = [] }: Machine): Warning[] {
  return checks
    .filter(({ concern }) => concern === 'doubt')
    .map(({ name, label, value, why, remedy = '' }) => ({
      code: name === 'load' ? 'load-high' : 'machine-state',
      message: `Before the run, ${label}: ${value}. ${why}`,
      remedy,
    }));
}

/** What is hidden from copybench, in one warning. */
function unseenWarning(unseen: readonly Unseen[]): Warning[] {
  if (unseen.length === 0) return [];
  const told = unseen.map(({ path, unknown }) => `${path} (${unknown})`).join('; ');
  return [
    {
      code: 'machine-unseen',
      message: `Not told here, since these cannot be read: ${told}.`,
      remedy:
        'Mount /proc and /sys, and in containers leave them unmasked; else take the figures for what is known of them.',
    },
  ];
}

/**
 * Directories whose mount options are no longer those that the record of a resumed run names.
 *
 * @param heading of the run, from when it was begun
 * @param now its directories, as they are
 */
export function remountedWarnings(
  { machine, directories }: Pick<Heading, 'machine' | 'directories'>,
  now: readonly Pick<Directory, 'path' | 'mountOptions'>[],
): Warning[] {
  const before = directories ?? [machine.directory];
  return now.flatMap(({ path, mountOptions }): Warning[] => {
    const was = before.find((one) => one.path === path)?.mountOptions ?? null;
    const difference =
      was === null || mountOptions === null ? '' : optionsDifference(was, mountOptions);
    if (difference === '') return [];
    return [
      {
        code: 'mount-changed',
        message: `${path} was remounted before the run was resumed, ${difference}: not all copies were made under the conditions that the record names.`,
        remedy: 'Mount it as it was and measure again, in one piece.',
      },
    ];
  });
}

/**
 * @param planned how many scenarios there should have been
 * @param directory of the run's results
 */
export function interruptedWarning(planned: number, directory: string): Warning {
  return {
    code: 'interrupted',
    message: `The run was interrupted; ${planned} scenarios were planned.`,
    remedy: `What was measured until then is shown and holds, with fewer rounds. Go on with \`copybench run --resume ${directory}\`.`,
  };
}

/** What identifies the content of a fixture without reading it. */
async function stampOf({ path }: ProvidedFixture): Promise<string> {
  const found = await stat(path, { bigint: true }).catch(() => null);
  return found ? `${found.ino} ${found.size} ${found.mtimeNs}` : 'missing';
}

/** The stamp of each fixture, by path. */
export async function stampsOf(fixtures: readonly ProvidedFixture[]): Promise<Map<string, string>> {
  const stamps = new Map<string, string>();
  for (const fixture of fixtures) stamps.set(fixture.path, await stampOf(fixture));
  return stamps;
}

/** A fixture that changed while it was copied: its copies were equal to something, but to what? */
export async function warningsAtEnd(
  fixtures: readonly ProvidedFixture[],
  stamps: ReadonlyMap<string, string>,
): Promise<Warning[]> {
  const changed: string[] = [];
  for (const fixture of fixtures) {
    if ((await stampOf(fixture)) !== stamps.get(fixture.path)) changed.push(fixture.path);
  }
  if (changed.length === 0) return [];
  return [
    {
      code: 'fixture-changed',
      message: `Changed by somebody else during the run: ${changed.join(', ')}.`,
      remedy:
        'Discard the figures of these sizes and measure again; the fixtures are then made anew.',
    },
  ];
}
