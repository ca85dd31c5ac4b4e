/** The directories under test of a run: each with a name, a workspace of its own, and what lies below it. */
import { realpathSync, statSync } from 'node:fs';
import { describeDirectory, describeMachine } from '../../machine/describe.js';
import type { Directory, Machine } from '../../machine/machine.js';
import { MountWatch } from '../../machine/mount-watch.js';
import { mountOf } from '../../machine/mounts.js';
import type { DirectoryPair } from '../../measure/plan.js';
import { openWorkspace, type Workspace } from '../../measure/workspace.js';
import type { NamedDirectories } from './places.js';

export interface DirectoryUnderTest {
  /** What tables and scenarios call it: its filesystem, numbered where several have the same. */
  name: string;
  workspace: Workspace;
  facts: Directory;
  /** Tells its mounted filesystem from every other one. */
  mount: string;
  /** Whether that is still what lies below it and its copies. */
  mounts: MountWatch;
}

/** Where the ends of a scenario lie. */
export interface Ends {
  source: DirectoryUnderTest;
  destination: DirectoryUnderTest;
}

export interface DirectoriesUnderTest {
  /** In the order they were named; at least one. */
  all: readonly DirectoryUnderTest[];
  /** Those that files are copied from. */
  sources: readonly DirectoryUnderTest[];
  /** Those that files are copied to, where that was said; else each is copied within. */
  destinations: readonly DirectoryUnderTest[] | undefined;
  first: DirectoryUnderTest;
  areSeveral: boolean;
  /** @throws Error for a name that no directory has */
  endsOf(pair: DirectoryPair | undefined): Ends;
  /** Removes what was made in them and gives the locks back. */
  close(): Promise<void>;
  /** The same at once and without waiting, for a program that is being ended. */
  abandon(): void;
}

/**
 * Opens every directory that is named for one run, or none; they are made when missing.
 *
 * @throws HarnessError `E_DIRECTORY` when one cannot be made or written to; `E_LOCKED` when one is in use
 */
export async function openDirectories({
  from,
  to,
}: NamedDirectories): Promise<DirectoriesUnderTest> {
  const paths = [...new Set([...from, ...(to ?? [])])];
  const workspaces: Workspace[] = [];
  const close = async (): Promise<void> => {
    const closings = workspaces.map((workspace) => workspace.close());
    // One that cannot be cleared keeps no other from it, and is told when all have been tried.
    await Promise.allSettled(closings);
    await Promise.all(closings);
  };
  try {
    for (const path of paths) workspaces.push(await openWorkspace(path));
    const facts = workspaces.map(({ directory }) => describeDirectory(directory));
    const names = directoryNames(facts.map(({ filesystem }) => filesystem));
    const all = workspaces.map((workspace, index): DirectoryUnderTest => ({
      name: names[index]!,
      workspace,
      facts: facts[index]!,
      mount: mountAt(facts[index]!.path),
      mounts: new MountWatch([facts[index]!.path, realpathSync(workspace.copies)]),
    }));
    const abandon = (): void => {
      for (const workspace of workspaces) workspace.abandon();
    };
    const at = (path: string): DirectoryUnderTest => all[paths.indexOf(path)]!;
    return {
      all,
      sources: from.map(at),
      destinations: to?.map(at),
      first: all[0]!,
      areSeveral: all.length > 1,
      endsOf: endsIn(all),
      close,
      abandon,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * What directories are called: by filesystem, and numbered where several have the same.
 *
 * @param filesystems one for each; null where it is not known
 */
export function directoryNames(filesystems: readonly (string | null)[]): string[] {
  // A name becomes part of the ids of scenarios.
  const plain = filesystems.map((one) => (one ?? 'directory').replaceAll(/[^\w.]/g, '-'));
  return plain.map((name, index) => {
    const isOnly = plain.filter((other) => other === name).length === 1;
    const number = plain.slice(0, index + 1).filter((other) => other === name).length;
    return isOnly ? name : `${name}-${number}`;
  });
}

function endsIn(all: readonly DirectoryUnderTest[]): DirectoriesUnderTest['endsOf'] {
  const named = (name: string): DirectoryUnderTest => {
    const found = all.find((directory) => directory.name === name);
    if (!found) throw new Error(`This run has no directory named ${name}.`);
    return found;
  };
  return (pair) =>
    pair
      ? { source: named(pair.source), destination: named(pair.destination) }
      : { source: all[0]!, destination: all[0]! };
}

/** The machine, with these directories. */
export function machineUnder({ all }: Pick<DirectoriesUnderTest, 'all'>): Machine {
  const [first, ...others] = all.map(({ workspace }) => workspace.directory);
  return describeMachine(first!, others);
}

/** Where each directory lies on the same mounted filesystem as one before it: the name of that one, and its own. */
export function sharedMounts({ all }: Pick<DirectoriesUnderTest, 'all'>): [string, string][] {
  return all.flatMap(({ name, mount }, index): [string, string][] => {
    const before = all.slice(0, index).find((other) => other.mount === mount);
    return before ? [[before.name, name]] : [];
  });
}

/** What tells the mounted filesystem of `path` from others: its number; where mounts are not told, that of stat(2). */
export function mountAt(path: string): string {
  return mountOf(path)?.deviceNumber ?? String(statSync(path).dev);
}
