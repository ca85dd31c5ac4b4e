#!/usr/bin/env bash
# A million hostile texts for every parser, or as many as are named: scripts/fuzz.sh [CASES]. Takes long: 13 parsers of 40 took 25 minutes on a busy machine.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
node scripts/setup.mjs
# Texts and errors live for a moment only: more room for the young, and they are collected less often.
NODE_OPTIONS="--max-semi-space-size=64 ${NODE_OPTIONS:-}" \
  COPYBENCH_FUZZ_RUNS="${1:-1000000}" npx vitest run --reporter=verbose test/hostile/fuzz.test.ts
