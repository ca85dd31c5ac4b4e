/** Shapes that are known to do harm, each by its name. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { layerOfFile, parseConfig } from '../../harness/config/config-file.js';
import { resolveRunOptions } from '../../harness/config/run-options.js';
import { parseBounded, readBounded } from '../../harness/core/bounded.js';
import { parseLedger } from '../../harness/measure/ledger.js';
import { WorkerProcess } from '../../harness/measure/worker-process.js';
import { parseRecord } from '../../harness/results/store.js';
import { csv } from '../../reports/formats/csv.js';
import { harmless } from '../../reports/terminal-text.js';
import { sourceFiles, withoutComments } from '../source-files.js';
import { temporaryFolder } from '../fakes/folders.js';
import { emptyRun } from '../fakes/runs.js';
import { copybench } from '../harness/cli/program.js';

const path = temporaryFolder();

test('prototype pollution: __proto__ and constructor are no options, and change no object', () => {
  for (const text of [
    '{"__proto__":{"polluted":1}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
  ]) {
    try {
      resolveRunOptions([parseConfig(text)]);
    } catch (error) {
      expect(error).toMatchObject({ code: 'E_USAGE' });
    }
    expect({}).not.toHaveProperty('polluted');
  }
});

test.each(['../../etc/cron.d/x', 'a/b', '..', 'a\\b', 'a\0b', ''])(
  'path traversal: %j is no run id',
  (runId) => {
    const text = JSON.stringify({ ...emptyRun, runId });
    expect(() => parseRecord('record.json', text)).toThrow(/runId/);
  },
);

test('path traversal: a ledger names nothing outside of its directory', () => {
  const owner = { pid: 1, hostname: 'h', startTicks: 1 };
  const names = ['../run-0123456789abcdef', '/etc', 'fixture-1GB.bin', 'run-0123456789abcdef'];
  const lines = [owner, ...names.map((name) => ({ name }))].map((line) => JSON.stringify(line));
  expect(parseLedger(lines.join('\n'))?.names).toEqual(['run-0123456789abcdef']);
});

test('terminal escapes: a report and an error message have none', async () => {
  const cleaned = harmless('a\u001b]0;owned\u0007\u009b2Jb\u202e');
  for (const obeyed of ['\u001b', '\u0007', '\u009b', '\u202e'])
    expect(cleaned).not.toContain(obeyed);
  const { stderr } = await copybench(['run', '--suite', 'x\u001b[2J\u0007']);
  expect(stderr).toContain('E_UNKNOWN_NAME');
  for (const obeyed of ['\u001b', '\u0007']) expect(stderr).not.toContain(obeyed);
});

test('formula injection: a spreadsheet computes nothing', () => {
  const cells = ['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)', '\t=1'];
  for (const cell of cells) expect(csv(['a'], [{ a: cell }])).toMatch(/\n"?'/);
});

test('billion laughs: deep and repeated structures are refused or cheap', () => {
  expect(() => parseBounded('['.repeat(1e6))).toThrow(/nested more than 32 deep/);
  expect(() => parseBounded('{"a":'.repeat(33) + '1' + '}'.repeat(33))).toThrow(/nested/);
  expect(parseBounded('["[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["]')).toHaveLength(1);
  expect(() => parseConfig('{"rounds": &a}')).toThrow(SyntaxError);
});

describe('a file', () => {
  test('that is larger than anything of ours is not read', async () => {
    writeFileSync(path('huge'), '');
    truncateSync(path('huge'), 2e12);
    await expect(readBounded(path('huge'), 'E_USAGE')).rejects.toThrow(
      /2000000000000 bytes, and at most/,
    );
  });

  test('that is a device, a FIFO or a directory is not waited for', async () => {
    execFileSync('mkfifo', [path('fifo')]);
    for (const name of ['/dev/zero', path('fifo'), path()])
      await expect(readBounded(name, 'E_USAGE')).rejects.toMatchObject({ code: 'E_USAGE' });
  });
});

describe('a configuration file', () => {
  test.each([
    ['of one’s own is read', 0o600, 0o700, undefined],
    ['everybody can write to it', 0o666, 0o700, /everybody can write to it/],
    ['everybody can write to its directory', 0o600, 0o777, /write to its directory/],
    ['nor with a sticky bit', 0o600, 0o1777, /write to its directory/],
  ])('%s', async (name, fileMode, folderMode, expected) => {
    const folder = path(name);
    mkdirSync(folder);
    writeFileSync(`${folder}/copybench.config.json`, '{"rounds": 6}');
    chmodSync(`${folder}/copybench.config.json`, fileMode);
    chmodSync(folder, folderMode);
    const reading = layerOfFile(`${folder}/copybench.config.json`, false);
    if (expected) await expect(reading).rejects.toThrow(expected);
    else expect(await reading).toEqual({ rounds: 6 });
  });

  test('by way of a link is judged where it lies', async () => {
    mkdirSync(path('open'), { mode: 0o700 });
    writeFileSync(path('open', 'real.json'), '{}');
    chmodSync(path('open', 'real.json'), 0o666);
    symlinkSync(path('open', 'real.json'), path('link.json'));
    await expect(layerOfFile(path('link.json'), true)).rejects.toThrow(/everybody can write to it/);
  });
});

test('a worker that says a line without end is ended', async () => {
  const endless = "setInterval(() => process.stdout.write('a'.repeat(65536)), 1)";
  const starting = WorkerProcess.start({ file: process.execPath, args: ['-e', endless] });
  await expect(starting).rejects.toMatchObject({ code: 'E_PROTOCOL' });
});

test('no command is started by way of a shell', () => {
  const wrong = sourceFiles()
    .filter(({ path: name }) => !name.startsWith('test/'))
    .filter(({ text }) =>
      /\bshell:\s*true|\bexec(?:Sync)?\(\s*['"`]|['"`](?:\/bin\/)?(?:ba)?sh['"`],\s*\[?['"`]-c|\bsystem\(|\bpopen\(/.test(
        withoutComments(text),
      ),
    );
  expect(wrong.map(({ path: name }) => name)).toEqual([]);
});
