import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { outputsOf, prepareOutputs, writeOutputs } from '../../../harness/cli/outputs.js';
import { writeText } from '../../../harness/cli/write-text.js';
import type { Format } from '../../../reports/formats/format.js';
import { namesIn, temporaryFolder } from '../../fakes/folders.js';

const formats: readonly Format<string>[] = [
  {
    name: 'terminal',
    summary: '',
    shape: 'lines',
    render: (text, { columns }) => `${text} ${columns}\n`,
  },
  { name: 'json', summary: '', shape: 'document', render: (text) => `"${text}"\n` },
  {
    name: 'github',
    summary: '',
    shape: 'lines',
    render: (text) => `::notice::${text}\n`,
    stepSummary: (text) => `# ${text}\n`,
    leftOut: () => ['Half of it is left out.'],
  },
];

const chosen = (...asked: string[]) =>
  outputsOf(asked, formats).map(({ format, path }) => [format.name, path]);

function surroundings(environment: Record<string, string> = {}) {
  const written = { stdout: '', stderr: '' };
  const to = (name: 'stdout' | 'stderr') => ({
    write: (text: string) => void (written[name] += text),
  });
  return {
    written,
    environment,
    commandLine: '',
    stdout: to('stdout'),
    stderr: to('stderr'),
    terminal: { colour: true, columns: 40 },
    exitWith: () => undefined,
    exitNow: () => undefined,
  };
}

describe('what --format asks for', () => {
  it('is the report for people unless something else goes to stdout', () => {
    expect(chosen()).toEqual([['terminal', undefined]]);
    expect(chosen('json')).toEqual([['json', undefined]]);
    expect(chosen('json=a.json')).toEqual([
      ['terminal', undefined],
      ['json', resolve('a.json')],
    ]);
  });

  it('adds up, with commas and without', () => {
    expect(chosen('terminal, github', 'json=out/a=b.json')).toEqual([
      ['terminal', undefined],
      ['github', undefined],
      ['json', resolve('out/a=b.json')],
    ]);
  });

  it.each([
    [['jsn'], 'E_UNKNOWN_NAME', /no format "jsn".+"json".+Known: terminal, json, github/],
    [['json='], 'E_USAGE', /path of a file/],
    [['json', 'terminal'], 'E_USAGE', /json and terminal cannot share stdout/],
    [['json,json'], 'E_USAGE', /json and json cannot share stdout/],
    [['json=x,github=./x'], 'E_USAGE', /two formats would be written to/],
  ])('%j is refused', (asked, code, message) => {
    expect(() => outputsOf(asked, formats)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });
});

describe('files that will be written', () => {
  const path = temporaryFolder();

  it('get their directories at once', async () => {
    await prepareOutputs(outputsOf([`json=${path('new', 'deep', 'a.json')}`], formats));
    expect(namesIn(path('new'))).toEqual(['deep']);
  });

  it.each([
    ['a directory', () => path()],
    ['below a file', () => path('file', 'a.json')],
  ])('are refused when the path is %s', async (_, named) => {
    writeFileSync(path('file'), '');
    const outputs = outputsOf([`json=${named()}`], formats);
    await expect(prepareOutputs(outputs)).rejects.toMatchObject({ code: 'E_DIRECTORY' });
  });
});

describe('writing', () => {
  const path = temporaryFolder();

  it('prints and writes, and says what went where and what is missing', async () => {
    const to = surroundings();
    const outputs = outputsOf(['terminal', 'github', `json=${path('a.json')}`], formats);
    await writeOutputs(outputs, 'it', to);
    expect(to.written.stdout).toBe('it 40\n::notice::it\n');
    expect(to.written.stderr).toBe(`Half of it is left out.\nWrote ${path('a.json')} (json)\n`);
    expect(readFileSync(path('a.json'), 'utf8')).toBe('"it"\n');
  });

  it('takes a file for no terminal', async () => {
    await writeOutputs(outputsOf([`terminal=${path('t')}`, 'json'], formats), 'it', surroundings());
    expect(readFileSync(path('t'), 'utf8')).toBe('it 100\n');
  });

  it('adds to the summary of a GitHub step, and only for a format that has one', async () => {
    writeFileSync(path('summary'), 'before\n');
    const to = surroundings({ GITHUB_STEP_SUMMARY: path('summary') });
    await writeOutputs(outputsOf(['json'], formats), 'it', to);
    await writeOutputs(outputsOf(['github'], formats), 'it', to);
    expect(readFileSync(path('summary'), 'utf8')).toBe('before\n# it\n');
  });
});

describe('a text where a person asked for it', () => {
  const path = temporaryFolder();

  it('follows a symbolic link', async () => {
    mkdirSync(path('elsewhere'));
    writeFileSync(path('elsewhere', 'real'), 'old');
    symlinkSync(path('elsewhere', 'real'), path('link'));
    await writeText(path('link'), 'new');
    expect(readFileSync(path('elsewhere', 'real'), 'utf8')).toBe('new');
    expect(lstatSync(path('link')).isSymbolicLink()).toBe(true);
    expect(namesIn(path('elsewhere'))).toEqual(['real']);
  });

  it('leaves a pipe a pipe', async () => {
    execFileSync('mkfifo', [path('pipe')]);
    const writing = writeText(path('pipe'), 'through');
    expect(await readFile(path('pipe'), 'utf8')).toBe('through');
    await writing;
    expect(lstatSync(path('pipe')).isFIFO()).toBe(true);
  });
});
