// Writes a buffer to a file, however short the single writes are.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstdint>

#include "file_copier.h"

namespace copybench {

// Returns the bytes written: all of them, or fewer with errno set.
inline uint64_t WriteAll(const Transfer& transfer, const char* bytes, uint64_t count,
                         Moved& moved) {
  uint64_t written = 0;
  while (written < count) {
    const uint64_t asked = std::min(count - written, transfer.call_limit_bytes);
    const ssize_t n =
        CountedCall(moved, [&] { return ::write(transfer.destination, bytes + written, asked); });
    if (n == -1) break;
    if (n == 0) {  // write(2) promises nothing about a regular file here; looping could spin.
      errno = EIO;
      break;
    }
    written += static_cast<uint64_t>(n);
  }
  return written;
}

}  // namespace copybench
