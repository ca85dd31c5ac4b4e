/** The facts of several runs beside each other: what differs, and what is the same. */
import { formatSize } from '../harness/core/units.js';
import { ofDirectories, type RunRecord } from '../harness/results/record.js';
import { pinnedName } from '../harness/results/pinned-name.js';
import { type Text, styled, text } from './text.js';

/** A fact as people read it; nothing where a run does not tell. */
interface Fact {
  readonly name: string;
  readonly of: (run: RunRecord) => string | null;
}

const FACTS: readonly Fact[] = [
  { name: 'machine fingerprint', of: ({ machine }) => machine.fingerprint },
  { name: 'host', of: ({ machine }) => machine.hostname },
  { name: 'kernel', of: ({ machine }) => machine.os.kernel },
  { name: 'Node', of: ({ machine }) => nodeVersion(machine.runtime.node) },
  { name: 'filesystem', of: (run) => ofDirectories(run, ({ filesystem }) => filesystem) },
  { name: 'mount options', of: (run) => ofDirectories(run, ({ mountOptions }) => mountOptions) },
  { name: 'device', of: (run) => ofDirectories(run, ({ device }) => device) },
  { name: 'device scheduler', of: (run) => ofDirectories(run, ({ scheduler }) => scheduler) },
  { name: 'read-ahead', of: (run) => ofDirectories(run, (one) => readAhead(one.readAheadKib)) },
  { name: 'system', of: ({ machine }) => machine.os.name },
  { name: 'architecture', of: ({ machine }) => machine.os.architecture },
  { name: 'processor', of: ({ machine }) => machine.cpu.model },
  { name: 'cores', of: ({ machine }) => String(machine.cpu.cores) },
  { name: 'governor', of: ({ machine }) => machine.cpu.governor },
  { name: 'memory', of: ({ machine }) => formatSize(machine.memory.totalBytes) },
  { name: 'virtualisation', of: ({ machine }) => machine.virtualisation },
  { name: 'transparent huge pages', of: ({ machine }) => machine.transparentHugePages },
  {
    name: 'free page reporting',
    of: ({ machine: { freePageReporting } }) =>
      freePageReporting === null ? null : freePageReporting ? 'on' : 'off',
  },
  { name: 'CPUs pinned', of: ({ options }) => pinnedName(options.pinned) },
  { name: 'memory ballast', of: ({ ballast }) => ballast.state },
  { name: 'libuv', of: ({ machine }) => machine.runtime.libuv },
  { name: 'copybench', of: ({ tool }) => tool.version },
];

/** `A` to `Z`, and numbers beyond: what the runs of a comparison are called. */
export function runLetter(run: number): string {
  return run < 26 ? String.fromCodePoint(65 + run) : String(run + 1);
}

export function nodeVersion(version: string): string {
  return version.replace(/^v/, '');
}

/** One item for each fact that is not the same in all runs. */
export function differingFacts(runs: readonly RunRecord[]): readonly Text[] {
  return FACTS.filter((fact) => differs(fact, runs)).map(({ name, of }) => {
    const values = runs.map((run, index) => text`${runLetter(index)} ${of(run) ?? 'not known'}`);
    return text`${styled('strong', `${name}:`)} ${list(values)}`;
  });
}

/** The names of the facts that all runs share, those that none of them knows left out. */
export function sharedFacts(runs: readonly RunRecord[]): readonly string[] {
  const [first] = runs;
  if (first === undefined) return [];
  return FACTS.filter((fact) => !differs(fact, runs) && fact.of(first) !== null).map(
    ({ name }) => name,
  );
}

export function isOneMachine(runs: readonly RunRecord[]): boolean {
  return new Set(runs.map(({ machine }) => machine.fingerprint)).size === 1;
}

function differs({ of }: Fact, runs: readonly RunRecord[]): boolean {
  return new Set(runs.map(of)).size > 1;
}

function list(values: readonly Text[]): Text {
  return values.flatMap((value, index) => (index === 0 ? value : text`; ${value}`));
}

function readAhead(kib: number | null): string | null {
  return kib === null ? null : `${kib} KiB`;
}
