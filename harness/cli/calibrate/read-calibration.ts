/** Reads a stored calibration, for replaying it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { HarnessError, messageOf } from '../../core/errors.js';
import { calibrationSchema, type Calibration } from '../../results/gate/calibration.js';

/** @throws HarnessError `E_RECORD_MISSING` or `E_RECORD_MALFORMED`, with what to do */
export async function readCalibration(directory: string): Promise<Calibration> {
  const path = join(directory, 'calibration.json');
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new HarnessError(
      'E_RECORD_MISSING',
      `${path} cannot be read: ${messageOf(cause)}. Name the directory of a calibration.`,
      { cause },
    );
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw malformed(path, messageOf(cause), cause);
  }
  const parsed = calibrationSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw malformed(path, z.prettifyError(parsed.error).slice(0, 1000));
}

function malformed(path: string, why: string, cause?: unknown): HarnessError {
  return new HarnessError(
    'E_RECORD_MALFORMED',
    `${path} is not a calibration: ${why}. Restore it, or calibrate again.`,
    { cause },
  );
}
