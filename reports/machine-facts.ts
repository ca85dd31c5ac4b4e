/** The machine and the directory the numbers belong to. A fact the machine did not tell is left out. */
import { formatDuration, formatSize } from '../harness/core/units.js';
import type { BallastRecord, RunRecord } from '../harness/results/record.js';
import { pinnedName } from '../harness/results/pinned-name.js';
import { type Block, heading, list } from './block.js';
import { type Text, styled, text, unbroken } from './text.js';

type Machine = RunRecord['machine'];
type Directory = Machine['directory'];

export function machineBlocks(record: RunRecord): readonly Block[] {
  const { machine, ballast, options } = record;
  const { pinned } = options;
  const facts: readonly (readonly [string, string])[] = [
    ['host', `${machine.hostname}, fingerprint ${machine.fingerprint}`],
    ['system', `${machine.os.name}, kernel ${machine.os.kernel}, ${machine.os.architecture}`],
    ['processor', processor(machine)],
    ['CPUs pinned', pinned ? pinnedName(pinned) : ''],
    ['memory', memory(machine)],
    ['virtualisation', machine.virtualisation ?? 'none seen'],
    ['load before the run', machine.load.map((load) => load.toFixed(2)).join(', ')],
    ...directoryFacts(record),
    ['runtime', runtime(machine)],
    ['memory ballast', ballastFact(ballast)],
    ['checked', checked(machine)],
  ];
  const items = facts
    .filter(([, value]) => value !== '')
    .map(([name, value]): Text => text`${styled('strong', `${name}:`)} ${value}`);
  return [heading(2, text`Machine`), ...list(items)];
}

function processor({ cpu }: Machine): string {
  return parts([
    `${cpu.model}, ${cpu.cores} ${cpu.cores === 1 ? 'core' : 'cores'}`,
    cpu.governor === null ? null : `governor ${cpu.governor}`,
  ]);
}

function memory({ memory: { totalBytes, availableBytes }, ...machine }: Machine): string {
  return parts([
    `${size(totalBytes)}, ${size(availableBytes)} available`,
    machine.transparentHugePages === null
      ? null
      : `transparent huge pages: ${machine.transparentHugePages}`,
    machine.freePageReporting ? 'the guest hands free pages back to its host' : null,
  ]);
}

/** Where there are several, each with the name that tables call it by. */
function directoryFacts({ machine, directories }: RunRecord): [string, string][] {
  if (!directories)
    return [
      ['directory under test', directory(machine.directory)],
      ['device', device(machine.directory)],
    ];
  return directories.flatMap((one): [string, string][] => [
    [`directory under test, ${one.name}`, directory(one)],
    [`device of ${one.name}`, device(one)],
  ]);
}

function directory({ path, filesystem, mountPoint, ...mount }: Directory): string {
  return parts([
    path,
    filesystem,
    mountPoint === null ? null : `mounted at ${mountPoint}`,
    mount.mountOptions === null ? null : `options ${mount.mountOptions}`,
    `${size(mount.freeBytes)} free`,
  ]);
}

function device({ device: name, scheduler, readAheadKib, rotational }: Directory): string {
  return parts([
    name,
    scheduler === null ? null : `scheduler ${scheduler}`,
    readAheadKib === null ? null : unbroken(`read-ahead ${readAheadKib} KiB`),
    rotational === null ? null : rotational ? 'rotating' : 'not rotating',
  ]);
}

function runtime({ runtime: { node, libuv, v8 } }: Machine): string {
  return `Node ${node.replace(/^v/, '')}, libuv ${libuv}, V8 ${v8}`;
}

function ballastFact(ballast: BallastRecord): string {
  if (ballast.state === 'none') return `none: ${ballast.reason}`;
  const { heldBytes, touchedBytes, buildNs, hugePages } = ballast;
  const pages = hugePages ? 'huge pages' : 'small pages';
  return `${size(heldBytes)} held of ${size(touchedBytes)} touched, ${pages}, built in ${unbroken(formatDuration(buildNs))}`;
}

/** How many checks there were, and those worth knowing; doubts are among the warnings as well. */
function checked({ checks = [] }: Machine): string {
  if (checks.length === 0) return '';
  const told = (concern: string): string =>
    checks
      .filter((check) => check.concern === concern)
      .map(({ label, value }) => `; ${label}: ${value}`)
      .join('');
  const unknown = checks.filter(({ available }) => !available).map(({ label }) => label);
  const silent = unknown.length === 0 ? '' : `; not told: ${unknown.join(', ')}`;
  return `${checks.length} conditions, as copybench doctor does${told('doubt')}${told('note')}${silent}`;
}

function parts(facts: readonly (string | null)[]): string {
  return facts.filter((fact) => fact !== null).join(', ');
}

function size(bytes: number): string {
  return unbroken(formatSize(bytes));
}
