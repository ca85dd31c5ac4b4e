// Copier `mmap-write`: maps a window of the source and gives the mapping to write(2); one copy a
// byte.
#include <algorithm>

#include "file_copier.h"
#include "mapped_region.h"
#include "source_windows.h"
#include "write_all.h"

namespace copybench {
namespace {

class MmapWriteCopier final : public FileCopier {
 public:
  // A socket cannot be mapped.
  bool Serves(Route route) const override { return route != Route::kSocketToFile; }

  Result<Done> Prepare(const Job& job) override {
    window_bytes_ = WindowBytes(job.options);
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
    return WithinSource(transfer, moved, "write");
  }

 private:
  uint64_t window_bytes_ = 0;
};

REGISTER_COPIER("mmap-write", MmapWriteCopier);

}  // namespace
}  // namespace copybench
