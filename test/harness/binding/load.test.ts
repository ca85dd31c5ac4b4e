/** Without a usable addon the loader says why, in words that lead on. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadAddon, loadAddonFrom } from '../../../harness/binding/load.js';

describe('loadAddonFrom', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'copybench-load-'));
    mkdirSync(join(root, 'build', 'Release'), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const writeStatus = (text: string) =>
    writeFileSync(join(root, 'build', 'native-status.json'), text);
  const writeAddon = (text: string) =>
    writeFileSync(join(root, 'build', 'Release', 'copybench.node'), text);
  const reason = (): string => {
    const loaded = loadAddonFrom(root);
    return loaded.ok ? 'loaded' : loaded.reason;
  };

  test('never built', () => {
    expect(reason()).toBe(
      'the native addon has not been built (install scripts may be blocked); ' +
        `run \`npm run build:native\` in ${root}`,
    );
  });

  test.each(['failed', 'skipped'])('a build that %s gives its own reason', (outcome) => {
    writeStatus(JSON.stringify({ outcome, reason: 'no compiler' }));
    expect(reason()).toBe('no compiler');
  });

  test('a failed build outweighs an addon left over', () => {
    writeStatus(JSON.stringify({ outcome: 'failed', reason: 'no compiler' }));
    writeAddon('left over');
    expect(reason()).toBe('no compiler');
  });

  test('an addon that is none', () => {
    writeAddon('no shared object');
    expect(reason()).toMatch(
      /^the native addon does not load \(.+\); run `npm run build:native`$/s,
    );
  });

  test.each(['', '{', 'null', '[]'])('a status of %j is no status', (text) => {
    writeStatus(text);
    expect(reason()).toContain(text === '' || text === '{' ? 'has not been built' : 'undefined');
  });
});

test('loadAddon answers the same every time', () => {
  expect(loadAddon()).toBe(loadAddon());
});
