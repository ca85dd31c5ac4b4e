/** Reads a stored calibration, for replaying it. */
import { join } from 'node:path';
import { parseBounded, readBounded } from '../../core/bounded.js';
import { HarnessError, messageOf } from '../../core/errors.js';
import { whyRefused } from '../../core/refusal.js';
import { calibrationSchema, type Calibration } from '../../results/gate/calibration.js';

/** @throws HarnessError `E_RECORD_MISSING` or `E_RECORD_MALFORMED`, with what to do */
export async function readCalibration(directory: string): Promise<Calibration> {
  const path = join(directory, 'calibration.json');
  const text = await readBounded(path, 'E_RECORD_MALFORMED').catch((cause: unknown) => {
    if (cause instanceof HarnessError) throw cause;
    throw new HarnessError(
      'E_RECORD_MISSING',
      `${path} cannot be read: ${messageOf(cause)}. Name the directory of a calibration.`,
      { cause },
    );
  });
  return parseCalibration(path, text);
}

/** @throws HarnessError `E_RECORD_MALFORMED` naming `path`, when `text` is no calibration */
export function parseCalibration(path: string, text: string): Calibration {
  let value: unknown;
  try {
    value = parseBounded(text);
  } catch (cause) {
    throw malformed(path, messageOf(cause), cause);
  }
  const parsed = calibrationSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw malformed(path, whyRefused(parsed.error));
}

function malformed(path: string, why: string, cause?: unknown): HarnessError {
  return new HarnessError(
    'E_RECORD_MALFORMED',
    `${path} is not a calibration: ${why}. Restore it, or calibrate again.`,
    { cause },
  );
}
