/** Writes the reports of a run beside its record. */
import { join } from 'node:path';
import { writeFileAtomically } from '../core/atomic-file.js';

/** @param markdown the whole report */
export async function writeReport(directory: string, markdown: string): Promise<string> {
  const path = join(directory, 'report.md');
  await writeFileAtomically(path, markdown);
  return path;
}
