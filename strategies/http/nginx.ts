/** nginx as a server: its own folder and configuration, one worker, on a loopback port that the kernel picks. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { messageOf, HarnessError } from '../../harness/core/errors.js';
import { statField } from '../../harness/machine/process-stat.js';
import type { Availability, ProbeContext, RunningServer, ServeJob } from '../strategy.js';
import { listenOnLoopback } from './listen.js';
import { nginxConfig, type NginxOptions } from './nginx-config.js';
import { findNginx, isAtLeast, type NginxProgram } from './nginx-program.js';

const STOP_MS = 3_000;
/** The log it opens before it has read its configuration can be named since this version. */
const NAMES_FIRST_LOG = [1, 19, 5];

/** Starts nginx; the processes are its workers. */
export async function startNginx(
  { files, token, directory }: ServeJob,
  sendfile: NginxOptions['sendfile'],
): Promise<RunningServer> {
  const program = requireNginx();
  const folder = await mkdtemp(join(directory, 'nginx-'));
  mkdirSync(join(folder, 'files'));
  mkdirSync(join(folder, 'temporary'));
  for (const { id, path } of files) symlinkSync(path, join(folder, 'files', id));
  const ids = files.map(({ id }) => id);
  // The socket is made here and inherited: no other program can take the port, and its connections do not pace.
  const listener = createServer();
  const { port, fd, congestion } = await listenOnLoopback(listener);
  const options = { port, token, ids, sendfile, root: process.getuid?.() === 0 };
  writeFileSync(join(folder, 'nginx.conf'), nginxConfig(options, missingModules(program)));
  const child = launch(program, folder, fd);
  listener.close();
  const ended = whenEnded(child);
  try {
    await Promise.race([answers(port, `/${token}/${ids[0] ?? ''}`), ended.then(refuse)]);
  } catch (error) {
    await stop(child, ended, folder);
    throw error;
  }
  const processes = childrenOf(child.pid ?? 0);
  return { port, congestion, processes, close: () => stop(child, ended, folder) };
}

/** Whether nginx is installed and starts: it is started and ended once, with nothing to serve. */
export async function nginxAvailable({ directory }: ProbeContext): Promise<Availability> {
  if (!findNginx()) return { available: false, reason: 'nginx is not installed' };
  try {
    const server = await startNginx({ files: [], token: 'probe', directory }, 'on');
    await server.close();
  } catch (error) {
    return { available: false, reason: `nginx does not start: ${messageOf(error)}` };
  }
  return { available: true };
}

/** `nginx 1.22.1`. */
export function nginxVersion(): Promise<string | undefined> {
  const program = findNginx();
  return Promise.resolve(program ? `nginx ${program.version}` : undefined);
}

function requireNginx(): NginxProgram {
  const program = findNginx();
  if (!program) throw new HarnessError('E_WORKER', 'nginx is not installed.');
  return program;
}

/** `NGINX` names inherited sockets, here descriptor 3: how nginx hands them to its own successor. */
function launch(program: NginxProgram, folder: string, listener: number | undefined): ChildProcess {
  if (listener === undefined)
    throw new HarnessError('E_WORKER', 'Node hides the listening socket.');
  const log = isAtLeast(program, NAMES_FIRST_LOG) ? ['-e', 'stderr'] : [];
  // env(1) becomes nginx: what else is in the environment is not for a strategy to see.
  const words = ['NGINX=3;', program.file, '-p', `${folder}/`, '-c', 'nginx.conf', ...log];
  return spawn('env', words, { stdio: ['ignore', 'ignore', 'pipe', listener] });
}

/** Resolves when nginx is gone, to what it said on stderr. */
function whenEnded(child: ChildProcess): Promise<string> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)));
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', () => resolve(said.trim()));
  });
}

function refuse(said: string): never {
  throw new HarnessError('E_WORKER', `nginx ended at once: ${said || 'it said nothing'}`);
}

/** The kernel takes the connection at once; nginx answers as soon as it can. */
function answers(port: number, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const asked = get({ host: '127.0.0.1', port, path, method: 'HEAD', agent: false }, (answer) => {
      answer.resume();
      answer.once('end', resolve);
    });
    asked.once('error', reject);
  });
}

/** SIGTERM lets the master end its worker and itself at once. */
async function stop(child: ChildProcess, ended: Promise<string>, folder: string): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await ended;
  clearTimeout(timer);
  await rm(folder, { recursive: true, force: true });
}

/** Processes whose parent is `parent` (proc_pid_stat(5)); the parent itself where there is no /proc. */
function childrenOf(parent: number): number[] {
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((id) => id > 0 && parentOf(id) === parent);
  } catch {
    return [parent];
  }
}

function parentOf(id: number): number | undefined {
  try {
    return statField(readFileSync(`/proc/${id}/stat`, 'utf8'), 'parent') ?? undefined;
  } catch {
    return undefined; // It ended meanwhile.
  }
}

/** Modules it was built without: their directives would be errors. */
function missingModules({ file }: NginxProgram): string[] {
  const { stderr } = spawnSync(file, ['-V'], { encoding: 'utf8' });
  return [...stderr.matchAll(/--without-http_(\w+)_module/g)].map(([, name]) => name ?? '');
}
