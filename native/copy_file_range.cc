// Copier `copy-file-range`: copy_file_range(2), which the filesystem may answer by sharing extents.
#include "file_copier.h"

#if defined(__linux__) || defined(__FreeBSD__)

#include <sys/stat.h>
#ifdef __linux__
#include <sys/syscall.h>
#endif
#include <unistd.h>

namespace copybench {
namespace {

// On Linux the system call is made directly, and in steps of 1 GiB as Go and Rust do: the wrapper
// of glibc 2.41 and 2.42 misreads results above 2 GiB (glibc bug 33245).
constexpr uint64_t kStepBytes = 1024 * 1024 * 1024;

ssize_t CopyFileRange(int source, int destination, size_t bytes) {
#ifdef __linux__
  return ::syscall(SYS_copy_file_range, source, nullptr, destination, nullptr, bytes, 0U);
#else
  return ::copy_file_range(source, nullptr, destination, nullptr, bytes, 0U);
#endif
}

bool IsEmptyNow(int fd) {
  struct stat status;
  return ::fstat(fd, &status) == 0 && status.st_size == 0;
}

class CopyFileRangeCopier final : public FileCopier {
 protected:
  Result<Moved> Move(const Transfer& transfer) override {
    Moved moved;
    while (moved.bytes < transfer.size_bytes) {
      const uint64_t asked = std::min(transfer.NextBytes(moved.bytes), kStepBytes);
      const ssize_t n = CountedCall(
          moved, [&] { return CopyFileRange(transfer.source, transfer.destination, asked); });
      if (n == -1) return LastError("copy_file_range");
      if (n == 0) {
        // Nothing at all from a source that has bytes means that this filesystem cannot, and has
        // not said so (seen with 5.3 to 5.18; cp, Go and Rust read it the same way).
        if (moved.bytes == 0 && !IsEmptyNow(transfer.source)) {
          return SystemError{EOPNOTSUPP, "copy_file_range", {}, {}};
        }
        break;
      }
      moved.bytes += static_cast<uint64_t>(n);
    }
    return moved;
  }
};

REGISTER_COPIER("copy-file-range", CopyFileRangeCopier);

}  // namespace
}  // namespace copybench

#else

REGISTER_UNAVAILABLE_COPIER("copy-file-range", "needs Linux or FreeBSD");

#endif
