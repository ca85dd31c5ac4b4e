#!/usr/bin/env bash
# Runs the addon inside Node under AddressSanitizer, UndefinedBehaviourSanitizer and LeakSanitizer: the tests of the
# addon and the contract of every strategy, in threads of one process that ends by itself, so that leaks are looked
# for. Node and V8 are not built for that, and lose memory on purpose: a leak is a finding where the addon's code is in
# its stack, below it nothing of V8's own heap, and no promise: a thread that is ended in the middle of a copy loses the 8
# bytes of its deferred, which Node-API takes back only when it is resolved or rejected, and a thread that ends may do
# neither. Ends with 1 when there is a finding, or a test fails.
#
#   scripts/sanitize-node.sh [TEST]...   by default test/native and test/strategies/contract*.test.ts
#
# Works on a copy of this package, so that its build stays what it is. Needs `npm ci`, what the addon is built with and
# the compiler's sanitizers.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
node scripts/setup.mjs
tests=("$@")
[ $# -gt 0 ] || tests=(test/native test/strategies/contract)

work=$(mktemp -d "${TMPDIR:-/tmp}/copybench-sanitize-XXXXXX")
trap 'rm -rf "$work"' EXIT
reports=$work/reports
package=$work/package
mkdir "$reports" "$package"
# Tests become another user, who loads the addon and has a report as well.
chmod 0755 "$work" && chmod 1777 "$reports"
tar --create --exclude=./node_modules --exclude=./build --exclude=./.git --exclude=generated . |
  tar --extract --directory "$package"
ln -s "$PWD/node_modules" "$package/node_modules"
cd "$package"
addon=$package/build/Release/copybench.node

prefix=$(dirname "$(dirname "$(node -p process.execPath)")")
headers=$prefix/include/node
nodedir=()
[ ! -e "$headers/node_api.h" ] || nodedir=("--nodedir=$prefix")
sanitizers='-fsanitize=address,undefined -fno-sanitize=vptr -fno-sanitize-recover=undefined'
CXXFLAGS="$sanitizers -fno-omit-frame-pointer -g -O1" LDFLAGS=$sanitizers \
  node node_modules/node-gyp/bin/node-gyp.js rebuild "${nodedir[@]}" >"$work/log" 2>&1 ||
  { tail -40 "$work/log" && exit 1; }

# Leaks change no exit status, as they would that of every program that a test starts; an error ends its process.
# Each frame is told with its module, by which those of the addon are known.
ASAN_OPTIONS='detect_leaks=1:detect_stack_use_after_return=1:abort_on_error=1:exitcode=0'
export ASAN_OPTIONS="$ASAN_OPTIONS:stack_trace_format='    #%n %F %L %M':log_path=$reports/asan"
export UBSAN_OPTIONS=print_stacktrace=1:log_path=$reports/ubsan
# libstdc++ has to be there when the sanitizer looks for what throws.
preloaded="$(c++ -print-file-name=libasan.so) $(c++ -print-file-name=libstdc++.so)"

findings() { # what of all reports is ours, and takes the reports away
  cat "$reports"/* 2>/dev/null |
    awk -v RS= -v ORS='\n\n' '
      /ERROR: AddressSanitizer|runtime error/ { print; next }
      /(Direct|Indirect) leak/ && /\(copybench\.node\+/ && !/#1 in (v8::internal::|napi_create_promise )/'
  rm -f "$reports"/*
}

# An addon of that name that loses memory: where that is not found, nothing would be.
mkdir "$work/leaky"
cat >"$work/leaky.c" <<'END'
#include <node_api.h>
#include <stdlib.h>
static __attribute__((noinline)) void lose(size_t bytes) { *(volatile char*)malloc(bytes) = 1; }
NAPI_MODULE_INIT() {
  (void)env;
  for (size_t i = 1; i <= 100; i++) lose(i);
  return exports;
}
END
if [ -e "$headers/node_api.h" ]; then
  cc -g -fsanitize=address -fno-omit-frame-pointer -shared -fPIC -I "$headers" "$work/leaky.c" -o "$work/leaky/copybench.node"
  LD_PRELOAD=$preloaded node -e 'require(process.argv[1])' "$work/leaky/copybench.node"
  [ -n "$(findings)" ] || { echo 'Leaks are not seen here: is ptrace(2) forbidden?' && exit 1; }
fi

# Loaded by the main thread, the addon is still there when leaks are told, after the threads that used it.
status=0
LD_PRELOAD=$preloaded NODE_OPTIONS="--require=$addon" \
  node node_modules/vitest/vitest.mjs run --pool=threads --no-file-parallelism "${tests[@]}" || status=$?
found=$(findings)
[ -z "$found" ] || printf 'FOUND:\n%s\n' "$found"
echo "Inside Node: $(grep -cE 'ERROR: AddressSanitizer|runtime error|leak of' <<<"$found") findings, exit status of the tests $status"
[ -z "$found" ] && [ "$status" -eq 0 ]
