/** A run for GitHub Actions: annotations, and the tables for the page of the job. */
import type { RunRecord } from '../../harness/results/record.js';
import { answer } from '../answer.js';
import { renderBlocks } from '../markdown.js';
import { unmeasuredCases } from '../outcome-list.js';
import { plainSpaces } from '../plain-spaces.js';
import { buildSummary } from '../report.js';
import { plainText } from '../text.js';
import { renderAnnotations, type Annotation } from './workflow-command.js';

/** Failures are errors, doubts are warnings, and what was found or is not supported here is a notice. */
export function renderRunAnnotations(record: RunRecord): string {
  return renderAnnotations([
    ...outcomes(record),
    ...record.warnings.map(({ code, scenario, strategy, message, remedy }): Annotation => {
      const about = [scenario, strategy].filter((name) => name !== undefined).join(', ');
      const where = about === '' ? '' : `${about}: `;
      return {
        level: 'warning',
        title: `copybench: ${code}`,
        message: `${where}${message} ${remedy}`,
      };
    }),
    ...answer(record).map((sentence): Annotation => ({
      level: 'notice',
      title: 'copybench',
      message: plainSpaces(plainText(sentence)),
    })),
  ]);
}

/** The answer, a table a scenario, what did not run and what to doubt. */
export function renderRunStepSummary(record: RunRecord): string {
  return renderBlocks(buildSummary(record));
}

function outcomes(record: RunRecord): Annotation[] {
  return unmeasuredCases(record).map(({ strategy, places }) => ({
    level: strategy.outcome === 'failed' ? 'error' : 'notice',
    title: `copybench: ${strategy.name} ${strategy.outcome}`,
    message: `${places.map(plainSpaces).join(', ')}: ${strategy.reason}`,
  }));
}
