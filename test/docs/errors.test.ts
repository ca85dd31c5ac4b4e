import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EXIT } from '../../harness/cli/exit-status.js';
import { packageRoot } from '../../harness/core/package-root.js';

const page = read('docs/errors.md');

describe('docs/errors.md', () => {
  it('has a section for every code of ours, and for none that does not exist', () => {
    const sections = [...page.matchAll(/^### (E_[A-Z_]+)$/gm)].map(([, code]) => code!);
    expect(sections.toSorted()).toEqual(codesInSource().toSorted());
  });

  it('lists every exit status', () => {
    const rows = [...page.matchAll(/^\| (\d+) +\|/gm)].map(([, status]) => Number(status));
    expect(rows.toSorted((a, b) => a - b)).toEqual(
      Object.values(EXIT).toSorted((a: number, b: number) => a - b),
    );
  });
});

/** The union of codes is a type and gone when the program runs, so the source is asked. */
function codesInSource(): string[] {
  const union = /HarnessErrorCode =([^;]+);/.exec(read('harness/core/errors.ts'))?.[1] ?? '';
  return [...union.matchAll(/'(E_[A-Z_]+)'/g)].map(([, code]) => code!);
}

function read(path: string): string {
  return readFileSync(join(packageRoot(), path), 'utf8');
}
