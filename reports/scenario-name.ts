/** What a scenario is called, and the conditions its numbers hold under. */
import { formatSize, formatSizeExact } from '../harness/core/units.js';
import type { ScenarioRecord } from '../harness/results/record.js';
import { unbroken } from './text.js';

const CACHE = {
  warm: 'source in the page cache',
  cold: 'source not in the page cache',
  'guest-cold':
    'guest-cold: source not in the page cache of this virtual machine, maybe in that of its host',
  unverified: 'source read before, page cache not verified',
};
const DURABILITY = { buffered: 'buffered, not synced', fdatasync: 'timed until synced to disk' };
const DESTINATION = {
  new: 'new destination file',
  replace: 'destination replaces an old file by rename',
  'in-place': 'old destination file written over in place',
  socket: 'timed until the receiver has the last byte',
};
const MEMORY = {
  backed: 'free memory backed by the host',
  'first-touch': 'free memory touched first by the copy',
  unverified: 'state of free memory not as asked for, or not verified',
};
const STOPPED = {
  precise: 'stopped because every interval was narrow enough',
  decided: 'stopped because nothing was slower beyond the margin',
  'few-open': 'stopped because few strategies were left open, for a pass over them alone',
  budget: 'stopped because the time budget was spent',
  rounds: 'stopped at the round limit',
  interrupted: 'interrupted',
  empty: 'nothing to measure',
  merged: 'pooled from several runs',
};

/** What a scenario is called by. */
export type Named = Pick<
  ScenarioRecord,
  'id' | 'route' | 'directories' | 'socket' | 'sizeBytes' | 'durability' | 'destination'
>;

/** `1 GB`, in one piece. */
export function sizeName({ sizeBytes }: Pick<ScenarioRecord, 'sizeBytes'>): string {
  return unbroken(formatSizeExact(sizeBytes));
}

/** `on ext4`, `from ext4 to xfs`; nothing where the run has one directory alone. */
export function whereName({ directories }: Pick<ScenarioRecord, 'directories'>): string {
  if (!directories) return '';
  const { source, destination } = directories;
  return unbroken(source === destination ? `on ${source}` : `from ${source} to ${destination}`);
}

/** `1 GB`, with its place, and with what it goes to or comes from where that is no file: `1 GB to a TCP socket`. */
export function placeName(scenario: ScenarioRecord): string {
  const where = whereName(scenario);
  return where === '' ? routedSize(scenario) : `${routedSize(scenario)} ${where}`;
}

function routedSize(scenario: ScenarioRecord): string {
  const { route, socket } = scenario;
  const place = unbroken(`a ${socketName(socket)} socket`);
  switch (route) {
    case 'file-to-socket':
      return `${sizeName(scenario)} to ${place}${unusual(scenario)}`;
    case 'socket-to-file':
      return `${sizeName(scenario)} from ${place}`;
    case 'file-to-file':
      return `${sizeName(scenario)}${unusual(scenario)}`;
    default:
      return `${sizeName(scenario)} by ${unbroken(route.toUpperCase())}`;
  }
}

/** `, cold, synced, in place, backed`; nothing under the usual conditions. */
export function unusual({ id, durability, destination }: Named): string {
  // The states of cache and memory that were asked for stand in the name, also where they could not be proven.
  const [, , cache, , , memory] = id.split('/');
  const parts = [
    cache === 'cold' ? 'cold' : '',
    durability === 'fdatasync' ? 'synced' : '',
    destination === 'replace' ? 'replacing' : destination === 'in-place' ? 'in place' : '',
    memory === 'backed' ? 'memory backed' : memory === 'first-touch' ? 'memory first touched' : '',
  ];
  return parts
    .filter((part) => part !== '')
    .map((part) => `, ${unbroken(part)}`)
    .join('');
}

/** `, cold, synced, on ext4`: all that tells scenarios of one route and size apart. */
export function circumstances(scenario: Named): string {
  const where = whereName(scenario);
  return where === '' ? unusual(scenario) : `${unusual(scenario)}, ${where}`;
}

/** What is done with the bytes: `copies`, `sends`, `receives`. */
export function verbOf({ route }: ScenarioRecord): string {
  const verbs: Partial<Record<string, string>> = {
    'file-to-file': 'copies',
    'file-to-socket': 'sends',
    'socket-to-file': 'receives',
  };
  return verbs[route] ?? 'serves';
}

/** `file to file`, `file to socket over TCP`. */
export function routeName({ route, socket }: Pick<ScenarioRecord, 'route' | 'socket'>): string {
  const words = route.replaceAll('-', ' ');
  if (socket === null) return words;
  return `${words} over ${socket.kind === 'tcp' ? 'TCP' : 'a unix socket'}`;
}

/** `file to file`, `file to file, on ext4`: the routes that a run has, in each of its directories. */
export function wayName(
  scenario: Pick<ScenarioRecord, 'route' | 'socket' | 'directories'>,
): string {
  const where = whereName(scenario);
  return where === '' ? routeName(scenario) : `${routeName(scenario)}, ${where}`;
}

/** `1 GB, file to file`. */
export function scenarioTitle(scenario: Named): string {
  return `${sizeName(scenario)}, ${routeName(scenario)}${circumstances(scenario)}`;
}

/** Cache, durability, destination, connections, rounds and why it ended. */
export function scenarioConditions(scenario: ScenarioRecord): string {
  const { cache, durability, destination, rounds, stopped } = scenario;
  return [
    CACHE[cache],
    ...(destination !== 'socket' ? [DURABILITY[durability]] : []),
    DESTINATION[destination],
    ...memoryConditions(scenario),
    ...socketConditions(scenario),
    roundsName(rounds),
    STOPPED[stopped],
  ].join('; ');
}

/** How the copies met free memory, and by what that is known. */
function memoryConditions({ memory }: ScenarioRecord): string[] {
  if (!memory) return [];
  const { state, touchFactor } = memory;
  if (touchFactor === null) return [MEMORY.unverified];
  const proof = `a first touch took ${touchFactor.toFixed(2)} times as long as a second`;
  return [`${MEMORY[state]} (${proof})`];
}

function socketName(socket: ScenarioRecord['socket']): string {
  return socket?.kind === 'unix' ? 'unix' : 'TCP';
}

/** What the connections were made of, as far as the kernel told. */
function socketConditions({ socket, strategies }: ScenarioRecord): string[] {
  if (socket === null) return [];
  const { sendBufferBytes: send, receiveBufferBytes: receive } = socket;
  return [
    ...congestionConditions(socket.congestion, strategies),
    ...(send === null || receive === null
      ? []
      : [unbroken(`socket buffers ${formatSize(send)} and ${formatSize(receive)}`)]),
  ];
}

/** Of both ends where every strategy tells the same; else of the companion's, and a warning tells the others. */
function congestionConditions(
  companion: string | null,
  strategies: ScenarioRecord['strategies'],
): string[] {
  if (companion === null) return [];
  const ends = strategies.flatMap((strategy) =>
    strategy.outcome === 'measured' && strategy.congestion
      ? [strategy.congestion.worker, strategy.congestion.companion]
      : [],
  );
  const isOne = ends.length > 0 && ends.every((end) => end === companion);
  return [`congestion control ${companion}${isOne ? ' at both ends' : ''}`];
}

/** `1 round`, `12 rounds`. */
export function roundsName(rounds: number): string {
  return unbroken(`${rounds} ${rounds === 1 ? 'round' : 'rounds'}`);
}
