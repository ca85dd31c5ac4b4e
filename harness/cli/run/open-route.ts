/** Opens the route that a scenario takes, and says what to do about the doubts that arise on it. */
import type { Addon } from '../../binding/addon.js';
import type { RunOptions } from '../../config/run-options.js';
import type { Clock } from '../../core/clock.js';
import { compiledPath } from '../../core/package-root.js';
import type { Machine } from '../../machine/machine.js';
import type { Deadlines } from '../../measure/deadline.js';
import type { LineCommand } from '../../measure/line-process.js';
import type { ScenarioPlan } from '../../measure/plan.js';
import { memoryKeeper, type MemoryKeeper } from '../../measure/free-memory.js';
import { countEvents } from '../../measure/event-count.js';
import { countOneCopy } from '../../routes/count-one-copy.js';
import { fileToFile } from '../../routes/file-to-file.js';
import { fileToSocket } from '../../routes/file-to-socket.js';
import { http, type HttpSetting } from '../../routes/http/http.js';
import type { OpenRoute, RouteDoubt, RouteSetting } from '../../routes/route.js';
import { socketToFile } from '../../routes/socket-to-file.js';
import type { Pins } from './choose-pins.js';
import type { Work } from './choose-work.js';
import type { DirectoriesUnderTest } from './directories.js';
import type { Journal } from './journal.js';
import type { FixturesByDirectory } from './prepare-fixtures.js';

/** What a run has that its routes need. */
interface Given {
  fixtures: FixturesByDirectory;
  directories: DirectoriesUnderTest;
  machine: Machine;
  journal: Journal;
  addon: Addon | undefined;
  clock: Clock;
  options: RunOptions;
  work: Pick<Work, 'suite'>;
  pins: Pins | null;
  runBeganNs: number;
  endsWithGround: boolean;
  deadlines: Deadlines;
}

/** Takes samples of `plan` until it is closed. */
export function openRoute(plan: ScenarioPlan, given: Given): OpenRoute {
  const setting = settingOf(plan, given);
  if (plan.route === 'http') return http({ ...setting, ...httpPrograms(given.pins) });
  const route = openCopyRoute(plan, setting, given.pins);
  if (given.work.suite.explains === false) return route;
  const counting = { ...setting, socket: plan.socket };
  return {
    ...route,
    countCalls: (arm, worker, copy) => countOneCopy(counting, arm, worker, copy),
    countEvents: (_, worker, copy) => countEvents(given.addon, worker.pid, copy, setting.sizeBytes),
  };
}

/** At most half of the memory that was available is held; without the addon none is, which the route tells. */
function keeperOf(
  { conditions, fixture }: ScenarioPlan,
  { addon, clock, machine }: Given,
): MemoryKeeper | undefined {
  if (conditions.memory === undefined || !addon) return undefined;
  return memoryKeeper(conditions.memory, {
    addon,
    clock,
    sizeBytes: fixture.sizeBytes,
    mostBytes: Math.floor(machine.memory.availableBytes / 2),
    // Where it is not told, a look shows.
    reports: machine.freePageReporting !== false,
  });
}

/** A route on which copies are ordered one by one. */
function openCopyRoute(plan: ScenarioPlan, setting: RouteSetting, pins: Pins | null): OpenRoute {
  if (plan.socket === null) return fileToFile(setting);
  const sockets = {
    ...setting,
    socket: plan.socket,
    arms: plan.arms,
    companion: {
      file: process.execPath,
      args: [compiledPath('harness/routes/companion-process.js')],
      cpus: pins?.receiver,
    },
  };
  return plan.route === 'file-to-socket' ? fileToSocket(sockets) : socketToFile(sockets);
}

/** Servers and their client ask for a collection before a load, so that less of it happens during one. */
function httpPrograms(pins: Pins | null): Pick<HttpSetting, 'server' | 'client'> {
  return {
    server: ({ strategy }) => ({
      ...nodeProgram('server-process.js', strategy.name),
      cpus: pins?.workers,
    }),
    client: { ...nodeProgram('client-process.js'), cpus: pins?.receiver },
  };
}

function nodeProgram(file: string, ...args: string[]): LineCommand {
  const program = compiledPath(`harness/routes/http/${file}`);
  return { file: process.execPath, args: ['--expose-gc', program, ...args] };
}

function settingOf(plan: ScenarioPlan, given: Given): RouteSetting {
  const { fixtures, directories, journal, addon, clock, options, runBeganNs, endsWithGround } =
    given;
  const memory = keeperOf(plan, given);
  const { source, destination } = directories.endsOf(plan.directories);
  const fixture = fixtures
    .get(source.name)
    ?.find((provided) => provided.fixture.name === plan.fixture.name);
  if (!fixture) throw new Error(`No fixture was made for ${plan.id}.`);
  return {
    scenario: plan.id,
    route: plan.route,
    source: fixture.path,
    sizeBytes: plan.fixture.sizeBytes,
    conditions: plan.conditions,
    ...(memory && { memory }),
    dropCaches: options.dropCaches,
    copies: destination.workspace.copies,
    mounts: [...new Set([source.mounts, destination.mounts])],
    verify: options.verify,
    addon,
    clock,
    runBeganNs,
    endsWithGround,
    copyMs: given.deadlines.copyMs,
    doubt: (code, message, strategy) =>
      journal.doubt({
        code,
        scenario: plan.id,
        ...(strategy === undefined ? {} : { strategy }),
        message,
        remedy: REMEDIES[code],
      }),
  };
}

const REMEDIES: Record<RouteDoubt, string> = {
  'cache-unverified':
    'Nothing shows whether the source was in memory. Build the addon, or measure on Linux.',
  'cache-not-warm':
    'The source did not stay in memory, so copies may have read the disk. Free memory, or choose smaller --sizes.',
  'cache-not-cold':
    'Some of the source was in memory, so copies may not have read all of it. Try --drop-caches as root.',
  'mount-changed':
    'Discard the figures of this scenario, and measure again while nobody mounts anything there.',
  'caches-not-dropped':
    'The source was dropped by itself; inodes and directories stayed in memory. Run as root where /proc/sys can be written to, or leave out --drop-caches.',
  'settle-unknown':
    'The writeback of other files may share disk and CPUs with the copies. Mount /proc, and in containers leave it unmasked.',
  'memory-unverified':
    'Nothing shows which memory the copies got. Build the addon, free memory, or choose smaller --sizes.',
  'settle-timed-out':
    'Other programs write to disk. Their writeback shares the CPUs with the copies: end them and repeat.',
  'zerocopy-copied':
    'Read its row as what asking for zero copy costs in vain. Only a network card shows what it saves.',
  'receiver-javascript':
    'The receiver slows every strategy down, the fastest most: build the addon with `npm run build:native`.',
  'receiver-writes':
    'Times hold the writing of that file. Use --verify first, which compares in the warm-up round.',
  'pacing-congestion-control':
    'Allow `cubic` (sysctl net.ipv4.tcp_allowed_congestion_control), or measure with --socket unix.',
};
