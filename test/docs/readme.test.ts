/** The commands in the README's and CONTRIBUTING's console blocks work, tried with tiny sizes. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../../harness/core/package-root.js';
import { temporaryFolder } from '../fakes/folders.js';
import { copybench } from '../harness/cli/program.js';

const BENCH = ['npm', 'run', 'bench'];
const PROGRAM = ['npx', 'copybench'];

const pathOf = (name: string): string => join(packageRoot(), name);
const textOf = (name: string): string => readFileSync(pathOf(name), 'utf8');
const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(textOf('package.json')));

/** Every line after a `$ ` in a console block, split into words; what comes after `>` is the shell's. */
function commandsIn(name: string): string[][] {
  const blocks = [...textOf(name).matchAll(/^```console\n([\s\S]*?)^```$/gm)];
  return blocks
    .flatMap(([, block = '']) => [...block.matchAll(/^\$ (.+)$/gm)])
    .map(([, line = '']) => line.replace(/ (?:>|#|\|) .*$/, '').split(/\s+/));
}

function startsWith(words: readonly string[], beginning: readonly string[]): boolean {
  return beginning.every((word, index) => words[index] === word);
}

/** What copybench gets to see of a command, or nothing when the command is another. */
function wordsForUs(words: readonly string[]): string[] | undefined {
  if (startsWith(words, PROGRAM)) return words.slice(PROGRAM.length);
  if (!startsWith(words, BENCH)) return undefined;
  return ['run', ...words.slice(BENCH.length).filter((word) => word !== '--')];
}

const commands = ['README.md', 'CONTRIBUTING.md'].flatMap(commandsIn);

describe('console blocks', () => {
  const path = temporaryFolder();
  /** Results that a command wrote, by the name the documents give the directory. */
  const results = new Map<string, string>();

  /** A directory that a document names, as a folder of this test. */
  function ours(word: string, before: string | undefined): string {
    if (before !== '--dir' && before !== '--copy-to') return word;
    const folder = path(word.replaceAll(/\W/g, '-'));
    mkdirSync(folder, { recursive: true });
    return folder;
  }

  /** The same command in folders of this test, small and short. Of options given twice the last counts. */
  function tiny(words: readonly string[], index: number): string[] {
    const [command, ...rest] = words.map((word, at) => ours(word, words[at - 1]));
    if (command === 'report') return [command, ...rest.map((word) => results.get(word) ?? word)];
    const place = rest.includes('--dir') ? [] : ['--dir', path()];
    if (command !== 'run') return [...words, ...place];
    const out = path(`out-${index}`);
    const named = rest[rest.indexOf('--out') + 1];
    if (rest.includes('--out') && named !== undefined) results.set(named, out);
    // A choice of its own must hold by itself, on every route that it takes.
    const choices = ['--strategies', '--reference', '--exclude'];
    const isChosen = choices.some((option) => rest.includes(option));
    const strategies = isChosen ? [] : ['--strategies', 'cp'];
    // How long a host takes to take memory back, no test may depend on.
    const memory = rest.includes('first-touch') ? ['--memory', 'backed'] : [];
    const limits = ['--sizes', '4KB', '--rounds', '2', '--ballast', 'off', ...memory];
    return [command, ...rest, ...strategies, ...limits, ...place, '--out', out];
  }

  test.each(commands.map((words, index) => [words.join(' '), words, index] as const))(
    '$ %s',
    async (_, words, index) => {
      const forUs = wordsForUs(words);
      if (forUs) {
        const { status, stderr } = await copybench(tiny(forUs, index), { cwd: path() });
        expect({ status, stderr }).toEqual({ status: 0, stderr: expect.any(String) });
      } else if (words[0] === 'npm') {
        expect(Object.keys(scripts)).toContain(words[1] === 'run' ? words[2] : words[1]);
      } else if (words[0] === 'node') {
        expect(existsSync(pathOf(words[1] ?? ''))).toBe(true);
      }
    },
  );

  test('there are some', () => {
    expect(commands.some((words) => wordsForUs(words))).toBe(true);
  });
});

describe('options that the README mentions', () => {
  const known = new Set<string>();
  beforeAll(async () => {
    for (const words of [['run'], ['list'], ['report'], ['gate'], ['fixtures', 'make']]) {
      const { stdout } = await copybench([...words, '--help']);
      for (const [flag] of stdout.matchAll(/--[a-z-]+/g)) known.add(flag);
    }
  });

  test('exist', () => {
    const mentioned = [...textOf('README.md').matchAll(/(?<=[\s`])--[a-z][a-z-]*/g)];
    const unknown = mentioned.map(([flag]) => flag).filter((flag) => !known.has(flag));
    expect(unknown).toEqual([]);
  });
});
