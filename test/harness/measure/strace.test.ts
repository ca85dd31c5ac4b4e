/** Attaching to a process, and why that may not be. */
import { chmodSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { traced } from '../../../harness/measure/strace.js';
import { temporaryFolder } from '../../fakes/folders.js';

const path = temporaryFolder();

/** A program in the place of strace that does what `script` says. */
function program(name: string, script: string): string {
  writeFileSync(path(name), `#!/bin/sh\n${script}\n`);
  chmodSync(path(name), 0o755);
  return path(name);
}

async function tracedBy(file: string): Promise<{ result: unknown; worked: boolean }> {
  let worked = false;
  const work = () => Promise.resolve((worked = true));
  const result = await traced(process.pid, work, file);
  return { result, worked };
}

test('strace that is not installed is a reason, and nothing is done', async () => {
  expect(await tracedBy(path('none'))).toEqual({
    result: { ok: false, reason: 'strace is not installed' },
    worked: false,
  });
});

test('strace that may not look says why', async () => {
  const words = 'strace: attach: ptrace(PTRACE_SEIZE, 1): Operation not permitted';
  const refused = program('refused', `echo '${words}' >&2; exit 1`);
  expect(await tracedBy(refused)).toEqual({ result: { ok: false, reason: words }, worked: false });
});

test('what it says until it lets go is the trace, and it is gone then', async () => {
  const script =
    "trap 'echo last >&2; exit' INT; echo 'strace: Process 1 attached' >&2; while :; do sleep 0.01; done";
  const { result, worked } = await tracedBy(program('looks', script));
  expect(worked).toBe(true);
  expect(result).toEqual({ ok: true, trace: 'strace: Process 1 attached\nlast\n' });
});

test('work that fails ends it too', async () => {
  const looks = program('looks-on', "echo 'strace: Process 1 attached' >&2; exec sleep 60");
  const failing = traced(process.pid, () => Promise.reject(new Error('no luck')), looks);
  await expect(failing).rejects.toThrow('no luck');
});
