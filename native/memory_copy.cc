// Copier `memory-copy`: memcpy(3) of the source's bytes into memory that exists already; no file is
// made. The ceiling for every copy that a CPU makes.
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <mutex>
#include <utility>

#include "aligned_buffer.h"
#include "copier.h"
#include "mapped_region.h"
#include "mapped_source.h"
#include "unique_fd.h"

namespace copybench {
namespace {

// Past every CPU cache, so that a larger source still pays for main memory, at a bounded cost.
constexpr uint64_t kMaxRingBytes = 256 * 1024 * 1024;

// Keeps the ring for the next request. Given back after every copy, its memory would be taken from
// and returned to the very page allocator that the neighbouring samples measure.
class RingKeeper {
 public:
  Result<AlignedBuffer> Take(uint64_t least_bytes) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (kept_.bytes() >= least_bytes) return std::exchange(kept_, AlignedBuffer());
    return AlignedBuffer::Create(least_bytes);
  }

  void Keep(AlignedBuffer ring) {
    const std::lock_guard<std::mutex> lock(mutex_);
    if (ring.bytes() > kept_.bytes()) std::swap(kept_, ring);
  }

 private:
  std::mutex mutex_;
  AlignedBuffer kept_;
};

RingKeeper& Rings() {
  static RingKeeper keeper;
  return keeper;
}

class MemoryCopier final : public Copier {
 public:
  ~MemoryCopier() override { Rings().Keep(std::move(ring_)); }

  Result<Done> Prepare(const Job& job) override {
    auto source = UniqueFd::Open(job.source, O_RDONLY);
    if (!source.ok()) return source.error();
    struct stat status;
    if (::fstat(source.value().get(), &status) == -1) return LastError("fstat", job.source);
    if (S_ISDIR(status.st_mode)) return SystemError{EISDIR, "read", job.source, {}};
    const uint64_t size_bytes = static_cast<uint64_t>(status.st_size);

    auto mapped = MappedRegion::OfFile(source.value().get(), 0, size_bytes);
    if (!mapped.ok()) {
      mapped.error().path = job.source;
      return mapped.error();
    }
    auto ring = Rings().Take(std::min(size_bytes, kMaxRingBytes));
    if (!ring.ok()) return ring.error();
    source_ = std::move(mapped.value());
    ring_ = std::move(ring.value());
    return Done{};
  }

  Result<Moved> Copy(const Job& job) override {
    const uint64_t limit = job.options.call_limit_bytes;
    const uint64_t ring_bytes = ring_.bytes();
    const uint64_t step_bytes = limit == 0 ? ring_bytes : std::min(limit, ring_bytes);
    Moved moved;
    while (moved.bytes < source_.bytes()) {
      const uint64_t at = moved.bytes % ring_bytes;
      const uint64_t count = std::min({source_.bytes() - moved.bytes, ring_bytes - at, step_bytes});
      // The mapping is read by this process itself, and truncating the source takes its pages away.
      if (!guard_.CopyMapped(ring_.get() + at, source_.get() + moved.bytes, count)) {
        return SystemError{EFAULT, "memcpy", job.source, {}};
      }
      KeepBytes(ring_.get());
      moved.bytes += count;
    }
    return moved;
  }

 private:
  // Nobody reads the ring; without this the compiler may drop the memcpy.
  static void KeepBytes(const char* bytes) { asm volatile("" : : "r"(bytes) : "memory"); }

  BusErrorGuard guard_;
  MappedRegion source_;
  AlignedBuffer ring_;
};

REGISTER_COPIER("memory-copy", MemoryCopier);

}  // namespace
}  // namespace copybench
