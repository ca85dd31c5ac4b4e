/** Counts what came of the faults, by copier and kind of fault, and says it as a table. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../harness/core/package-root.js';
import { isGood, type Outcome } from './verdict.js';

export class Tally {
  readonly bad: string[] = [];
  readonly #counts = new Map<string, Map<Outcome, number>>();

  readonly #title: string;

  constructor(title: string) {
    this.#title = title;
  }

  /**
   * @param row what the count is kept by
   * @param story what was done, for whoever has to find out
   */
  add(row: string, outcome: Outcome, story: string): void {
    const counts = this.#counts.get(row) ?? new Map<Outcome, number>();
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    this.#counts.set(row, counts);
    if (!isGood(outcome)) this.bad.push(`${outcome}: ${story}`);
  }

  /** What went wrong with the copier on that route. */
  badOf(prefix: string): string[] {
    return this.bad.filter((line) => line.includes(`: ${prefix} `));
  }

  /** Prints the table and writes it to `reports/generated/faults/`. */
  publish(file: string): void {
    const text = this.#table();
    const folder = join(packageRoot(), 'reports', 'generated', 'faults');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, file), text);
    process.stdout.write(`${text}\n`);
  }

  #table(): string {
    const columns: Outcome[] = ['error told', 'true copy', 'short copy told'];
    const lines = [...this.#counts]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([row, counts]) => {
        const good = columns.map((column) => counts.get(column) ?? 0);
        const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
        return [row, all, ...good, all - good.reduce((sum, count) => sum + count, 0)];
      });
    const sum = (column: number): number =>
      lines.reduce((total, line) => total + Number(line[column]), 0);
    const rows = [
      ['', 'injected', ...columns, 'wrong'],
      ['---', ...Array.from({ length: 5 }, () => '---:')],
      ...lines,
      ['**all**', ...[1, 2, 3, 4, 5].map(sum)],
    ];
    return `${this.#title}\n\n${rows.map((row) => `| ${row.join(' | ')} |`).join('\n')}\n`;
  }
}
