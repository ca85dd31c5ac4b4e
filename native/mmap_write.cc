// Copier `mmap-write`: maps a window of the source and gives the mapping to write(2); one copy a
// byte.
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>

#include "file_copier.h"
#include "mapped_region.h"
#include "write_all.h"

namespace copybench {
namespace {

// A write of 2 MiB makes 2 MiB folios (ext4 since 6.16). On a virtual machine with free page
// reporting those come from memory that the host has taken back: 1 GB took 750 ms instead of 250.
constexpr uint64_t kDefaultWindowBytes = 1024 * 1024;

// A mapping starts at a page, so windows are whole pages.
uint64_t WholePages(uint64_t bytes) {
  const uint64_t page_bytes = static_cast<uint64_t>(::sysconf(_SC_PAGESIZE));
  return std::max(page_bytes, (bytes + page_bytes - 1) / page_bytes * page_bytes);
}

class MmapWriteCopier final : public FileCopier {
 public:
  // A socket cannot be mapped.
  bool Serves(Route route) const override { return route != Route::kSocketToFile; }

  Result<Done> Prepare(const Job& job) override {
    const uint64_t asked = job.options.window_bytes;
    window_bytes_ = asked == 0 ? kDefaultWindowBytes : std::min(asked, kMaxTransferBytes);
    window_bytes_ = WholePages(window_bytes_);
    return Done{};
  }

 protected:
  Result<Moved> Move(const Transfer& transfer) override {
    Moved moved;
    while (moved.bytes < transfer.size_bytes) {
      const uint64_t wanted = std::min(transfer.size_bytes - moved.bytes, window_bytes_);
      auto window = MappedRegion::OfFile(transfer.source, moved.bytes, wanted);
      if (!window.ok()) return window.error();
      const uint64_t written = WriteAll(transfer, window.value().get(), wanted, moved);
      moved.bytes += written;
      if (written < wanted) {
        // The kernel reads the mapping, so pages cut off under it are EFAULT and no SIGBUS.
        if (errno != EFAULT) return LastError("write");
        break;
      }
    }
    return WithinSource(transfer, moved);
  }

 private:
  // In the page where a shrunken source now ends, the mapping shows zeros: those are no moved
  // bytes.
  static Result<Moved> WithinSource(const Transfer& transfer, Moved moved) {
    struct stat status;
    if (::fstat(transfer.source, &status) == -1) return LastError("fstat");
    const uint64_t size_now = static_cast<uint64_t>(status.st_size);
    if (moved.bytes < transfer.size_bytes && size_now >= transfer.size_bytes) {
      return SystemError{EFAULT, "write", {}, {}};
    }
    moved.bytes = std::min(moved.bytes, size_now);
    return moved;
  }

  uint64_t window_bytes_ = 0;
};

REGISTER_COPIER("mmap-write", MmapWriteCopier);

}  // namespace
}  // namespace copybench
