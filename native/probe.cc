// The one table of errors that mean "this kernel or filesystem cannot", by copier.
#include "probe.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <vector>

namespace copybench {
namespace {

struct UnsupportedErrors {
  const char* copier;
  std::vector<int> errors;
};

// For every copier: no such system call, or the filesystem says so in so many words.
const std::vector<int> kForAll = {ENOSYS, EOPNOTSUPP, ENOTSUP};

const std::vector<UnsupportedErrors> kTable = {
    // Two volumes (clonefile(2)).
    {"clonefile", {EXDEV}},
    // Across filesystems, from a swap file, or forbidden by a seccomp filter (copy_file_range(2)).
    {"copy-file-range", {EXDEV, EINVAL, ETXTBSY, EPERM}},
    // A filesystem without O_DIRECT (open(2)).
    {"disk-read", {EINVAL}},
    {"disk-write", {EINVAL}},
    // The filesystem has no mappings (mmap(2)).
    {"memory-copy", {ENODEV}},
    {"mmap-write", {ENODEV}},
    // As mmap-write, and limits too low for a single send (net.core.optmem_max, RLIMIT_MEMLOCK).
    {"msg-zerocopy", {ENODEV, ENOBUFS}},
    // Not a filesystem that clones, two filesystems, unlike attributes, a swap file
    // (ioctl_ficlonerange(2)).
    {"reflink", {EXDEV, EINVAL, ENOTTY, ETXTBSY, EPERM}},
    // The filesystem has no splice operations (sendfile(2)); seccomp.
    {"sendfile", {EINVAL, ESPIPE, EPERM}},
    // As sendfile, and a pipe of that capacity refused (F_SETPIPE_SZ, fcntl(2)).
    {"splice", {EINVAL, ESPIPE, EPERM}},
    {"splice-tee-digest", {EINVAL, ESPIPE, EPERM}},
    {"splice-then-digest", {EINVAL, ESPIPE, EPERM}},
};

bool Contains(const std::vector<int>& errors, int error) {
  return std::find(errors.begin(), errors.end(), error) != errors.end();
}

}  // namespace

bool IsUnsupported(const std::string& copier, int error) {
  const int positive = std::abs(error);
  if (Contains(kForAll, positive)) return true;
  return std::any_of(kTable.begin(), kTable.end(), [&](const UnsupportedErrors& row) {
    return copier == row.copier && Contains(row.errors, positive);
  });
}

}  // namespace copybench
