/** What a scenario is called, and the conditions its numbers hold under. */
import { formatSize, formatSizeExact } from '../harness/core/units.js';
import type { ScenarioRecord } from '../harness/results/record.js';
import { unbroken } from './text.js';

const CACHE = {
  warm: 'source in the page cache',
  unverified: 'source read before, page cache not verified',
};
const DURABILITY = { buffered: 'buffered, not synced' };
const DESTINATION = {
  new: 'new destination file',
  socket: 'timed until the receiver has the last byte',
};
const STOPPED = {
  precise: 'stopped because every interval was narrow enough',
  budget: 'stopped because the time budget was spent',
  rounds: 'stopped at the round limit',
  interrupted: 'interrupted',
  empty: 'nothing to measure',
};

/** `1 GB`, in one piece. */
export function sizeName({ sizeBytes }: ScenarioRecord): string {
  return unbroken(formatSizeExact(sizeBytes));
}

/** `1 GB`, with what it goes to or comes from where that is no file: `1 GB to a TCP socket`. */
export function placeName(scenario: ScenarioRecord): string {
  const { route, socket } = scenario;
  const place = unbroken(`a ${socketName(socket)} socket`);
  switch (route) {
    case 'file-to-socket':
      return `${sizeName(scenario)} to ${place}`;
    case 'socket-to-file':
      return `${sizeName(scenario)} from ${place}`;
    case 'file-to-file':
      return sizeName(scenario);
    default:
      return `${sizeName(scenario)} by ${unbroken(route.toUpperCase())}`;
  }
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
export function routeName({ route, socket }: ScenarioRecord): string {
  const words = route.replaceAll('-', ' ');
  if (socket === null) return words;
  return `${words} over ${socket.kind === 'tcp' ? 'TCP' : 'a unix socket'}`;
}

/** `1 GB, file to file`. */
export function scenarioTitle(scenario: ScenarioRecord): string {
  return `${sizeName(scenario)}, ${routeName(scenario)}`;
}

/** Cache, durability, destination, connections, rounds and why it ended. */
export function scenarioConditions(scenario: ScenarioRecord): string {
  const { cache, durability, destination, rounds, stopped } = scenario;
  return [
    CACHE[cache],
    ...(destination === 'new' ? [DURABILITY[durability]] : []),
    DESTINATION[destination],
    ...socketConditions(scenario),
    roundsName(rounds),
    STOPPED[stopped],
  ].join('; ');
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
