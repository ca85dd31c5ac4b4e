#!/usr/bin/env bash
# Runs every native copier under AddressSanitizer, UndefinedBehaviourSanitizer and LeakSanitizer, over sizes, short
# counts, failing calls, signals and bad sources; then under ThreadSanitizer in four threads, and under valgrind,
# which tells descriptors and memory that were left open. Ends with 1 when one of them has found something.
#
#   scripts/sanitize.sh [FOLDER]   FOLDER: for the copies, else a new one in TMPDIR
#
# Needs a C++17 compiler with its sanitizers; valgrind is left out, and said to be, where it is not installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

work=$(mktemp -d "${1:-${TMPDIR:-/tmp}}/copybench-sanitize-XXXXXX")
files=$work/files
mounted=
clear_away() {
  [ -z "$mounted" ] || umount "$mounted"
  rm -rf "$work"
}
trap clear_away EXIT
runs=0
findings=0

build() { # NAME FLAG...: build/sanitize/NAME, with the copiers and the driver, but without what knows Node
  local name=$1 && shift
  local place=$work/$name
  mkdir -p "$place"
  grep -LE '#include (<(napi|uv)\.h>|"(arguments|promise_worker|conversions|system_error|environment_end)\.h")' \
    native/*.cc test/faults/native/{copy_driver,far_end,order}.cc |
    xargs -P "$(nproc)" -I{} sh -c "c++ -std=c++17 -g -O1 -fno-omit-frame-pointer $* -c {} -o $place/\$(basename {} .cc).o"
  c++ "$@" -pthread "$place"/*.o -o "$place/copy-driver"
  echo "$place/copy-driver"
}

left_open() { # whether valgrind tells of a descriptor that the copy's own process opened
  awk '/Open file descriptor/ { waiting = 1; next } waiting { if (!/inherited from parent/) found = 1; waiting = 0 }
    END { exit !found }' "$work/err"
}

# LABEL COMMAND...: a copy may fail, but not with anything to be said of memory, and not by a signal
check() {
  local label=$1 && shift
  runs=$((runs + 1))
  rm -f "$files"/{destination,arrived}*
  local status=0
  "$@" >"$work/out" 2>"$work/err" || status=$?
  if [ "$status" -eq 0 ] && ! grep -qE 'Sanitizer|runtime error|definitely lost' "$work/err" && ! left_open; then return; fi
  findings=$((findings + 1))
  echo "FOUND ($label, exit status $status): $*"
  head -40 "$work/err"
}

source_of() { # BYTES
  rm -rf "$files/source"
  head -c "$1" /dev/urandom >"$files/source"
}

each_pair() { # FUNCTION [COPIER]: calls it with every copier, or that one, and each route that it serves
  local copier routes route
  while read -r copier routes; do
    [ "${2:-$copier}" = "$copier" ] || continue
    for route in $routes; do "$1" "$copier" "$route"; done
  done < <("$driver" list)
}

sizes() {
  local bytes
  for bytes in 0 1 4095 4097 70000; do
    source_of "$bytes"
    check sizes "$driver" "$1" "$2" "$files" limit=4093 repeat=3
  done
}

conditions() {
  source_of 600000
  check 'large' "$driver" "$1" "$2" "$files" repeat=2
  check 'small steps' "$driver" "$1" "$2" "$files" limit=997 buffer=1000 window=4096 pipe=4096
  check 'signals' "$driver" "$1" "$2" "$files" limit=997 signals=2000
  check 'no descriptors' "$driver" "$1" "$2" "$files" nofile=2
  check 'no large files' "$driver" "$1" "$2" "$files" fsize=100000
  [ "$2" = file-to-file ] || check 'far end gone' "$driver" "$1" "$2" "$files" manner=2
  [ "$2" = file-to-file ] || check 'far end silent' "$driver" "$1" "$2" "$files" manner=1 deadline=100
}

failing() {
  source_of 600000
  local call when
  for call in read write pwrite fdatasync send recv sendfile splice tee copy_file_range; do
    for when in 1 2 5; do
      check "$call fails" env LD_PRELOAD="$preloaded" COPYBENCH_FAULT="$call:errno=5:$when" \
        "$driver" "$1" "$2" "$files" limit=65536 buffer=65536 window=65536
    done
  done
}

odd_sources() {
  case $2 in file-*) ;; *) return ;; esac
  local odd
  for odd in /proc/cpuinfo /dev/zero /nowhere /proc; do
    rm -f "$files/source" && ln -s "$odd" "$files/source"
    check "source $odd" "$driver" "$1" "$2" "$files" size=10
  done
  rm -f "$files/source"
}

threads() {
  [ "$2" = file-to-file ] || return 0
  source_of 600000
  check threads "$driver" "$1" "$2" "$files" threads=4 repeat=10 limit=65536
}

open_files() {
  source_of 70000
  check valgrind valgrind -q --track-fds=yes --leak-check=full --error-exitcode=9 --child-silent-after-fork=yes \
    "$driver" "$1" "$2" "$files"
}

cloning_filesystem() { # mounts one that shares blocks, where that is possible
  truncate -s 256M "$work/image" && mkdir "$work/mounted" &&
    mkfs.btrfs -q "$work/image" >/dev/null && mount -o loop "$work/image" "$work/mounted" && mounted=$work/mounted
}

mkdir "$files"
c++ -std=c++17 -O1 -shared -fPIC test/faults/native/interpose.cc -o "$work/interpose.so" -ldl

export ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1:verify_asan_link_order=0
export UBSAN_OPTIONS=print_stacktrace=1 TSAN_OPTIONS=halt_on_error=1
# The check of vptr makes a pipe to see what memory can be read, and takes a refusal for a finding.
driver=$(build address -fsanitize=address,undefined -fno-sanitize=vptr -fno-sanitize-recover=undefined)
preloaded="$(c++ -print-file-name=libasan.so) $work/interpose.so"
suites=(sizes conditions failing odd_sources)
for suite in "${suites[@]}"; do each_pair "$suite"; done
if cloning_filesystem 2>"$work/err"; then
  files=$mounted
  for suite in "${suites[@]}"; do each_pair "$suite" reflink; done
  files=$work/files
else
  echo "reflink: its refusal alone, as no filesystem that shares blocks can be mounted: $(tail -1 "$work/err")"
fi
echo "$("$driver" list | wc -l) copiers: $("$driver" list | cut -d' ' -f1 | paste -sd' ')"
echo "AddressSanitizer, UndefinedBehaviourSanitizer, LeakSanitizer: $runs runs, $findings findings"

runs=0
driver=$(build thread -fsanitize=thread)
each_pair threads
echo "ThreadSanitizer: $runs runs in 4 threads; findings so far: $findings"

if command -v valgrind >/dev/null; then
  runs=0
  driver=$(build plain -O1)
  each_pair open_files
  echo "valgrind --track-fds --leak-check: $runs runs; findings so far: $findings"
else
  echo 'valgrind: left out, not installed (apt install valgrind)'
fi
[ "$findings" -eq 0 ]
