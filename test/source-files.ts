/** The project's own files, and what each of them imports, for tests that read the sources. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { packageRoot } from '../harness/core/package-root.js';

/** Folders that hold sources, from the package's root. */
const FOLDERS = [
  'suites',
  'fixtures',
  'strategies',
  'native',
  'peers',
  'harness',
  'reports',
  'scripts',
  'test',
];

export interface SourceFile {
  /** From the package's root, such as `harness/core/units.ts`. */
  path: string;
  text: string;
  lines: number;
}

/** Every source file; what runs and builds write is none. */
export function sourceFiles(): SourceFile[] {
  return FOLDERS.flatMap((folder) => filesBelow(join(packageRoot(), folder)))
    .filter((path) => /\.(?:ts|mjs|cc|h|java|rb|py)$/.test(path))
    .map((path) => {
      const text = readFileSync(path, 'utf8');
      return { path: relative(packageRoot(), path), text, lines: text.split('\n').length - 1 };
    });
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'generated' ? [] : filesBelow(path);
    return [path];
  });
}

/** The source without its comments; a string that holds two slashes keeps them. */
export function withoutComments(text: string): string {
  return text.replaceAll(
    /('(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (_, string: string | undefined) => string ?? '',
  );
}

/**
 * The project's files that a TypeScript file imports, types as well, from the package's root.
 * `import ... from`, `export ... from`, `import '...'` and `import('...')`, as prettier lays them out.
 */
export function importsOf({ path, text }: SourceFile): string[] {
  const code = withoutComments(text);
  const specifiers = [
    ...code.matchAll(/^(?:import|export)\b[^;'"]*?\bfrom\s+'([^']+)'/gm),
    ...code.matchAll(/^import\s+'([^']+)'/gm),
    ...code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g),
  ].map((match) => match[1] ?? '');
  return specifiers
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => join(dirname(path), specifier).replace(/\.js$/, '.ts'));
}
