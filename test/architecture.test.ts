/** The house keeps its shape: who may import whom, who may know names, and a map that is true. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../harness/core/package-root.js';
import { discoverChecks } from '../harness/machine/examine.js';
import { discoverStrategies } from '../strategies/discover.js';
import { discoverSuites } from '../suites/discover.js';
import { importsOf, type SourceFile, sourceFiles, withoutComments } from './source-files.js';

/** From left to right: a file imports its own room and what stands left of it. */
const ROOMS = [
  'harness/core',
  'harness/binding',
  'harness/statistics',
  'harness/config',
  'harness/machine',
  'fixtures',
  'strategies',
  'suites',
  'harness/measure',
  'harness/routes',
  'harness/results',
  'reports',
  'harness/cli',
] as const;
/** Programs of their own beside the command line: nobody imports them, and they end themselves. */
const PROGRAMS = [
  'harness/measure/ballast-process.ts',
  'harness/measure/guard-process.ts',
  'harness/measure/worker.ts',
  'harness/routes/companion-process.ts',
  'harness/routes/http/client-process.ts',
  'harness/routes/http/server-process.ts',
];
/** Folders whose files are members, found by folder and imported by nobody. */
const FOLDERS = ['strategies', 'suites', 'harness/machine/checks'];
/** Where scripts/build-drawing.mjs begins; reports load what it makes of them. */
const BUNDLED = ['reports/drawing/page.ts', 'reports/drawing/picture.ts'];
/** Numbers in, numbers out: it may import nothing of ours. */
const PURE = 'harness/statistics';

const all = sourceFiles();
const inRooms = all.filter(({ path }) => roomOf(path) !== undefined);
const isTest = (path: string): boolean => path.startsWith('test/');
const isTypeScript = (path: string): boolean => path.endsWith('.ts');

function roomOf(path: string): (typeof ROOMS)[number] | undefined {
  return ROOMS.find((room) => path.startsWith(`${room}/`));
}

/** Why `from` must not import `to`, or nothing. */
function objection(from: string, to: string): string[] {
  const [home, target] = [roomOf(from), roomOf(to)];
  if (!all.some(({ path }) => path === to)) return [`${from} imports ${to}, which does not exist`];
  if (home === undefined || target === undefined) return [`${from} imports ${to}, in no room`];
  if (home === target) return [];
  if (home === PURE) return [`${from} imports ${to}, and ${PURE} is pure`];
  const isLeft = ROOMS.indexOf(target) < ROOMS.indexOf(home);
  return isLeft ? [] : [`${from} imports ${to}, which does not stand left of it`];
}

describe('imports', () => {
  it('lead to the left', () => {
    const wrong = inRooms.flatMap((file) =>
      importsOf(file).flatMap((target) => objection(file.path, target)),
    );
    expect(wrong).toEqual([]);
  });

  it('are seen by this test at all', () => {
    const targets = new Set(inRooms.flatMap(importsOf));
    const roots = ['harness/cli/main.ts', ...PROGRAMS, ...BUNDLED];
    expect(roots.filter((path) => targets.has(path))).toEqual([]);
    const found = new Set(FOLDERS.flatMap((folder) => membersIn(folder)));
    const unseen = inRooms
      .map(({ path }) => path)
      .filter((path) => !targets.has(path) && !roots.includes(path) && !found.has(path));
    // A script writes the record's JSON Schema.
    expect(unseen).toEqual(['harness/results/json-schema.ts']);
  });

  it('never form a ring', () => {
    const targets = new Map(inRooms.map((file) => [file.path, importsOf(file)]));
    const done = new Set<string>();
    const rings: string[] = [];
    const visit = (path: string, trail: readonly string[]): void => {
      if (trail.includes(path))
        rings.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
      if (done.has(path) || trail.includes(path)) return;
      for (const target of targets.get(path) ?? []) visit(target, [...trail, path]);
      done.add(path);
    };
    for (const path of targets.keys()) visit(path, []);
    expect(rings).toEqual([]);
  });

  it('never reach scripts, which are for people and CI', () => {
    const wrong = all
      .filter(({ path }) => isTypeScript(path))
      .flatMap((file) => importsOf(file).map((target) => `${file.path} -> ${target}`))
      .filter((edge) => edge.includes('-> scripts/'));
    expect(wrong).toEqual([]);
  });
});

