// Prints `N passed, M failed, K skipped` from vitest's JSON report: node .ci/count-tests.mjs FILE
import { readFileSync } from 'node:fs';

const { passed, failed, skipped } = count(process.argv[2]);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

function count(path) {
  let report;
  try {
    report = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // Set-up, types, lint or format failed before the first test.
    return { passed: 0, failed: 1, skipped: 0 };
  }
  // A file that could not be loaded has failed without having a test.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}
