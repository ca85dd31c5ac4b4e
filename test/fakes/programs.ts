/** Programs made of a few shell words, for tests of how programs are found and asked. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

export interface FakePrograms {
  /** Makes a program and returns its path. */
  (name: string, script: string): string;
  /** The folder they are in, for PATH. */
  folder: string;
  /** What a program wrote into a file beside itself. */
  read(name: string): string;
}

/** A folder for fake programs, removed after the tests of this block. */
export function fakePrograms(): FakePrograms {
  const folder = mkdtempSync(join(tmpdir(), 'copybench-programs-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const make = (name: string, script: string): string => {
    const file = join(folder, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return file;
  };
  return Object.assign(make, {
    folder,
    read: (name: string) => readFileSync(join(folder, name), 'utf8'),
  });
}
