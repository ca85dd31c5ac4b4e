/**
 * Writes the table of strategies into docs/strategies.md, between its two markers, from the strategies themselves.
 *
 *   node scripts/write-strategy-table.mjs [--check]
 *
 * --check  changes nothing; the exit status is 1 when the table is not current
 *
 * It reads the compiled strategies, so `npm run build` comes first.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PAGE = join(ROOT, 'docs', 'strategies.md');
const BEGIN = '<!-- strategies:begin -->';
const END = '<!-- strategies:end -->';
const HEADINGS = ['name', 'class', 'route', 'copies per byte', 'runtime', 'what it is'];

const { values: flags } = parseArgs({ options: { check: { type: 'boolean', default: false } } });
process.exitCode = await main(flags.check);

async function main(onlyCheck) {
  const page = readFileSync(PAGE, 'utf8');
  const current = withTable(page, markdownTable([HEADINGS, ...(await rows())]));
  if (current === page) return 0;
  if (onlyCheck) {
    console.error('docs/strategies.md: the table is not current; run `npm run docs:strategies`');
    return 1;
  }
  writeFileSync(PAGE, current);
  console.log('docs/strategies.md: table written');
  return 0;
}

async function rows() {
  const discover = pathToFileURL(join(ROOT, 'dist', 'strategies', 'discover.js')).href;
  const strategies = await (await import(discover)).discoverStrategies();
  return strategies
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((strategy) => [
      `\`${strategy.name}\``,
      strategy.class,
      strategy.routes.join(', '),
      copiesOf(strategy),
      strategy.runtime,
      strategy.summary.replaceAll('|', '\\|'),
    ]);
}

/** One number where it is the same on every route, else one for each in the order of the routes. */
function copiesOf({ routes, copiesPerByte }) {
  const copies = routes.map((route) => copiesPerByte[route] ?? '-');
  return (new Set(copies).size === 1 ? copies.slice(0, 1) : copies).join(', ');
}

/** The page with everything between its markers replaced. */
function withTable(page, table) {
  const from = page.indexOf(BEGIN);
  const to = page.indexOf(END);
  if (from === -1 || to < from) throw new Error(`${PAGE} lacks ${BEGIN} or ${END}.`);
  return `${page.slice(0, from + BEGIN.length)}\n\n${table}\n${page.slice(to)}`;
}

/** Columns padded to one width, which is how the formatter leaves a table. */
function markdownTable(lines) {
  const widths = HEADINGS.map((_, column) =>
    Math.max(...lines.map((cells) => cells[column].length)),
  );
  const line = (cells) => `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(' | ')} |\n`;
  const rule = line(widths.map((width) => '-'.repeat(width)));
  const [headings, ...body] = lines;
  return line(headings) + rule + body.map(line).join('');
}
