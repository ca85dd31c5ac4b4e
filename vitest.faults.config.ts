import { defineConfig } from 'vitest/config';

/** `npm run test:faults`: all that may go wrong, at length. The quick part of it is in `npm test`. */
export default defineConfig({
  test: {
    include: ['test/faults/**/*.faults.ts', 'test/faults/**/*.test.ts'],
    // Copies of gigabytes and 1 kHz of signals side by side would only time each other out.
    maxWorkers: 1,
    maxConcurrency: 3,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
