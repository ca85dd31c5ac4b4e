#!/usr/bin/env bash
# A million hostile texts for every parser, or as many as are named: scripts/fuzz.sh [CASES]. Takes half an hour.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
node scripts/setup.mjs
COPYBENCH_FUZZ_RUNS="${1:-1000000}" npx vitest run test/hostile/fuzz.test.ts
