#!/usr/bin/env bash
# A long run over every strategy and route, watched from outside: open descriptors, resident memory and files on
# the disk, of the program, its workers and companions together. Ends with 1 where one of them grows.
#
#   scripts/soak.sh [COPIES] [FOLDER]   COPIES: 10000 by default; FOLDER: where copies are made, else below /tmp
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
node scripts/setup.mjs
exec node scripts/soak.mjs "${1:-10000}" "${2:-$(mktemp -d "${TMPDIR:-/tmp}/copybench-soak-XXXXXX")}"
