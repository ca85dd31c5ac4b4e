/** Clears up behind work, without hiding why the work failed. */

/**
 * Does `work`, and then `clear`, however it ended.
 *
 * @throws what `work` failed with, also where clearing up fails then: on a filesystem that can no longer be written to
 *   one reason is behind both. Else what `clear` failed with.
 */
export async function thenClear<T>(work: () => Promise<T>, clear: () => Promise<void>): Promise<T> {
  let result: T;
  try {
    result = await work();
  } catch (error) {
    await clear().catch(() => undefined);
    throw error;
  }
  await clear();
  return result;
}
