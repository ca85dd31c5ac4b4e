import { defineConfig } from 'vitest/config';

/** `npm run test:faults`: all that may go wrong, at length. The quick part of it is in `npm test`, and left out here. */
export default defineConfig({
  test: {
    include: ['test/faults/**/*.faults.ts'],
    // Two files at once, as many as there are cores: a good part of them is waiting, for deadlines, delays and
    // disks. More of them side by side would only time each other out.
    maxWorkers: 2,
    maxConcurrency: 3,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
