import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { describe, expect, it } from 'vitest';
import { usageOfProcesses } from '../../../../harness/routes/http/process-usage.js';

describe.skipIf(!existsSync('/proc/self/schedstat'))('usageOfProcesses', () => {
  it('sees the CPU time of another process grow', async () => {
    const child = spawn(process.execPath, ['-e', 'for(;;);']);
    await once(child, 'spawn');
    const before = usageOfProcesses([child.pid!]);
    const begun = performance.now();
    const spentUs = (): number => {
      const now = usageOfProcesses([child.pid!]);
      return now!.cpuUserUs + now!.cpuSystemUs - before!.cpuUserUs - before!.cpuSystemUs;
    };
    await expect.poll(spentUs, { timeout: 20_000 }).toBeGreaterThan(50_000);
    const spent = spentUs();
    const elapsedUs = (performance.now() - begun) * 1000;
    child.kill('SIGKILL');
    await once(child, 'close');
    // What no number of CPUs can exceed; a wrong unit would, by a thousand times. 50 ms for what was told late.
    expect(spent).toBeLessThan(elapsedUs * cpus().length + 50_000);
  });

  it('says nothing of a process that is gone', async () => {
    const child = spawn('true');
    await once(child, 'close');
    expect(usageOfProcesses([child.pid!])).toBeNull();
  });
});
