import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { discoverStrategies } from '../../../../strategies/discover.js';
import { discoverSuites } from '../../../../suites/discover.js';
import { namesIn, temporaryFolder } from '../../../fakes/folders.js';
import { copybench } from '../program.js';

const listedSchema = z.object({
  strategies: z.array(
    z.object({
      name: z.string(),
      routes: z.array(z.string()),
      works: z.record(
        z.string(),
        z.object({ available: z.boolean(), reason: z.string().optional() }),
      ),
      copiesPerByte: z.record(z.string(), z.number()),
    }),
  ),
  suites: z.array(z.object({ name: z.string() })),
});

const names = (all: readonly { name: string }[]) => all.map(({ name }) => name);

describe('copybench list', () => {
  const path = temporaryFolder();

  test('shows every strategy and suite, and leaves nothing behind', async () => {
    const { status, stdout, stderr } = await copybench(['list', '--dir', path()]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const { name, label } of await discoverStrategies()) {
      expect(stdout.split('\n').find((line) => line.startsWith(`${name} `))).toContain(label);
    }
    for (const { name } of await discoverSuites())
      expect(stdout).toMatch(new RegExp(`^${name} `, 'm'));
    expect(namesIn(path())).toEqual([]);
  });

  test('--json says the same to a program, with a reason for all that does not work', async () => {
    const { stdout } = await copybench(['list', '--json', '--dir', path()]);
    const { strategies, suites } = listedSchema.parse(JSON.parse(stdout));
    expect(names(strategies)).toEqual(names(await discoverStrategies()));
    expect(names(suites)).toEqual(names(await discoverSuites()));
    for (const { routes, works, copiesPerByte } of strategies) {
      expect(Object.keys(works).toSorted()).toEqual(routes.toSorted());
      expect(Object.keys(copiesPerByte).toSorted()).toEqual(routes.toSorted());
      for (const { available, reason } of Object.values(works)) {
        expect(available ? reason : typeof reason).toBe(available ? undefined : 'string');
      }
    }
    expect(strategies.find(({ name }) => name === 'read-write')).toMatchObject({
      works: { 'file-to-file': { available: true }, 'file-to-socket': { available: true } },
      copiesPerByte: { 'file-to-file': 2, 'file-to-socket': 3 },
    });
  });
});
