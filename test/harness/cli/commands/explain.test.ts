import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../../fakes/folders.js';
import { fakeSampledRun, storeRun } from '../../../fakes/sampled-runs.js';
import { copybench, recordIn, tinyRun } from '../program.js';

const path = temporaryFolder();
const times = { 'read-write': 2e6, splice: 1.5e6 };
storeRun(path('run'), fakeSampledRun({ day: 1, scenarios: [{ sizeBytes: 7e6, times }] }));

describe('copybench explain', () => {
  test('explains every strategy of a run', async () => {
    const { status, stdout, stderr } = await copybench(['explain', path('run')]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('copybench: why strategies take as long as they do');
    expect(stdout).toMatch(
      /• `read-write`, the reference, has the CPU copy each byte once\. It takes\s+[\d.]+ ms/,
    );
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /`splice` takes 1\.\d+ ms, \d+ us less than `read-write`/,
    );
  });

  test('explains a run that was just made, whose strategies had their events counted or say why not', async () => {
    const made = await copybench(tinyRun(path(), path('made'), '--strategies', 'read-write'));
    expect(made.status, made.stderr).toBe(0);
    const [strategy] = recordIn(path('made')).scenarios[0]?.strategies ?? [];
    const counted = { counted: true, contextSwitches: expect.any(Number) };
    const refused = { counted: false, reason: expect.stringMatching(/\w/) };
    expect(strategy?.outcome === 'measured' && strategy.events).toEqual(
      expect.toSatisfy((events: object) =>
        [counted, refused].some((one) => expect.objectContaining(one).asymmetricMatch(events)),
      ),
    );
    const { stdout } = await copybench(['explain', path('made')]);
    expect(stdout).toContain('• `read-write`, the reference,');
  });

  test('explains one of them, found by its record too', async () => {
    const { status, stdout } = await copybench(['explain', path('run', 'record.json'), 'splice']);
    expect(status).toBe(0);
    expect(stdout).toContain('`splice` takes');
    expect(stdout).not.toContain('the reference,');
  });

  test('writes the same as markdown and as a page', async () => {
    const [markdown, page] = [path('out', 'why.md'), path('out', 'why.html')];
    const formats = `markdown=${markdown},html=${page}`;
    const { status } = await copybench(['explain', path('run'), '--format', formats]);
    expect(status).toBe(0);
    expect(readFileSync(markdown, 'utf8')).toContain('## 7 MB, file to file');
    expect(readFileSync(page, 'utf8')).toContain('<code>splice</code>');
  });

  test.each([
    [['explain'], /E_USAGE: missing required argument 'dir'/],
    [['explain', path('nowhere')], /E_RECORD_MISSING/],
    [
      ['explain', path('run'), 'splic'],
      /no strategy in this record "splic"\. Did you mean "splice"/,
    ],
  ])('%j', async (words, expected) => {
    const { status, stderr, stdout } = await copybench(words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(expected);
  });
});
