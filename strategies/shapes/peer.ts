/** A strategy that is a program in another language, under peers/, and speaks the worker protocol. docs/peers.md. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeError, HarnessError } from '../../harness/core/errors.js';
import { packageRoot } from '../../harness/core/package-root.js';
import {
  defineStrategy,
  type Availability,
  type CopyJob,
  type OwnClock,
  type ProbeContext,
  type Route,
  type Strategy,
} from '../strategy.js';
import { interpreterAvailable, type Interpreter } from './interpreter.js';
import { PeerConversation, type PeerCommand } from './peer-conversation.js';
import { SmallReceiver } from './small-receiver.js';
import { withTrialFolders } from './trial-folders.js';

interface Language extends Interpreter {
  /** The program, within peers/. */
  program: readonly [folder: string, file: string];
  /** Arguments of the interpreter before the program. */
  flags: (folder: string) => string[];
}

const LANGUAGES = {
  java: {
    file: 'java',
    versionArgs: ['-version'],
    versionPattern: /version "([\d.]+)/,
    oldest: '11',
    program: ['java', 'Peer.java'],
    // Without a class path the compiler looks at every file of the current directory. The two packages are
    // opened for choosing TCP congestion control, which Java has no means for.
    flags: (folder) => [
      '--class-path',
      folder,
      '--add-opens=java.base/sun.nio.ch=ALL-UNNAMED',
      '--add-opens=java.base/java.net=ALL-UNNAMED',
    ],
  },
  ruby: {
    file: 'ruby',
    versionArgs: ['--version'],
    versionPattern: /ruby ([\d.]+)/,
    oldest: '2.7',
    program: ['ruby', 'peer.rb'],
    flags: () => [],
  },
  python: {
    file: 'python3',
    versionArgs: ['--version'],
    versionPattern: /Python ([\d.]+)/,
    oldest: '3.8',
    program: ['python', 'peer.py'],
    flags: () => ['-I'],
  },
} satisfies Record<string, Language>;

type PeerRoute = Extract<Route, 'file-to-file' | 'file-to-socket'>;

interface PeerShape {
  name: string;
  label: string;
  summary: string;
  language: keyof typeof LANGUAGES;
  /** The routes it knows, each with how often the CPU copies a byte on it. */
  copiesPerByte: Partial<Record<PeerRoute, number>>;
}

/** Size of the trial: more than a buffer of 4 KiB, and no multiple of it. */
const TRIAL_BYTES = 9000;

/**
 * A strategy that `shape.language` makes under this name. Unsupported where the language is not installed or too
 * old, or where a trial copy by the real program does not arrive.
 */
export function peerStrategy({ language, copiesPerByte, ...words }: PeerShape): Strategy {
  const worker = commandOf(LANGUAGES[language], words.name);
  const trials = new Map<string, Promise<Availability>>();
  return defineStrategy({
    ...words,
    class: 'copy',
    routes: (['file-to-file', 'file-to-socket'] as const).filter((route) => route in copiesPerByte),
    copiesPerByte,
    runtime: 'peer',
    worker,
    async available(context) {
      const interpreter = await interpreterAvailable(LANGUAGES[language]);
      if (!interpreter.available) return interpreter;
      // Starting a language costs up to a second: one trial for each place.
      const { route, socket, directory, sourceDirectory } = context;
      const place = JSON.stringify([route, socket, directory, sourceDirectory]);
      const trial = trials.get(place) ?? tryOut(worker, context);
      trials.set(place, trial);
      return trial;
    },
    copy: (job) => copyWith(peerOf(worker), job),
  });
}

function commandOf({ file, program: [folder, name], flags }: Language, strategy: string) {
  const home = join(packageRoot(), 'peers', folder);
  return { file, args: [...flags(home), join(home, name), strategy] };
}

/** One small copy by the real program, on the route and in the directory of the run. */
async function tryOut(worker: PeerCommand, context: ProbeContext): Promise<Availability> {
  return withTrialFolders(context, async (folders): Promise<Availability> => {
    try {
      const wanted = Buffer.from(Array.from({ length: TRIAL_BYTES }, (_, i) => i % 251));
      const source = join(folders.source, 'source');
      await writeFile(source, wanted);
      const peer = await PeerConversation.start(worker);
      try {
        const arrived = await trialOf(peer, source, context, folders.destination);
        if (arrived.equals(wanted)) return { available: true };
        return { available: false, reason: 'a trial copy did not arrive as it was sent' };
      } finally {
        await peer.end();
      }
    } catch (error) {
      return { available: false, reason: `a trial copy failed: ${describeError(error)}` };
    }
  });
}

/** Has the trial made and returns what arrived. */
async function trialOf(
  peer: PeerConversation,
  source: string,
  { route, socket }: ProbeContext,
  folder: string,
): Promise<Buffer> {
  const sizeBytes = TRIAL_BYTES;
  if (route === 'file-to-file') {
    const destination = join(folder, 'destination');
    await peer.ask({ route, source, destination, sizeBytes });
    return readFile(destination);
  }
  if (route !== 'file-to-socket') throw wrongRoute(route);
  const receiver = await SmallReceiver.start(socket, sizeBytes, folder);
  try {
    await peer.ask({ route, source, endpoint: receiver.endpoint, sizeBytes });
    return receiver.arrived[0] ?? Buffer.alloc(0);
  } finally {
    await receiver.close();
  }
}

const started = new Map<PeerCommand, Promise<PeerConversation>>();

/** The peer that this process keeps for `copy`. A run has a peer as its worker instead. */
function peerOf(worker: PeerCommand): Promise<PeerConversation> {
  const peer = started.get(worker) ?? PeerConversation.start(worker);
  started.set(worker, peer);
  // One that is gone is started anew for the next copy.
  void peer
    .then(({ gone }) => gone)
    .catch(() => undefined)
    .finally(() => started.delete(worker));
  return peer;
}

async function copyWith(peer: Promise<PeerConversation>, job: CopyJob): Promise<OwnClock> {
  if (job.route !== 'file-to-file') throw wrongRoute(job.route);
  const { route, source, destination, sizeBytes } = job;
  const { elapsedNs, usage } = await (await peer).ask({ route, source, destination, sizeBytes });
  return { elapsedNs, usage };
}

function wrongRoute(route: Route): HarnessError {
  return new HarnessError(
    'E_PROTOCOL',
    `A peer cannot be asked for a copy on the route ${route} like this. Start its worker instead.`,
  );
}