/** Files directly in a folder of members that are not its type or its door. */
function membersIn(folder: string): string[] {
  const doors = [`${folder}/discover.ts`, `${folder}/${folder.replace(/ies$/, 'y')}.ts`];
  return inRooms
    .map(({ path }) => path)
    .filter((path) => path.startsWith(`${folder}/`) && !path.slice(folder.length + 1).includes('/'))
    .filter(
      (path) => ![...doors, 'suites/suite.ts', 'harness/machine/checks/check.ts'].includes(path),
    );
}

describe('members', () => {
  it.each([
    ['strategies', discoverStrategies],
    ['suites', discoverSuites],
    ['harness/machine/checks', discoverChecks],
  ])('every file in %s is one, under its own name', async (folder, discover) => {
    const names = (await discover()).map(({ name }) => `${folder}/${name}.ts`);
    expect(membersIn(folder).toSorted()).toEqual(names.toSorted());
  });

  it('the measurer never names what it measures', async () => {
    const names = new Set((await discoverStrategies()).map(({ name }) => name));
    const measurers = inRooms.filter(
      ({ path }) =>
        (path.startsWith('harness/') || path.startsWith('reports/')) &&
        !['harness/cli', 'harness/binding'].includes(roomOf(path) ?? ''),
    );
    const wrong = measurers.flatMap((file) => [
      ...literalsIn(file)
        .filter((literal) => names.has(literal))
        .map((literal) => `${file.path} says '${literal}'`),
      ...importsOf(file)
        .filter((target) => membersIn('strategies').includes(target))
        .map((target) => `${file.path} imports ${target}`),
    ]);
    expect(wrong).toEqual([]);
  });
});

/** The texts of all plain string literals. */
function literalsIn({ text }: SourceFile): string[] {
  return [...withoutComments(text).matchAll(/(['"`])((?:\\.|(?!\1)[^\\\n])*)\1/g)].map(
    (match) => match[2] ?? '',
  );
}

/** Files outside of harness/cli whose code has the pattern. */
function touching(pattern: RegExp): string[] {
  return inRooms
    .filter(({ path }) => roomOf(path) !== 'harness/cli')
    .filter(({ text }) => pattern.test(withoutComments(text)))
    .map(({ path }) => path);
}

describe('the process', () => {
  it.each([
    ['process.exitCode', /\bprocess\.exitCode\b/],
    ['process.env', /\bprocess\.env\b/],
    ['console', /\bconsole\.\w+\(/],
  ])('%s is touched in harness/cli alone', (_, pattern) => {
    expect(touching(pattern)).toEqual([]);
  });

  it('is ended by harness/cli and by programs of their own', () => {
    const ending = touching(/\bprocess\.exit\b/);
    expect(ending.filter((path) => !PROGRAMS.includes(path))).toEqual([]);
  });
});

describe('sizes', () => {
  it.each([
    ['TypeScript', (path: string) => isTypeScript(path) && !isTest(path), 250],
    ['C++', (path: string) => /\.(?:cc|h)$/.test(path), 300],
    ['scripts', (path: string) => path.endsWith('.mjs'), 250],
    ['tests', isTest, 350],
  ])('%s', (_, isMeant, most) => {
    const tooLong = all.filter(({ path, lines }) => isMeant(path) && lines > most);
    expect(tooLong.map(({ path, lines }) => `${path}: ${lines} lines`)).toEqual([]);
  });
});

describe('docs/architecture.md', () => {
  const map = readFileSync(join(packageRoot(), 'docs', 'architecture.md'), 'utf8');
  const listed = [...map.matchAll(/^- `([^`]+)` — (.+)$/gm)].map(([, path = '']) => path);

  it('has a line for every file', () => {
    const paths = all.map(({ path }) => path).filter((path) => !isTest(path));
    expect(paths.filter((path) => !listed.includes(path))).toEqual([]);
  });

  it('lists no file that is not there, and none twice', () => {
    expect(listed.filter((path) => !existsSync(join(packageRoot(), path)))).toEqual([]);
    expect(listed.filter((path, index) => listed.indexOf(path) !== index)).toEqual([]);
  });

  it('gives the layers in the order that this test holds', () => {
    expect(map.replaceAll(/\s+/g, ' ')).toContain(ROOMS.join(', '));
  });
});
