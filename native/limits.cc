// Copiers `disk-read`, `disk-write` and `overwrite`: what a disk, or the page cache, takes for the bytes of
// a source without the other half of a copy. Limits, not copies: nothing is left at the destination.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "aligned_buffer.h"
#include "file_copier.h"

#ifdef __linux__

namespace copybench {
namespace {

constexpr uint64_t kStepBytes = 1024 * 1024;
// Every logical block size that disks have divides it (statx(2), STATX_DIOALIGN).
constexpr uint64_t kDirectBytes = 4096;

uint64_t RoundUp(uint64_t bytes) {
  return (bytes + kDirectBytes - 1) / kDirectBytes * kDirectBytes;
}

// A filesystem without O_DIRECT says so by EINVAL (open(2)): told in a name of its own, that it is not
// taken for a fault of the path.
SystemError DirectError(SystemError error) {
  if (error.error == EINVAL) error.syscall = "open(O_DIRECT)";
  return error;
}

class Limit : public Copier {
 public:
  // Its pages are touched, so that the clock sees none of their faults.
  Result<Done> Prepare(const Job& job) override {
    struct stat status;
    if (::stat(job.source.c_str(), &status) == -1) return LastError("stat", job.source);
    size_bytes_ = static_cast<uint64_t>(status.st_size);
    auto buffer = AlignedBuffer::Create(kStepBytes);
    if (!buffer.ok()) return buffer.error();
    buffer_ = std::move(buffer.value());
    return Done{};
  }

 protected:
  // A file without a name, which goes when it is closed: after the clock has stopped.
  Result<Done> MakeScratch(const Job& job, int flags) {
    auto made = UniqueFd::Open(job.destination, O_CREAT | O_EXCL | O_WRONLY | flags, 0600);
    if (!made.ok()) return flags & O_DIRECT ? DirectError(made.error()) : made.error();
    scratch_ = std::move(made.value());
    if (::unlink(job.destination.c_str()) == -1) return LastError("unlink", job.destination);
    return Done{};
  }

  // Writes the buffer from the beginning of the scratch file up to `end_bytes`.
  Result<Done> WriteUpTo(uint64_t end_bytes, Moved& moved) {
    for (uint64_t at = 0; at < end_bytes;) {
      const uint64_t count = std::min(kStepBytes, end_bytes - at);
      const ssize_t n = CountedCall(moved, [&] {
        return ::pwrite(scratch_.get(), buffer_.get(), count, static_cast<off_t>(at));
      });
      if (n == -1) return LastError("pwrite");
      // Of a regular file that is never right, and asking on would not end.
      if (n == 0) return SystemError{EIO, "pwrite", {}, {}};
      at += static_cast<uint64_t>(n);
    }
    return Done{};
  }

  uint64_t size_bytes_ = 0;
  AlignedBuffer buffer_;
  UniqueFd scratch_;
};

class DiskRead final : public Limit {
 public:
  Result<Moved> Copy(const Job& job) override {
    auto source = UniqueFd::Open(job.source, O_RDONLY | O_DIRECT);
    if (!source.ok()) return DirectError(source.error());
    Moved moved;
    for (;;) {
      const ssize_t n = CountedCall(
          moved, [&] { return ::read(source.value().get(), buffer_.get(), kStepBytes); });
      if (n == -1) return LastError("read", job.source);
      moved.bytes += static_cast<uint64_t>(n);
      // Past a short read the offset is no longer aligned, and that is the end of the file.
      if (static_cast<uint64_t>(n) == kStepBytes) continue;
      if (moved.bytes == size_bytes_) return moved;
      return SystemError{EIO, "read", job.source, {}};
    }
  }
};

class DiskWrite final : public Limit {
 public:
  Result<Moved> Copy(const Job& job) override {
    auto made = MakeScratch(job, O_DIRECT);
    if (!made.ok()) return made.error();
    Moved moved;
    auto written = WriteUpTo(RoundUp(size_bytes_), moved);
    if (!written.ok()) return written.error();
    // What has reached the device may still be in its write cache.
    if (::fdatasync(scratch_.get()) == -1) return LastError("fdatasync", job.destination);
    moved.bytes = size_bytes_;
    return moved;
  }
};

class Overwrite final : public Limit {
 public:
  // The file is there, in the page cache and clean, before the clock starts.
  Result<Done> Prepare(const Job& job) override {
    auto prepared = Limit::Prepare(job);
    if (!prepared.ok()) return prepared;
    auto made = MakeScratch(job, 0);
    if (!made.ok()) return made;
    Moved before;
    auto written = WriteUpTo(size_bytes_, before);
    if (!written.ok()) return written;
    if (::fdatasync(scratch_.get()) == -1) return LastError("fdatasync", job.destination);
    return Done{};
  }

  Result<Moved> Copy(const Job&) override {
    Moved moved;
    auto written = WriteUpTo(size_bytes_, moved);
    if (!written.ok()) return written.error();
    moved.bytes = size_bytes_;
    return moved;
  }
};

template <typename Class>
std::unique_ptr<Copier> Make() {
  return std::make_unique<Class>();
}

const CopierRegistration disk_read({"disk-read", Make<DiskRead>, ""});
const CopierRegistration disk_write({"disk-write", Make<DiskWrite>, ""});
const CopierRegistration overwrite({"overwrite", Make<Overwrite>, ""});

}  // namespace
}  // namespace copybench

#else

namespace copybench {
namespace {

constexpr const char* kReason = "O_DIRECT and the page cache of Linux are what it measures";

const CopierRegistration disk_read({"disk-read", nullptr, kReason});
const CopierRegistration disk_write({"disk-write", nullptr, kReason});
const CopierRegistration overwrite({"overwrite", nullptr, kReason});

}  // namespace
}  // namespace copybench

#endif
