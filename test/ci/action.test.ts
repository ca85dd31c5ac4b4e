/** The GitHub Action: its metadata, and its shell, run as a runner would run it. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { packageRoot } from '../../harness/core/package-root.js';
import { temporaryFolder } from '../fakes/folders.js';
import { outcomesOf } from '../reports/formats/parse-xml.js';

/** Metadata of a composite action, as GitHub documents it. */
const actionSchema = z.strictObject({
  name: z.string(),
  description: z.string(),
  inputs: z.record(
    z.string(),
    z.strictObject({
      description: z.string(),
      required: z.boolean().optional(),
      default: z.string(),
    }),
  ),
  outputs: z.record(z.string(), z.strictObject({ description: z.string(), value: z.string() })),
  runs: z.strictObject({
    using: z.literal('composite'),
    steps: z.array(
      z.strictObject({
        name: z.string(),
        id: z.string().optional(),
        shell: z.literal('bash'),
        'working-directory': z.literal('${{ github.action_path }}'),
        env: z.record(z.string(), z.string()).optional(),
        run: z.string(),
      }),
    ),
  }),
});

const text = readFileSync(join(packageRoot(), 'action.yml'), 'utf8');
const action = actionSchema.parse(parse(text));
const script = action.runs.steps.find(({ id }) => id === 'gate')!.run;

describe('action.yml', () => {
  it('uses every input it has and no other, and never inside a script', () => {
    const used = [...text.matchAll(/inputs\.([\w-]+)/g)].map(([, name]) => name);
    expect(new Set(used)).toEqual(new Set(Object.keys(action.inputs)));
    for (const { run } of action.runs.steps) expect(run).not.toContain('${{');
  });

  it('gives outputs that its script writes', () => {
    for (const [name, { value }] of Object.entries(action.outputs)) {
      expect(value).toBe(`\${{ steps.gate.outputs.${name} }}`);
      expect(script).toContain(`echo "${name}=`);
    }
  });
});

const path = temporaryFolder();

interface Step {
  environment?: Readonly<Record<string, string>>;
  /** Where it runs; the package's root unless told. */
  cwd?: string;
}

/** As the runner does it: `bash --noprofile --norc -eo pipefail {0}`. */
function runStep({ environment = {}, cwd = packageRoot() }: Step) {
  writeFileSync(path('step.sh'), script);
  for (const name of ['output', 'summary']) writeFileSync(path(name), '');
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', path('step.sh')],
    {
      cwd,
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        RUNNER_TEMP: path(),
        GITHUB_OUTPUT: path('output'),
        GITHUB_STEP_SUMMARY: path('summary'),
        GITHUB_BASE_REF: '',
        AGAINST_REF: '',
        OPTIONS: '',
        ACCEPT_INCONCLUSIVE: 'false',
        ...environment,
      },
    },
  );
  const outputs = readFileSync(path('output'), 'utf8').trimEnd().split('\n');
  return {
    status,
    stdout,
    stderr,
    outputs: Object.fromEntries(outputs.map((line) => line.split('='))),
  };
}

/** A `node` that writes its arguments down, leaves a report behind if it is to, and exits. */
function fakeNode(status: number, report: boolean): string {
  const lines = [
    '#!/bin/bash',
    'printf "%s\\n" "$@" >"$RUNNER_TEMP/arguments"',
    ...(report
      ? [
          'for word; do case $word in *terminal=*) file=${word#*terminal=}; echo ::set-env::x >"${file%%,*}";; esac; done',
        ]
      : []),
    `exit ${status}`,
  ];
  writeFileSync(path('node'), `${lines.join('\n')}\n`);
  chmodSync(path('node'), 0o755);
  return `${path()}${delimiter}${process.env['PATH']}`;
}

const argumentsGiven = (): string[] =>
  readFileSync(path('arguments'), 'utf8').trimEnd().split('\n');

