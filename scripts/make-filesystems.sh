#!/usr/bin/env bash
# Makes ext4, xfs, btrfs, tmpfs and overlay below a directory, to measure copies on each, and removes them again.
# Takes root, loop devices, and mkfs.xfs and mkfs.btrfs for these two; what cannot be made is told and left out.
#
#   scripts/make-filesystems.sh make DIR [SIZE]         SIZE of each as truncate(1) knows it; 4G unless given
#   scripts/make-filesystems.sh run DIR [SIZE] -- COMMAND...
#                                                       makes, runs COMMAND, removes however it ends
#   scripts/make-filesystems.sh remove DIR
#
# `make` removes what an earlier one left in DIR, and like `run` what one of both that was killed left anywhere. It
# prints the mount point of each filesystem. What is in use stays mounted: it is told, and the status is 1.
set -euo pipefail

# One file for each `run` or `make` that is under way: the process, when it began, and DIR. A boot clears it away with
# the mounts.
registry=${COPYBENCH_RUN_DIRECTORY:-/run/copybench-filesystems}
entry=

usage() {
  sed -n '2,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
  exit 2
}

# Mount points below DIR, innermost first. The kernel writes a space in a path as \040, as echo reads \0040.
mounts_below() {
  local point
  awk '{ print $5 }' /proc/self/mountinfo | sort -r | while read -r point; do
    point=$(printf '%b' "${point//\\/\\0}")
    case $point in "$1"/*) printf '%s\n' "$point" ;; esac
  done
}

# Tries for two seconds: who was just ended may take a moment to let go.
unmount() {
  local attempt said
  for attempt in 1 2 3 4 5 6 7 8; do
    if said=$(umount "$1" 2>&1); then return 0; fi
    sleep 0.25
  done
  echo "make-filesystems: $1 stays: $said" >&2
  return 1
}

# Everything mounted below a directory, then the files; loop devices go with their mount. What is in use costs no other.
remove_in() {
  local dir=$1 point name stays=0
  while read -r point; do
    unmount "$point" || stays=1
  done < <(mounts_below "$dir")
  if [ "$stays" -eq 1 ]; then
    echo "make-filesystems: end what uses it (fuser -m names it), then: ${BASH_SOURCE[0]} remove '$dir'" >&2
    return 1
  fi
  rm -f "$dir"/*.image
  for name in ext4 xfs btrfs tmpfs overlay; do
    if [ -d "$dir/$name" ]; then rmdir "$dir/$name"; fi
  done
  rm -rf "$dir/overlay-layers"
  rmdir --ignore-fail-on-non-empty "$dir" 2>/dev/null || true
}

remove() {
  remove_in "$dir" || return 1
  if [ -n "$entry" ]; then rm -f "$entry"; fi
}

# When a process began, in ticks since boot (proc_pid_stat(5), field 22); nothing when it is gone.
began() {
  if [ -r "/proc/$1/stat" ]; then sed 's/.*) //' "/proc/$1/stat" | cut -d ' ' -f 20; fi
}

register() {
  mkdir -p "$registry"
  entry="$registry/$$"
  printf '%s\n' "$$" "$(began $$)" "$dir" >"$entry"
}

# What was left by a `run` or `make` that nothing could stop in time: kill -9, or out of memory.
remove_leftovers() {
  local file pid start where
  for file in "$registry"/*; do
    [ -f "$file" ] || continue
    { read -r pid && read -r start && read -r where; } <"$file" || continue
    [ "$(began "$pid")" != "$start" ] || continue
    echo "make-filesystems: $where was left by one that was killed" >&2
    if remove_in "$where"; then rm -f "$file"; fi
  done
}

left_out() {
  echo "left out: $1: $2" >&2
}

on_loop_file() {
  local kind=$1 said
  shift
  if ! command -v "$1" >/dev/null; then
    left_out "$kind" "$1 is not installed"
    return 0
  fi
  truncate --size="$size" "$dir/$kind.image"
  mkdir "$dir/$kind"
  if said=$("$@" "$dir/$kind.image" 2>&1) && said=$(mount -o loop "$dir/$kind.image" "$dir/$kind" 2>&1); then
    echo "$dir/$kind"
    return 0
  fi
  left_out "$kind" "$(tail -n 1 <<<"$said")"
  rmdir "$dir/$kind"
  rm -f "$dir/$kind.image"
}

in_memory() {
  local said
  mkdir "$dir/tmpfs"
  if said=$(mount -t tmpfs -o "size=$size" copybench "$dir/tmpfs" 2>&1); then
    echo "$dir/tmpfs"
  else
    left_out tmpfs "$said"
    rmdir "$dir/tmpfs"
  fi
}

# Over the ext4 one, or over DIR itself where that could not be made.
overlay() {
  local said layers="$dir/overlay-layers"
  if mountpoint -q "$dir/ext4"; then layers="$dir/ext4/overlay-layers"; fi
  mkdir -p "$layers/lower" "$layers/upper" "$layers/work" "$dir/overlay"
  local options="lowerdir=$layers/lower,upperdir=$layers/upper,workdir=$layers/work"
  if said=$(mount -t overlay -o "$options" copybench "$dir/overlay" 2>&1); then
    echo "$dir/overlay"
  else
    left_out overlay "$said"
    rmdir "$dir/overlay"
  fi
}

make_all() {
  mkdir -p "$dir"
  remove_in "$dir"
  mkdir -p "$dir"
  # lazy_itable_init: else a kernel thread writes inode tables while copies are measured.
  on_loop_file ext4 mkfs.ext4 -q -F -E lazy_itable_init=0,lazy_journal_init=0
  on_loop_file xfs mkfs.xfs -q -f -m reflink=1
  on_loop_file btrfs mkfs.btrfs -q -f
  in_memory
  overlay
}

[ $# -ge 2 ] || usage
action=$1
case $action in make | run | remove) ;; *) usage ;; esac
if [ "$(id -u)" -ne 0 ]; then
  echo "make-filesystems: mounting takes root. Without, name directories on filesystems that are there with --dir." >&2
  exit 1
fi
mkdir -p "$2"
dir=$(realpath "$2")
shift 2
size=4G
if [ $# -gt 0 ] && [ "$1" != -- ]; then
  size=$1
  shift
fi
case $action in
  make)
    trap 'remove || true' ERR
    trap 'remove || true; exit 130' INT
    trap 'remove || true; exit 143' TERM HUP
    remove_leftovers
    register
    make_all
    # From here on they are meant to stay.
    rm -f "$entry"
    ;;
  run)
    [ "${1:-}" = -- ] && [ $# -ge 2 ] || usage
    shift
    remove_leftovers
    register
    trap 'remove' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    make_all
    "$@"
    ;;
  remove) remove ;;
esac
