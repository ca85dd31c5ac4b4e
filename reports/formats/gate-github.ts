/** A gate's decision as annotations of a GitHub workflow. */
import type { CellState, GateRecord } from '../../harness/results/gate/gate-record.js';
import { renderAnnotations, type Annotation } from './workflow-command.js';

/** What needs no word of its own is left to the tables. The cells of a void scenario are told by the scenario. */
const LEVEL: Readonly<Partial<Record<CellState, Annotation['level']>>> = {
  regression: 'error',
  missing: 'error',
  inconclusive: 'warning',
  improvement: 'notice',
};

/** The decision first; then each cell that someone has to look at, and each doubt. */
export function renderGateAnnotations(gate: GateRecord): string {
  const { outcome, sentence, cells, scenarios, warnings } = gate;
  return renderAnnotations([
    {
      level: outcome === 'pass' ? 'notice' : 'error',
      title: `copybench gate: ${outcome}`,
      message: sentence,
    },
    ...cells.flatMap(({ scenario, strategy, state, reason }): Annotation[] => {
      const level = LEVEL[state];
      if (level === undefined) return [];
      const title = `copybench gate: ${strategy}, ${state}`;
      return [{ level, title, message: `${scenario}: ${reason}` }];
    }),
    ...scenarios.flatMap((scenario) => [
      ...(scenario.void === null ? [] : [ofScenario('error', scenario.id, scenario.void)]),
      ...(scenario.uniform === null ? [] : [ofScenario('warning', scenario.id, scenario.uniform)]),
    ]),
    ...warnings.map(({ code, scenario, message, remedy }): Annotation => {
      const where = scenario === undefined ? '' : `${scenario}: `;
      return {
        level: 'warning',
        title: `copybench: ${code}`,
        message: `${where}${message} ${remedy}`,
      };
    }),
  ]);
}

function ofScenario(level: Annotation['level'], id: string, sentence: string): Annotation {
  return { level, title: 'copybench gate', message: `${id}: ${sentence}` };
}
