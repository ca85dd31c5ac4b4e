/** The fixtures of every directory under test; and, before any is made, room for all that the run will write. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  findFixtures,
  makeMissing,
  spaceForMissing,
  type FoundFixtures,
  type ProvidedFixture,
} from '../../../fixtures/provide.js';
import { requireSpace, spaceForCopies, type SpaceNeed } from '../../../fixtures/space.js';
import { formatDuration } from '../../core/units.js';
import type { Work } from './choose-work.js';
import { mountAt, type DirectoryUnderTest } from './directories.js';
import type { Stage } from './stage.js';

/** The fixtures in each directory under test, by its name. */
export type FixturesByDirectory = ReadonlyMap<string, readonly ProvidedFixture[]>;

/** Where results will lie, and what they will take at most. */
export interface ResultsToCome {
  directory: string;
  bytes: number;
}

interface FoundIn {
  directory: DirectoryUnderTest;
  fixtures: FoundFixtures;
}

/**
 * Finds the fixtures of this run in every directory that it copies from, and makes those that are missing.
 *
 * @throws HarnessError `E_FIXTURE_SPACE` before anything is written, when a filesystem has not the room
 */
export async function prepareFixtures(
  stage: Stage,
  results: ResultsToCome,
): Promise<FixturesByDirectory> {
  const { work, directories, progress, options } = stage;
  const all: FoundIn[] = [];
  for (const directory of directories.all) {
    const { directory: path } = directory.workspace;
    const wanted = directories.sources.includes(directory) ? work.fixtures : [];
    const names = wanted.map(({ name }) => name).join(', ');
    if (names !== '') progress.say(`Fixtures ${names} in ${path}`);
    all.push({ directory, fixtures: await findFixtures(path, wanted) });
  }
  for (const { directory, needs } of needsByFilesystem(all, work, results))
    await requireSpace(directory, needs, options.keepFree);
  const provided = new Map<string, readonly ProvidedFixture[]>();
  for (const { directory, fixtures } of all) {
    const made = await makeMissing(fixtures);
    for (const one of made) if (one.made) progress.say(madeLine(one, one.made));
    provided.set(directory.name, made);
  }
  return provided;
}

function madeLine(
  { fixture, elapsedNs }: ProvidedFixture,
  { reason }: Exclude<ProvidedFixture['made'], false>,
): string {
  return `  made ${fixture.name} in ${formatDuration(elapsedNs)}: ${reason}`;
}

/** What is going to be written to one filesystem. */
export interface FilesystemNeeds {
  /** A directory on it. */
  directory: string;
  needs: SpaceNeed[];
}

/** What is going to be written, by filesystem: directories under test may share one, with each other and with the results. */
export function needsByFilesystem(
  found: readonly FoundIn[],
  work: Pick<Work, 'scenarios' | 'largest'>,
  results: ResultsToCome,
): FilesystemNeeds[] {
  const byMount = new Map<string, FoundIn[]>();
  for (const one of found) {
    const { mount } = one.directory;
    byMount.set(mount, [...(byMount.get(mount) ?? []), one]);
  }
  const needs = new Map<string, FilesystemNeeds>();
  for (const [mount, on] of byMount) {
    const missing = on.map(({ fixtures }) => spaceForMissing(fixtures));
    const [first] = on;
    if (!first || !missing[0]) continue;
    const bytes = missing.reduce((sum, one) => sum + one.bytes, 0);
    needs.set(mount, {
      directory: first.directory.workspace.directory,
      needs: [{ ...missing[0], bytes }, spaceForCopies(copiesBytes(work, on.length))],
    });
  }
  const place = nearestFolder(results.directory);
  const mount = mountAt(place);
  const there = needs.get(mount) ?? { directory: place, needs: [] };
  needs.set(mount, { ...there, needs: [...there.needs, spaceForResults(results)] });
  return [...needs.values()];
}

/**
 * The most bytes of destinations that stand at the same time on one filesystem: the copy in flight; and, where some
 * are written over, the old file of each directory, which stays from copy to copy.
 */
function copiesBytes({ scenarios, largest }: Pick<Work, 'scenarios' | 'largest'>, on: number) {
  const states = scenarios.flatMap(({ conditions }) => conditions.map((one) => one.destination));
  const old = states.some((state) => state !== 'new') ? on : 0;
  return largest.sizeBytes * (1 + old);
}

function spaceForResults({ bytes }: ResultsToCome): SpaceNeed {
  return {
    what: 'for results at most',
    bytes,
    remedy: 'measure fewer --rounds or put the results elsewhere with --out PATH',
  };
}

/** The folder in which `path` is, or will be made. */
function nearestFolder(path: string): string {
  return existsSync(path) ? path : nearestFolder(dirname(path));
}
