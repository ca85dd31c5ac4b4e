/** Events of one copy, and the reasons why there are none. */
import { expect, test } from 'vitest';
import type { CountedEvent } from '../../../harness/binding/addon.js';
import { countEvents, eventCountSchema, refusal } from '../../../harness/measure/event-count.js';

const [EPERM, ENOENT, EACCES, ENOSYS] = [1, 2, 13, 38];
const SOFTWARE = {
  'task-clock': 5e6,
  'context-switches': 4,
  'cpu-migrations': 1,
  'page-faults': 40,
};
const HARDWARE = { cycles: 100, instructions: 150, 'cache-misses': 3 };

function answering(values: Record<string, number>, errno = 0, missing: readonly string[] = []) {
  const events: CountedEvent[] = [
    ...Object.entries(values).map(([name, value]) => ({ name, value, errno: 0 })),
    ...missing.map((name) => ({ name, value: null, errno })),
  ];
  return { countEvents: () => () => events };
}

async function counted(addon: Parameters<typeof countEvents>[0], copy = () => Promise.resolve()) {
  const seen = await countEvents(addon, process.pid, copy, 7e6);
  expect(eventCountSchema.parse(seen)).toEqual(seen);
  return seen;
}

const FIGURES = { taskClockNs: 5e6, contextSwitches: 4, cpuMigrations: 1, pageFaults: 40 };

test('software and hardware events are counted', async () => {
  expect(await counted(answering({ ...SOFTWARE, ...HARDWARE }))).toEqual({
    counted: true,
    ...FIGURES,
    hardware: { counted: true, cycles: 100, instructions: 150, cacheMisses: 3 },
  });
});

test('a CPU without counters leaves the events of the kernel', async () => {
  const guest = answering(SOFTWARE, ENOENT, Object.keys(HARDWARE));
  expect(await counted(guest)).toEqual({
    counted: true,
    ...FIGURES,
    hardware: {
      counted: false,
      reason: 'this CPU, or the hypervisor above it, has no such counters (ENOENT)',
    },
  });
});

test.each([
  [EACCES, /^EACCES from perf_event_open\(2\)/],
  [EPERM, /it takes 1 or less, CAP_PERFMON or root, and no container that forbids it$/],
  [ENOSYS, /^this system has no perf_event_open\(2\)$/],
  [5, /^EIO from perf_event_open\(2\)$/],
])('errno %i is a reason, and no figure is made up', async (errno, reason) => {
  const refused = answering({}, errno, [...Object.keys(SOFTWARE), ...Object.keys(HARDWARE)]);
  expect(await counted(refused)).toEqual({ counted: false, reason: expect.stringMatching(reason) });
});

test('the level of the kernel is named where it can be read', () => {
  expect(refusal(EACCES, '2\n')).toContain('; kernel.perf_event_paranoid is 2: it takes 1 or less');
  expect(refusal(EACCES, null)).not.toContain('paranoid');
});

test('without addon, process or a copy that works there are none', async () => {
  expect(await counted(undefined)).toEqual({
    counted: false,
    reason: 'the native addon is not built',
  });
  const fine = answering(SOFTWARE);
  expect(await countEvents(fine, undefined, () => Promise.resolve(), 7e6)).toMatchObject({
    counted: false,
  });
  const failing = await counted(fine, () => Promise.reject(new Error('no luck')));
  expect(failing).toEqual({ counted: false, reason: 'the copy failed: no luck' });
});

test('a copy that would take long is not made once more', async () => {
  let copies = 0;
  const copy = () => Promise.resolve(copies++);
  const seen = await countEvents(answering(SOFTWARE), process.pid, copy, 1e9);
  expect(seen).toMatchObject({ counted: false, reason: expect.stringContaining('256 MB') });
  expect(copies).toBe(0);
});
