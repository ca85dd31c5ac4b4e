/** What each exit status means; docs/errors.md lists them for people. */
import { hasCode } from '../core/errors.js';
import { Interrupted } from './interrupt.js';

export const EXIT = {
  pass: 0,
  error: 1,
  usage: 2,
  inconclusive: 3,
  noBaseline: 4,
  strategyFailed: 5,
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;

const USAGE_CODES = ['E_USAGE', 'E_UNKNOWN_NAME', 'E_DIRECTORY', 'E_LOCKED', 'E_FIXTURE_SPACE'];
const RECORD_CODES = [
  'E_RECORD_MISSING',
  'E_RECORD_VERSION',
  'E_RECORD_MALFORMED',
  'E_SAMPLES_MALFORMED',
  'E_MERGE',
];

/** Without something to compare with, a gate decides nothing. */
const BASELINE_CODES = [
  'E_BASELINE_MISSING',
  'E_BASELINE_VERSION',
  'E_BASELINE_MALFORMED',
  'E_BASELINE_FOREIGN',
  'E_BUILD',
];

/** The exit status for an error that ended a command: what the user can mend is 2, what has no name 1. */
export function exitStatusOf(error: unknown): number {
  if (error instanceof Interrupted) return error.exitStatus;
  const isOneOf = (codes: readonly string[]): boolean => codes.some((code) => hasCode(error, code));
  if (isOneOf([...USAGE_CODES, ...RECORD_CODES])) return EXIT.usage;
  if (isOneOf(BASELINE_CODES)) return EXIT.noBaseline;
  if (hasCode(error, 'E_BASELINE_VOID')) return EXIT.inconclusive;
  return EXIT.error;
}
