// What copiers that map their source have in common: windows of whole pages, and a source that may
// shrink under them.
#pragma once

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <string>

#include "file_copier.h"

namespace copybench {

// A write of 2 MiB makes 2 MiB folios (ext4 since 6.16). On a virtual machine with free page
// reporting those come from memory that the host has taken back: 1 GB took 750 ms instead of 250.
constexpr uint64_t kDefaultWindowBytes = 1024 * 1024;

// The window that the options ask for, in whole pages, as a mapping starts at a page.
inline uint64_t WindowBytes(const CopierOptions& options) {
  const uint64_t asked = options.window_bytes == 0
                             ? kDefaultWindowBytes
                             : std::min(options.window_bytes, kMaxTransferBytes);
  const uint64_t page_bytes = static_cast<uint64_t>(::sysconf(_SC_PAGESIZE));
  return std::max(page_bytes, (asked + page_bytes - 1) / page_bytes * page_bytes);
}

// In the page where a shrunken source now ends, the mapping shows zeros: those are no moved bytes.
// A copy that ended early without a shrunken source was ended by EFAULT from `call`.
inline Result<Moved> WithinSource(const Transfer& transfer, Moved moved, const std::string& call) {
  struct stat status;
  if (::fstat(transfer.source, &status) == -1) return LastError("fstat");
  const uint64_t size_now = static_cast<uint64_t>(status.st_size);
  if (moved.bytes < transfer.size_bytes && size_now >= transfer.size_bytes) {
    return SystemError{EFAULT, call, {}, {}};
  }
  moved.bytes = std::min(moved.bytes, size_now);
  return moved;
}

}  // namespace copybench
