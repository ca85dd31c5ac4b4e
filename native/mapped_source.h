// Reads a mapping of a file that others may shrink meanwhile, without ending the process.
#pragma once

#include <cstddef>

namespace copybench {

// While one of these lives, CopyMapped survives a page that has gone. What else raises SIGBUS does
// what it did before.
class BusErrorGuard {
 public:
  BusErrorGuard();
  BusErrorGuard(const BusErrorGuard&) = delete;
  ~BusErrorGuard();

  // memcpy(3); false where the file no longer has a page of `from` (mmap(2), SIGBUS).
  bool CopyMapped(char* to, const char* from, size_t bytes) const;
};

}  // namespace copybench
