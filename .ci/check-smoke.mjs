// Whether a run of the smoke suite measured everything it should have: node .ci/check-smoke.mjs DIRECTORY
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRun } from '../dist/harness/results/read-run.js';
import smoke from '../dist/suites/smoke.js';

const directory = process.argv[2];
const { interrupted, scenarios } = await readRun(directory);
const problems = interrupted ? ['the run was interrupted'] : [];
for (const { route, strategies: wanted } of smoke.scenarios) {
  const measured = scenarios.filter((scenario) => scenario.route === route);
  if (measured.length !== smoke.sizes.length) {
    problems.push(`${route}: ${measured.length} of ${smoke.sizes.length} sizes were measured`);
  }
  for (const { id, strategies } of measured) {
    for (const name of wanted) {
      const found = strategies.find((strategy) => strategy.name === name);
      if (found?.outcome === 'measured') continue;
      problems.push(`${id}: ${name} ${found?.outcome ?? 'is missing'}: ${found?.reason ?? ''}`);
    }
  }
}
if (!readFileSync(join(directory, 'report.md'), 'utf8').startsWith('# copybench')) {
  problems.push('report.md is no report');
}
for (const problem of problems) console.error(`smoke: ${problem}`);
process.exitCode = problems.length === 0 ? 0 : 1;
