import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { usageOfProcesses } from '../../../../harness/routes/http/process-usage.js';

describe.skipIf(!existsSync('/proc/self/schedstat'))('usageOfProcesses', () => {
  it('sees the CPU time of another process grow', async () => {
    const child = spawn(process.execPath, ['-e', 'for(;;);']);
    await once(child, 'spawn');
    const before = usageOfProcesses([child.pid!]);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const after = usageOfProcesses([child.pid!]);
    child.kill('SIGKILL');
    await once(child, 'close');
    const spent = after!.cpuUserUs + after!.cpuSystemUs - before!.cpuUserUs - before!.cpuSystemUs;
    expect(spent).toBeGreaterThan(50_000);
    expect(spent).toBeLessThan(2_000_000);
  });

  it('says nothing of a process that is gone', async () => {
    const child = spawn('true');
    await once(child, 'close');
    expect(usageOfProcesses([child.pid!])).toBeNull();
  });
});
