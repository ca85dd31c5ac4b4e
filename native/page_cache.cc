// cachestat(2), mincore(2), preadv2(2), read(2), posix_fadvise(2) and syncfs(2).
#include "page_cache.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/syscall.h>
#include <sys/uio.h>
#endif

#include <algorithm>
#include <cerrno>
#include <string>
#include <utility>
#include <vector>

#include "aligned_buffer.h"
#include "mapped_region.h"
#include "retry.h"
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

// preadv2(2), since Linux 4.14; older C libraries do not know it.
constexpr int kRwfNowait = 0x00000008;

// One byte of every page. A page that is not there is EAGAIN, and since Linux 5.10 the kernel begins
// to read what the call asked for: POSIX_FADV_RANDOM and a single byte keep that at one page, so
// that no look makes a later page resident.
Result<Done> AskNowait(int fd, uint64_t size_bytes, Residency& residency) {
  residency.method = ResidencyMethod::kNowait;
  residency.resident_pages = 0;
  if (const int error = ::posix_fadvise(fd, 0, 0, POSIX_FADV_RANDOM)) {
    return SystemError{error, "posix_fadvise", {}, {}};
  }
  char byte = 0;
  struct iovec into = {&byte, 1};
  for (uint64_t at = 0; at < size_bytes; at += residency.page_bytes) {
    // The kernel takes the offset in two halves, of which the low one holds all of it on 64 bits.
    const long n = RetryInterrupted([&] {
      return ::syscall(SYS_preadv2, fd, &into, 1UL, static_cast<unsigned long>(at),
                       static_cast<unsigned long>(at >> 32), kRwfNowait);
    });
    if (n == 1) ++residency.resident_pages;
    if (n == -1 && errno != EAGAIN) return LastError("preadv2");
  }
  return Done{};
}

// Whether mincore(2) tells the truth of this file, as can_do_mincore() of mm/mincore.c has it since
// Linux 5.2: to its owner, and to who may write to it. To others every page is resident.
bool MincoreTells(int fd, const struct stat& status) {
  if (::geteuid() == status.st_uid) return true;
  return ::faccessat(AT_FDCWD, ("/proc/self/fd/" + std::to_string(fd)).c_str(), W_OK,
                     AT_EACCESS) == 0;
}

using PageFlags = unsigned char;

#else

Result<Done> AskNowait(int, uint64_t, Residency&) {
  return SystemError{ENOSYS, "preadv2", {}, {}};
}

bool MincoreTells(int, const struct stat&) {
  return true;
}

Result<Done> AskCachestat(int, Residency&) {
  return SystemError{ENOSYS, "cachestat", {}, {}};
}

using PageFlags = char;

#endif

Result<Done> AskMincore(int fd, const struct stat& status, Residency& residency) {
  if (!MincoreTells(fd, status)) return SystemError{EPERM, "mincore", {}, {}};
  const uint64_t size_bytes = static_cast<uint64_t>(status.st_size);
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

Result<Done> AskBy(ResidencyMethod method, int fd, const struct stat& status,
                   Residency& residency) {
  switch (method) {
    case ResidencyMethod::kCachestat:
      return AskCachestat(fd, residency);
    case ResidencyMethod::kMincore:
      return AskMincore(fd, status, residency);
    default:
      return AskNowait(fd, static_cast<uint64_t>(status.st_size), residency);
  }
}

Result<Done> Ask(int fd, const struct stat& status, std::optional<ResidencyMethod> only,
                 Residency& residency) {
  if (only) return AskBy(*only, fd, status, residency);
  for (const ResidencyMethod method : {ResidencyMethod::kCachestat, ResidencyMethod::kMincore}) {
    auto asked = AskBy(method, fd, status, residency);
    if (asked.ok()) return asked;
  }
  return AskBy(ResidencyMethod::kNowait, fd, status, residency);
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
  auto asked = Ask(file.value().get(), status, only, residency);
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
