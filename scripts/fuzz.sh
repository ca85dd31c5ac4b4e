#!/usr/bin/env bash
# A million hostile texts for every parser, or as many as are named: scripts/fuzz.sh [CASES]. Takes half an hour on a core of its own.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
node scripts/setup.mjs
# Texts and errors live for a moment only: with more room for the young, a third less time goes into collecting them.
NODE_OPTIONS="--max-semi-space-size=64 ${NODE_OPTIONS:-}" \
  COPYBENCH_FUZZ_RUNS="${1:-1000000}" npx vitest run --reporter=verbose test/hostile/fuzz.test.ts
