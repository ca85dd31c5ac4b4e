/** Programs are started, timed and their failures told, with the addon and without. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { loadAddon } from '../../../harness/binding/load.js';
import { describeError } from '../../../harness/core/errors.js';
import { pathArguments, programAvailable, runProgram } from '../../../strategies/shapes/command.js';

vi.mock('../../../harness/binding/load.js', async (original) => {
  const actual: { loadAddon: typeof loadAddon } = await original();
  return { ...actual, loadAddon: vi.fn(actual.loadAddon) };
});

afterEach(() => void vi.mocked(loadAddon).mockReset());

const withAddon = loadAddon();

describe.each(['with the addon', 'without the addon'])('%s', (how) => {
  const isNative = how === 'with the addon';
  if (isNative && !withAddon.ok) {
    test.skip(`programs are started natively (skipped: ${withAddon.reason})`, () => undefined);
    return;
  }
  const choose = (): void => {
    const answer = isNative ? withAddon : { ok: false as const, reason: 'not built' };
    vi.mocked(loadAddon).mockReturnValue(answer);
  };

  test('a program that succeeds is timed', async () => {
    choose();
    const { elapsedNs, usage } = await runProgram('true', []);
    expect(elapsedNs).toBeGreaterThan(0);
    if (isNative) expect(usage?.minorFaults).toBeGreaterThan(0);
    else expect(usage).toBeNull();
  });

  test('a program that fails is told with its status and its words', async () => {
    choose();
    await expect(runProgram('sh', ['-c', 'echo no room >&2; exit 3'])).rejects.toMatchObject({
      code: 'E_COMMAND',
      message: 'sh -c echo no room >&2; exit 3 exited with 3: no room',
    });
  });

  test('a program that a signal ended is told with the signal', async () => {
    choose();
    await expect(runProgram('sh', ['-c', 'kill -TERM $$'])).rejects.toMatchObject({
      code: 'E_COMMAND',
      message: expect.stringMatching(/was ended by signal (15|SIGTERM)/),
    });
  });

  test('of many words on stderr, the first 4 KiB are kept', async () => {
    choose();
    const script = 'printf begin >&2; head -c 200000 /dev/zero | tr "\\0" x >&2; exit 1';
    const message = await runProgram('sh', ['-c', script]).then(() => '', describeError);
    expect(message).toContain(': beginxxx');
    expect(message.length).toBeLessThan(4400);
  });

  test('a missing program is ENOENT, and unavailable for that reason', async () => {
    choose();
    await expect(runProgram('copybench-no-such-program', [])).rejects.toMatchObject({
      code: 'ENOENT',
    });
    expect(await programAvailable('copybench-no-such-program')).toEqual({
      available: false,
      reason: expect.stringMatching(/^the program .+ cannot be started: ENOENT/),
    });
  });

  test('a program that refuses to run without operands is still there', async () => {
    choose();
    expect(await programAvailable('cp')).toEqual({ available: true });
  });
});

test('paths are never taken for options', () => {
  const job = { route: 'file-to-file', source: '-r', destination: '--help', sizeBytes: 1 } as const;
  expect(pathArguments(job)).toEqual(['--', '-r', '--help']);
});
