/** JUnit XML as CI systems read it: suites of test cases, each passed, failed, in error or skipped. */
import { element, textElement } from './xml.js';

export interface TestCase {
  readonly name: string;
  /** Absent where nothing was measured. */
  readonly seconds?: number | undefined;
  readonly outcome: 'passed' | 'failure' | 'error' | 'skipped';
  /** Why it did not pass, or what there is to say. */
  readonly text: string;
}

export interface TestSuite {
  readonly name: string;
  readonly properties: Readonly<Record<string, string | number | null>>;
  readonly cases: readonly TestCase[];
  /** Doubts, a line each. */
  readonly doubts: readonly string[];
}

export interface TestRun {
  readonly name: string;
  readonly hostname: string;
  /** ISO 8601 with its zone. */
  readonly startedAt: string;
  readonly suites: readonly TestSuite[];
}

/** The whole document. */
export function renderJunit({ name, hostname, startedAt, suites }: TestRun): string {
  const cases = suites.flatMap((suite) => suite.cases);
  // The schema that most readers follow (Jenkins's xunit plugin) has times without a zone.
  const timestamp = startedAt.replace(/(?:\.\d+)?Z$/, '');
  const document = element(
    'testsuites',
    { name, ...counts(cases) },
    suites.map((suite) => suiteElement(suite, { hostname, timestamp })),
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${document}\n`;
}

function suiteElement(
  { name, properties, cases, doubts }: TestSuite,
  where: { hostname: string; timestamp: string },
): string {
  const known = Object.entries(properties).filter(([, value]) => value !== null);
  const list = known.map(([key, value]) =>
    element('property', { name: key, value: String(value) }),
  );
  return element('testsuite', { name, ...counts(cases), ...where }, [
    ...(list.length > 0 ? [element('properties', {}, list)] : []),
    ...cases.map((one) => caseElement(one, name)),
    ...(doubts.length > 0 ? [textElement('system-err', {}, doubts.join('\n'))] : []),
  ]);
}

function caseElement({ name, seconds, outcome, text }: TestCase, classname: string): string {
  const attributes = { name, classname, time: seconds?.toFixed(9) };
  return element('testcase', attributes, [outcomeElement(outcome, text)]);
}

function outcomeElement(outcome: TestCase['outcome'], text: string): string {
  if (outcome === 'passed') return textElement('system-out', {}, text);
  if (outcome === 'skipped') return element('skipped', { message: text });
  return textElement(outcome, { message: text, type: outcome }, text);
}

function counts(cases: readonly TestCase[]) {
  const count = (outcome: TestCase['outcome']) =>
    cases.filter((one) => one.outcome === outcome).length;
  return {
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
  };
}
