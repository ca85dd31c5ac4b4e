// Writes docs/licences.md: what is installed with copybench, and under which licences. With --check, only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const path = join(root, 'docs', 'licences.md');
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
const rows = Object.entries(packages)
  .filter(([folder, { dev, optional }]) => folder !== '' && !dev && !optional)
  .map(([folder]) => JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')))
  .map(({ name, version, license }) => `| ${name} | ${version} | ${license} |`)
  .toSorted();
const text = [
  '# Licences',
  '',
  'What `npm install copybench` installs besides copybench itself, which is under the MIT licence.',
  'Written by `node scripts/write-licences.mjs`.',
  '',
  '| package | version | licence |',
  '| --- | --- | --- |',
  ...rows,
  '',
].join('\n');

if (process.argv.includes('--check')) {
  const written = readFileSync(path, 'utf8');
  const isCurrent = rows.every((row) => squeezed(written).includes(squeezed(row)));
  const isWhole =
    written.split('\n').filter((line) => /^\| .+ \| \d/.test(line)).length === rows.length;
  if (!isCurrent || !isWhole) {
    console.error('docs/licences.md is out of date: node scripts/write-licences.mjs');
    process.exitCode = 1;
  }
} else {
  writeFileSync(path, text);
}

function squeezed(words) {
  return words.replaceAll(/ +/g, ' ');
}
