#!/usr/bin/env bash
# Makes ext4, xfs, btrfs, tmpfs and overlay below a directory, to measure copies on each, and removes them again.
# Takes root, loop devices, and mkfs.xfs and mkfs.btrfs for these two; what cannot be made is told and left out.
#
#   scripts/make-filesystems.sh make DIR [SIZE]         SIZE of each as truncate(1) knows it; 4G unless given
#   scripts/make-filesystems.sh run DIR [SIZE] -- COMMAND...
#                                                       makes, runs COMMAND, removes however it ends
#   scripts/make-filesystems.sh remove DIR
#
# `make` removes what an earlier one left in DIR. It prints the mount point of each filesystem.
set -euo pipefail

usage() {
  sed -n '2,11s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
  exit 2
}

# Everything mounted below DIR, innermost first, then the files; loop devices go with their mount.
remove() {
  local point
  while read -r point; do
    # The kernel writes a space in a path as \040.
    umount "$(printf '%b' "${point//\\0/\\00}")"
  done < <(awk -v dir="$dir/" 'index($5, dir) == 1 { print $5 }' /proc/self/mountinfo | sort -r)
  rm -f "$dir"/*.image
  for name in ext4 xfs btrfs tmpfs overlay; do
    if [ -d "$dir/$name" ]; then rmdir "$dir/$name"; fi
  done
  rm -rf "$dir/overlay-layers"
  rmdir --ignore-fail-on-non-empty "$dir" 2>/dev/null || true
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
  remove
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
mkdir -p "$2"
dir=$(realpath "$2")
shift 2
size=4G
if [ $# -gt 0 ] && [ "$1" != -- ]; then
  size=$1
  shift
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "make-filesystems: mounting takes root." >&2
  exit 1
fi
case $action in
  make)
    trap 'remove' INT TERM ERR
    make_all
    ;;
  run)
    [ "${1:-}" = -- ] && [ $# -ge 2 ] || usage
    shift
    trap 'remove' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    make_all
    "$@"
    ;;
  remove) remove ;;
  *) usage ;;
esac
