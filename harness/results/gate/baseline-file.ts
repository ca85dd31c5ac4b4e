/** Baselines on disk: one file a machine and suite. */
import { dirname } from 'node:path';
import { z } from 'zod';
import { writeFileAtomically } from '../../core/atomic-file.js';
import { parseBounded, readBounded } from '../../core/bounded.js';
import { hasCode, HarnessError, messageOf } from '../../core/errors.js';
import { makeDirectory } from '../../core/make-directory.js';
import { shown, whyRefused } from '../../core/refusal.js';
import { BASELINE_FORMAT_VERSION, baselineSchema, isSealed, type Baseline } from './baseline.js';

/** A baseline of 40 strategies at 30 sizes with 40 rounds in 10 passes is a tenth of this. */
const LARGEST_BYTES = 64e6;

/** `<fingerprint>-<suite>.json`: a machine has one for each suite. */
export function baselineName(fingerprint: string, suite: string): string {
  return `${fingerprint}-${suite}.json`;
}

/** Writes `baseline` in one step; its directory is made where it is missing. */
export async function writeBaseline(path: string, baseline: Baseline): Promise<void> {
  await makeDirectory(dirname(path));
  await writeFileAtomically(path, `${JSON.stringify(baseline)}\n`);
}

/**
 * Reads a baseline.
 *
 * @throws HarnessError `E_BASELINE_MISSING`, `E_BASELINE_VERSION` or `E_BASELINE_MALFORMED`, with what to do
 */
export async function readBaseline(path: string): Promise<Baseline> {
  return parseBaseline(path, await readText(path));
}

/** @throws HarnessError `E_BASELINE_VERSION` or `E_BASELINE_MALFORMED` naming `path` */
export function parseBaseline(path: string, text: string): Baseline {
  const value = parse(path, text);
  const version = z.object({ formatVersion: z.unknown() }).safeParse(value).data?.formatVersion;
  if (version !== undefined && version !== BASELINE_FORMAT_VERSION) {
    throw new HarnessError(
      'E_BASELINE_VERSION',
      `${path} has format version ${shown(version)}, and this copybench reads version ` +
        `${BASELINE_FORMAT_VERSION}. Capture a baseline with this copybench: copybench baseline.`,
    );
  }
  const parsed = baselineSchema.safeParse(value);
  if (!parsed.success) throw malformed(path, whyRefused(parsed.error));
  if (isSealed(parsed.data)) return parsed.data;
  throw malformed(
    path,
    'its digest does not fit its content: it was edited after it was captured.',
  );
}

async function readText(path: string): Promise<string> {
  try {
    return await readBounded(path, 'E_BASELINE_MALFORMED', LARGEST_BYTES);
  } catch (cause) {
    if (!hasCode(cause, 'ENOENT') && !hasCode(cause, 'ENOTDIR')) throw cause;
    throw new HarnessError(
      'E_BASELINE_MISSING',
      `There is no baseline at ${path}. Capture one on this machine with: copybench baseline.`,
      { cause },
    );
  }
}

function parse(path: string, text: string): unknown {
  try {
    return parseBounded(text);
  } catch (cause) {
    throw malformed(path, `it is not JSON: ${messageOf(cause)}.`, cause);
  }
}

function malformed(path: string, why: string, cause?: unknown): HarnessError {
  return new HarnessError(
    'E_BASELINE_MALFORMED',
    `${path} is no baseline: ${why} Restore it, or capture it anew with: copybench baseline.`,
    { cause },
  );
}
