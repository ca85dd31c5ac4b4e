/** Work that the conditions add to a copy: done by the harness when the strategy is done, and counted as its time. */
import { closeSync, existsSync, fdatasyncSync, openSync } from 'node:fs';
import type { CopyReport } from '../measure/protocol.js';
import type { RouteReport } from './route.js';

/**
 * A copy that is on the disk: fdatasync(2) of the destination, for every strategy by the same hand, since programs
 * and peers cannot be told to. The way from one process to the other is in no clock.
 */
export async function synced(report: CopyReport, file: string): Promise<RouteReport> {
  // A bound may leave no file: then there is nothing to make durable.
  if (!existsSync(file)) return report;
  const durable = await timedBeyond(report, () => {
    const fd = openSync(file, 'r+');
    try {
      fdatasyncSync(fd);
    } finally {
      closeSync(fd);
    }
  });
  return { ...durable, syncNs: durable.elapsedNs - report.elapsedNs };
}

/** The report of a copy to which `work` belongs as well, with its time and its CPU time. */
export async function timedBeyond<R extends CopyReport>(
  report: R,
  work: () => void | Promise<void>,
): Promise<R> {
  const before = process.resourceUsage();
  const startedNs = process.hrtime.bigint();
  await work();
  const ns = Number(process.hrtime.bigint() - startedNs);
  const after = process.resourceUsage();
  const usage = report.usage && {
    ...report.usage,
    cpuUserUs: report.usage.cpuUserUs + after.userCPUTime - before.userCPUTime,
    cpuSystemUs: report.usage.cpuSystemUs + after.systemCPUTime - before.systemCPUTime,
  };
  return {
    ...report,
    elapsedNs: report.elapsedNs + ns,
    roundTripNs: report.roundTripNs + ns,
    usage,
  };
}
