/** What each exit status means; docs/errors.md lists them for people. */
import { hasCode } from '../core/errors.js';

export const EXIT = {
  pass: 0,
  error: 1,
  usage: 2,
  inconclusive: 3,
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
];

/** The exit status for an error that ended a command: what the user can mend is 2, anything else 1. */
export function exitStatusOf(error: unknown): number {
  if ([...USAGE_CODES, ...RECORD_CODES].some((code) => hasCode(error, code))) return EXIT.usage;
  return EXIT.error;
}
