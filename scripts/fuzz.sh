#!/usr/bin/env bash
# A million hostile texts for every parser, or as many as are named, or for some parsers alone. Takes 3 to 50 seconds for
# most parsers, and minutes for records. Unknown names are answered with all there are.
#
#   scripts/fuzz.sh [CASES] [PARSERS]   such as: scripts/fuzz.sh 1000000 samples,14-20,38-
#
# PARSERS: their names, or their places in the list, from 1; with commas between.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
node scripts/setup.mjs
# Texts and errors live for a moment only: more room for the young, and they are collected less often.
NODE_OPTIONS="--max-semi-space-size=64 ${NODE_OPTIONS:-}" \
  COPYBENCH_FUZZ_RUNS="${1:-1000000}" COPYBENCH_FUZZ_PARSERS="${2:-1-}" \
  npx vitest run --reporter=verbose test/hostile/fuzz.test.ts
