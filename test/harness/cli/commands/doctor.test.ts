import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { discoverChecks, examinedSchema } from '../../../../harness/machine/examine.js';
import { namesIn, temporaryFolder } from '../../../fakes/folders.js';
import { copybench } from '../program.js';

describe('copybench doctor', () => {
  const path = temporaryFolder();

  test('shows every check with what it saw, counts them, and leaves nothing behind', async () => {
    const { status, stdout, stderr } = await copybench(['doctor', '--dir', path()]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const checks = await discoverChecks();
    for (const { label } of checks)
      expect(stdout.split('\n').some((line) => line.startsWith(`${label} `))).toBe(true);
    expect(stdout).toContain(`${checks.length} checks: `);
    expect(namesIn(path())).toEqual([]);
  });

  test('--json says the same to a program, with a remedy for every doubt', async () => {
    const { stdout } = await copybench(['doctor', '--json', '--dir', path()], {
      environment: { UV_THREADPOOL_SIZE: '7' },
    });
    const { checks } = z.object({ checks: z.array(examinedSchema) }).parse(JSON.parse(stdout));
    expect(checks.map(({ name }) => name)).toEqual(
      (await discoverChecks()).map(({ name }) => name),
    );
    expect(checks.filter(({ concern, remedy }) => concern === 'doubt' && !remedy)).toEqual([]);
    expect(checks.find(({ name }) => name === 'node-runtime')?.value).toContain('pool of 7');
  });
});
