// cachestat(2), mincore(2), read(2), posix_fadvise(2) and syncfs(2).
#include "page_cache.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/syscall.h>
#endif

#include <algorithm>
#include <utility>
#include <vector>

#include "aligned_buffer.h"
#include "mapped_region.h"
#include "unique_fd.h"

namespace copybench {
namespace {

constexpr uint64_t kReadBytes = 1024 * 1024;
constexpr uint64_t kMincoreWindowBytes = 1024 * 1024 * 1024;  // A vector of 256 KiB a call.

#ifdef __linux__

// Since Linux 6.5, the same number on every architecture; C libraries do not know it yet.
constexpr long kCachestatNumber = 451;

struct CachestatRange {
  uint64_t offset;
  uint64_t length;
};

struct CachestatAnswer {
  uint64_t cached;
  uint64_t dirty;
  uint64_t writeback;
  uint64_t evicted;
  uint64_t recently_evicted;
};

Result<Done> AskCachestat(int fd, Residency& residency) {
  CachestatRange whole_file = {0, 0};  // A length of zero means up to the end of the file.
  CachestatAnswer answer = {};
  if (::syscall(kCachestatNumber, fd, &whole_file, &answer, 0U) == -1) {
    return LastError("cachestat");
  }
  residency.method = ResidencyMethod::kCachestat;
  residency.resident_pages = answer.cached;
  residency.dirty_pages = answer.dirty;
  residency.writeback_pages = answer.writeback;
  return Done{};
}

using PageFlags = unsigned char;

#else

Result<Done> AskCachestat(int, Residency&) {
  return SystemError{ENOSYS, "cachestat", {}, {}};
}

using PageFlags = char;

#endif

// Needs write access or ownership since Linux 5.2: else every page is reported resident
// (mincore(2)).
Result<Done> AskMincore(int fd, uint64_t size_bytes, Residency& residency) {
  residency.method = ResidencyMethod::kMincore;
  residency.resident_pages = 0;
  std::vector<PageFlags> pages;
  for (uint64_t at = 0; at < size_bytes; at += kMincoreWindowBytes) {
    const uint64_t count = std::min(size_bytes - at, kMincoreWindowBytes);
    auto window = MappedRegion::OfFileUntouched(fd, at, count);
    if (!window.ok()) return window.error();
    pages.assign((count + residency.page_bytes - 1) / residency.page_bytes, 0);
    if (::mincore(window.value().get(), count, pages.data()) == -1) return LastError("mincore");
    residency.resident_pages += static_cast<uint64_t>(
        std::count_if(pages.begin(), pages.end(), [](PageFlags flags) { return flags & 1; }));
  }
  return Done{};
}

Result<Done> Ask(int fd, uint64_t size_bytes, std::optional<ResidencyMethod> only,
                 Residency& residency) {
  if (only == ResidencyMethod::kMincore) return AskMincore(fd, size_bytes, residency);
  auto asked = AskCachestat(fd, residency);
  if (asked.ok() || only == ResidencyMethod::kCachestat) return asked;
  return AskMincore(fd, size_bytes, residency);
}

}  // namespace

Result<Residency> FileResidency(const std::string& path, std::optional<ResidencyMethod> only) {
  auto file = UniqueFd::Open(path, O_RDONLY);
  if (!file.ok()) return file.error();
  struct stat status;
  if (::fstat(file.value().get(), &status) == -1) return LastError("fstat", path);
  const uint64_t size_bytes = static_cast<uint64_t>(status.st_size);

  Residency residency;
  residency.page_bytes = static_cast<uint64_t>(::sysconf(_SC_PAGESIZE));
  residency.total_pages = (size_bytes + residency.page_bytes - 1) / residency.page_bytes;
  auto asked = Ask(file.value().get(), size_bytes, only, residency);
  if (!asked.ok()) {
    asked.error().path = path;
    return asked.error();
  }
  return residency;
}

Result<Done> ReadThrough(const std::string& path) {
  auto file = UniqueFd::Open(path, O_RDONLY);
  if (!file.ok()) return file.error();
  auto buffer = AlignedBuffer::Create(kReadBytes);
  if (!buffer.ok()) return buffer.error();
  for (;;) {
    const ssize_t n = RetryInterrupted(
        [&] { return ::read(file.value().get(), buffer.value().get(), kReadBytes); });
    if (n == -1) return LastError("read", path);
    if (n == 0) return Done{};
  }
}

Result<Done> DropPages(const std::string& path) {
  auto file = UniqueFd::Open(path, O_RDONLY);
  if (!file.ok()) return file.error();
#ifdef __linux__
  // Dirty pages are not dropped (posix_fadvise(2), NOTES).
  if (::fdatasync(file.value().get()) == -1) return LastError("fdatasync", path);
  if (const int error = ::posix_fadvise(file.value().get(), 0, 0, POSIX_FADV_DONTNEED)) {
    return SystemError{error, "posix_fadvise", path, {}};
  }
  return Done{};
#else
  return SystemError{ENOSYS, "posix_fadvise", path, {}};
#endif
}

Result<Done> SyncFilesystem(const std::string& path) {
  auto file = UniqueFd::Open(path, O_RDONLY);
  if (!file.ok()) return file.error();
#ifdef __linux__
  if (::syncfs(file.value().get()) == -1) return LastError("syncfs", path);
#else
  ::sync();
#endif
  return Done{};
}

}  // namespace copybench
