// Why: with free page reporting a guest tells its host about free blocks of 2 MiB, the host takes
// their memory back, and the next copy pays for getting it again. A free block with one used page
// in it is never that large, so its memory stays; page allocation prefers such fragments besides.
#include "ballast.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <ctime>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "mapped_region.h"
#include "usage.h"

namespace copybench {
namespace {

// A huge page of x86-64 and of arm64 with 4 KiB pages; also the order that is reported (9).
constexpr uint64_t kBlockBytes = 2 * 1024 * 1024;

char* AlignUp(char* address) {
  const uintptr_t value = reinterpret_cast<uintptr_t>(address);
  return reinterpret_cast<char*>((value + kBlockBytes - 1) / kBlockBytes * kBlockBytes);
}

#ifdef __linux__

// Bytes of the mappings in [begin, end) that huge pages back, from /proc/self/smaps (proc(5)).
uint64_t HugePageBytes(const char* begin, const char* end) {
  const std::unique_ptr<FILE, int (*)(FILE*)> smaps(std::fopen("/proc/self/smaps", "re"),
                                                    std::fclose);
  if (!smaps) return 0;
  const uintptr_t from = reinterpret_cast<uintptr_t>(begin);
  const uintptr_t to = reinterpret_cast<uintptr_t>(end);
  uint64_t huge_kib = 0;
  bool inside = false;
  char line[512];
  while (std::fgets(line, sizeof line, smaps.get()) != nullptr) {
    unsigned long low = 0;
    unsigned long high = 0;
    unsigned long kib = 0;
    if (std::sscanf(line, "%lx-%lx ", &low, &high) == 2) inside = low < to && from < high;
    if (inside && std::sscanf(line, "AnonHugePages: %lu kB", &kib) == 1) huge_kib += kib;
  }
  return huge_kib * 1024;
}

// Gives back a block but for its first page.
bool ReleaseBlock(char* block, uint64_t page_bytes) {
  char* rest = block + page_bytes;
  const uint64_t count = kBlockBytes - page_bytes;
  // MADV_FREE of a part splits a huge page at once. MADV_DONTNEED alone leaves the whole of it in
  // the deferred split queue, to be given back only under memory pressure.
  ::madvise(rest, count, MADV_FREE);
  return ::madvise(rest, count, MADV_DONTNEED) == 0;
}

void AskForHugePages(char* begin, uint64_t bytes) {
  ::madvise(begin, bytes, MADV_HUGEPAGE);
}

// Else khugepaged would in time make full huge pages of the held ones (max_ptes_none).
void RefuseHugePages(char* begin, uint64_t bytes) {
  ::madvise(begin, bytes, MADV_NOHUGEPAGE);
}

// A child would share the pages until it calls execve(2), and a write to them would copy them.
void KeepFromChildren(char* begin, uint64_t bytes) {
  ::madvise(begin, bytes, MADV_DONTFORK);
}

#else

uint64_t HugePageBytes(const char*, const char*) {
  return 0;
}
bool ReleaseBlock(char* block, uint64_t page_bytes) {
  return ::madvise(block + page_bytes, kBlockBytes - page_bytes, MADV_FREE) == 0;
}
void AskForHugePages(char*, uint64_t) {}
void RefuseHugePages(char*, uint64_t) {}
void KeepFromChildren(char*, uint64_t) {}

#endif

void Touch(char* begin, uint64_t bytes, uint64_t page_bytes) {
  volatile char* const touched = begin;
  for (uint64_t at = 0; at < bytes; at += page_bytes) touched[at] = 1;
}

// CPU time of this thread: the host's work for a page is in it, and the turns of other programs are
// not (clock_getres(2)).
uint64_t ThreadCpuNs() {
  struct timespec now = {};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<uint64_t>(now.tv_sec) * 1000000000 + static_cast<uint64_t>(now.tv_nsec);
}

uint64_t PageBytes() {
  return static_cast<uint64_t>(::sysconf(_SC_PAGESIZE));
}

// Every page is touched, which the kernel would answer by ending processes.
bool IsMoreThanThereIs(uint64_t bytes, uint64_t page_bytes) {
  return bytes > static_cast<uint64_t>(::sysconf(_SC_PHYS_PAGES)) * page_bytes;
}

// Threads of the pool hold and release.
std::mutex held_mutex;
std::map<int64_t, MappedRegion>& HeldRegions() {
  static auto* const regions = new std::map<int64_t, MappedRegion>();
  return *regions;
}

}  // namespace

Result<Ballast> BuildBallast(uint64_t bytes) {
  const uint64_t started_ns = MonotonicNs();
  const uint64_t page_bytes = PageBytes();
  const uint64_t blocks = (bytes + kBlockBytes - 1) / kBlockBytes;
  const uint64_t touched_bytes = blocks * kBlockBytes;
  if (blocks == 0) return Ballast{};
  if (IsMoreThanThereIs(touched_bytes, page_bytes)) return SystemError{ENOMEM, "mmap", {}, {}};
  auto region = MappedRegion::Anonymous(touched_bytes + kBlockBytes);
  if (!region.ok()) return region.error();
  char* const begin = AlignUp(region.value().get());
  char* const end = begin + touched_bytes;

  AskForHugePages(begin, touched_bytes);
  Touch(begin, touched_bytes, page_bytes);
  // A block that got no huge page is held all the same; nine tenths count as yes.
  const bool huge_pages = HugePageBytes(begin, end) >= touched_bytes / 10 * 9;

  for (char* block = begin; block < end; block += kBlockBytes) {
    if (!ReleaseBlock(block, page_bytes)) return LastError("madvise");
  }
  RefuseHugePages(begin, touched_bytes);
  region.value().Release();
  return Ballast{touched_bytes, blocks * page_bytes, MonotonicNs() - started_ns, huge_pages};
}

Result<HeldMemory> HoldMemory(uint64_t bytes, bool huge_pages) {
  const uint64_t page_bytes = PageBytes();
  const uint64_t held_bytes = (bytes + kBlockBytes - 1) / kBlockBytes * kBlockBytes;
  if (IsMoreThanThereIs(held_bytes, page_bytes)) return SystemError{ENOMEM, "mmap", {}, {}};
  auto region = MappedRegion::Anonymous(held_bytes + kBlockBytes);
  if (!region.ok()) return region.error();
  char* const begin = AlignUp(region.value().get());
  KeepFromChildren(region.value().get(), region.value().bytes());
  if (huge_pages) {
    AskForHugePages(begin, held_bytes);
  } else {
    RefuseHugePages(begin, held_bytes);
  }
  const uint64_t started_ns = ThreadCpuNs();
  Touch(begin, held_bytes, page_bytes);
  const uint64_t touch_ns = ThreadCpuNs() - started_ns;

  const std::lock_guard<std::mutex> lock(held_mutex);
  static int64_t last_id = 0;
  HeldRegions().emplace(++last_id, std::move(region.value()));
  return HeldMemory{last_id, held_bytes, touch_ns};
}

bool ReleaseMemory(int64_t id) {
  MappedRegion released;
  const std::lock_guard<std::mutex> lock(held_mutex);
  const auto found = HeldRegions().find(id);
  if (found == HeldRegions().end()) return false;
  released = std::move(found->second);
  HeldRegions().erase(found);
  return true;
}

}  // namespace copybench
