// The frame that all file-to-file copiers share: open, create, move, close.
#pragma once

#include <algorithm>
#include <cstdint>

#include "copier.h"
#include "result.h"
#include "retry.h"

namespace copybench {

// Bytes that one call may be asked for: the kernel moves no more than MAX_RW_COUNT, INT_MAX rounded
// down to a page, whatever it is asked (read(2), NOTES).
constexpr uint64_t kMaxTransferBytes = 0x7ffff000;

// The open files of a copy. How much is copied is one rule for all copiers: what fstat(2) said when
// the source was opened. A source that grows is copied up to there; one that shrinks ends the copy
// early, with fewer bytes moved.
struct Transfer {
  int source;
  int destination;
  uint64_t size_bytes;
  uint64_t call_limit_bytes;

  // What to ask of the next call.
  uint64_t NextBytes(uint64_t moved_bytes) const {
    return std::min(size_bytes - moved_bytes, call_limit_bytes);
  }
};

class FileCopier : public Copier {
 public:
  // Opens the source, creates the destination (O_EXCL), moves the bytes, closes both. What was
  // written before a failure stays, for whoever asked for the copy to delete.
  Result<Moved> Copy(const Job& job) final;

 protected:
  // Moves `transfer.size_bytes`, or fewer where the source ends early.
  virtual Result<Moved> Move(const Transfer& transfer) = 0;
};

// Makes one data-moving call, counting every try.
template <typename Call>
auto CountedCall(Moved& moved, Call call) {
  return RetryInterrupted([&] {
    moved.system_calls++;
    return call();
  });
}

}  // namespace copybench
