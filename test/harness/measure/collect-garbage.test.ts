import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compiledPath } from '../../../harness/core/package-root.js';

const MODULE = pathToFileURL(compiledPath('harness/measure/collect-garbage.js')).href;

/** What a process prints that begins with collecting once, so that nothing of its start is left. */
function inProcess(flags: readonly string[], script: string): string {
  const program = `import { collectGarbage } from ${JSON.stringify(MODULE)};\ncollectGarbage();\n${script}`;
  const words = [...flags, '--input-type=module', '--eval', program];
  return execFileSync(process.execPath, words, { encoding: 'utf8' }).trim();
}

describe('collecting garbage before a copy', () => {
  it('takes young garbage alone while little has outlived that', () => {
    const script = `
      for (let i = 0; i < 1000; i++) Array.from({ length: 100 });
      console.log(collectGarbage(), collectGarbage());`;
    expect(inProcess(['--expose-gc'], script)).toBe('young young');
  });

  it('takes all once the heap, or memory outside of it, has grown', () => {
    const script = `
      globalThis.kept = Array.from({ length: 2e6 }, (_, i) => i / 3);
      const heap = collectGarbage();
      globalThis.buffer = Buffer.alloc(16e6);
      console.log(heap, collectGarbage(), collectGarbage());`;
    expect(inProcess(['--expose-gc'], script)).toBe('all all young');
  });

  it('does nothing in a process that was started without the switch', () => {
    expect(inProcess([], 'console.log(collectGarbage());')).toBe('none');
  });
});
