/** A socket route made ready for one copy: a worker of the strategy at one end, a companion at the other. */
import { compiledPath } from '../../harness/core/package-root.js';
import type { Endpoint } from '../../harness/measure/protocol.js';
import { WorkerProcess } from '../../harness/measure/worker-process.js';
import { Companion } from '../../harness/routes/companion.js';
import type { CopyRoute, SocketKind, Strategy } from '../../strategies/strategy.js';

/** The worker as a run starts it. */
export function startWorker({ name, worker }: Strategy): Promise<WorkerProcess> {
  if (worker) return WorkerProcess.start(worker);
  const program = compiledPath('harness/measure/worker.js');
  return WorkerProcess.start({ file: process.execPath, args: ['--expose-gc', program, name] });
}

export class SocketEnds {
  readonly worker: WorkerProcess;
  readonly companion: Companion;
  readonly endpoint: Endpoint;

  /** @param path of a unix socket, for that kind */
  static async open(strategy: Strategy, kind: SocketKind, path: string): Promise<SocketEnds> {
    const args = [compiledPath('harness/routes/companion-process.js')];
    const at = kind === 'tcp' ? ({ kind } as const) : ({ kind, path } as const);
    const companion = await Companion.start({ file: process.execPath, args }, at);
    try {
      return new SocketEnds(await startWorker(strategy), companion);
    } catch (error) {
      await companion.stop();
      throw error;
    }
  }

  private constructor(worker: WorkerProcess, companion: Companion) {
    this.worker = worker;
    this.companion = companion;
    const [endpoint] = companion.expect(1);
    this.endpoint = endpoint!;
  }

  /** Copies `source` to `destination` by way of the socket; the strategy makes the half that the route names. */
  async copy(
    route: Exclude<CopyRoute, 'file-to-file'>,
    { source, destination, sizeBytes }: { source: string; destination: string; sizeBytes: number },
  ) {
    const { companion, worker, endpoint } = this;
    const { token } = endpoint;
    if (route === 'file-to-socket') {
      const file = destination;
      const far = await companion.transfer({ type: 'drain', token, sizeBytes, file });
      const [report] = await Promise.all([
        worker.copy({ route, source, endpoint, sizeBytes }),
        far.done,
      ]);
      return report;
    }
    const far = await companion.transfer({ type: 'feed', token, sizeBytes, source });
    const [report] = await Promise.all([
      worker.copy({ route, endpoint, destination, sizeBytes }),
      far.done,
    ]);
    return report;
  }

  async close(): Promise<void> {
    await Promise.all([this.worker.stop(), this.companion.stop()]);
  }
}