describe('the gate step', () => {
  it.each([0, 1, 3, 4, 5])('ends as the gate does: %i', (status) => {
    const step = runStep({ environment: { PATH: fakeNode(status, true) } });
    expect(step.status).toBe(status);
    expect(step.outputs['status']).toBe(String(status));
  });

  it('lets an inconclusive gate pass where that is accepted, with a warning, and nothing else', () => {
    const environment = { ACCEPT_INCONCLUSIVE: 'true' };
    const inconclusive = runStep({ environment: { ...environment, PATH: fakeNode(3, true) } });
    expect(inconclusive.status).toBe(0);
    expect(inconclusive.stdout).toContain('::warning title=copybench gate::');
    expect(inconclusive.outputs['status']).toBe('3');
    expect(runStep({ environment: { ...environment, PATH: fakeNode(1, true) } }).status).toBe(1);
  });

  it('passes options on as words that no shell reads as code', () => {
    const OPTIONS = '--margin 10 $(touch pwned) `id` ;exit';
    runStep({ environment: { OPTIONS, AGAINST_REF: '-x', PATH: fakeNode(0, true) } });
    expect(argumentsGiven().slice(1, 8)).toEqual([
      'gate',
      '--margin',
      '10',
      '$(touch',
      'pwned)',
      '`id`',
      ';exit',
    ]);
    expect(argumentsGiven()).toContain('--against-ref=-x');
    expect(existsSync(join(packageRoot(), 'pwned'))).toBe(false);
  });

  it('keeps the runner from obeying what a report says', () => {
    const { stdout } = runStep({ environment: { PATH: fakeNode(0, true) } });
    const [, token, report] = /^::stop-commands::(\w{32})\n([\s\S]*)\n::\1::\n/m.exec(stdout) ?? [];
    expect(token).toBeDefined();
    expect(report).toBe('::set-env::x');
  });

  it('says so when the gate ended before it could decide', () => {
    const step = runStep({ environment: { PATH: fakeNode(4, false) } });
    expect(step.status).toBe(4);
    expect(step.stdout).toMatch(/^::error .*status 4 before it could decide/m);
  });

  it('races the merge base of a pull request, and says what it takes when there is none', () => {
    const git = (...words: string[]) => {
      const names = ['-c', 'user.name=a', '-c', 'user.email=a@example.org'];
      return spawnSync('git', [...names, ...words], {
        cwd: path(),
        encoding: 'utf8',
      }).stdout.trim();
    };
    git('init', '--quiet', '--initial-branch=main');
    git('commit', '--quiet', '--allow-empty', '--message=base');
    const base = git('rev-parse', 'HEAD');
    git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    git('commit', '--quiet', '--allow-empty', '--message=change');
    const environment = { AGAINST_REF: 'merge-base', PATH: fakeNode(0, true) };
    const found = runStep({
      cwd: path(),
      environment: { ...environment, GITHUB_BASE_REF: 'main' },
    });
    expect(found.status).toBe(0);
    expect(argumentsGiven()).toContain(`--against-ref=${base}`);
    const none = runStep({ cwd: path(), environment });
    expect(none.status).toBe(2);
    expect(none.stdout).toMatch(/^::error .*fetch-depth%3A 0/m);
  });

  it('with the real gate decides, annotates, and leaves JUnit and a summary', () => {
    const small = `--strategies cp --route file-to-file --sizes 4KB --rounds 12 --ballast off --dir ${path()}`;
    const OPTIONS = `--against ${packageRoot()} --margin 50 ${small}`;
    const step = runStep({ environment: { OPTIONS } });
    // Whether a busy machine is quiet enough to decide is not the step's business.
    expect([0, 1, 3], step.stderr).toContain(step.status);
    expect(step.stdout).toMatch(/^::(?:notice|error) title=copybench gate%3A /m);
    const junit = readFileSync(join(step.outputs['directory'] ?? '', 'junit.xml'), 'utf8');
    expect(outcomesOf(junit)).toHaveProperty('decision');
    expect(readFileSync(path('summary'), 'utf8')).toMatch(/^# copybench gate/);
  }, 120_000);
});
