// The frames that all copiers of bytes share: open, create, move, close, and on socket routes the
// single bytes by which both ends agree. A copier's Move is the same in all of them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "copier.h"
#include "result.h"
#include "retry.h"
#include "unique_fd.h"

namespace copybench {

// Bytes that one call may be asked for: the kernel moves no more than MAX_RW_COUNT, INT_MAX rounded
// down to a page, whatever it is asked (read(2), NOTES).
constexpr uint64_t kMaxTransferBytes = 0x7ffff000;

// The two ends of a copy. Between files, how much is copied is one rule for all copiers: what
// fstat(2) said when the source was opened. A source that grows is copied up to there; one that
// shrinks ends the copy early, with fewer bytes moved.
struct Transfer {
  Route route;
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
  // Opens the source and the destination, moves the bytes, closes both. What was
  // written before a failure stays, for whoever asked for the copy to delete.
  Result<Moved> Copy(const Job& job) final;

 protected:
  // Moves `transfer.size_bytes`, or fewer where the source ends early.
  virtual Result<Moved> Move(const Transfer& transfer) = 0;

  // Waits for what the kernel still owes after the last byte was handed over to a socket.
  virtual Result<Done> Settle(const Transfer&) { return Done{}; }

 private:
  Result<Moved> FileToFile(const Job& job);
  // In socket_frames.cc. A source that ends before `size_bytes` is ENODATA, a peer that does is
  // ECONNRESET, one that stops is ETIMEDOUT.
  Result<Moved> FileToSocket(const Job& job);
  Result<Moved> SocketToFile(const Job& job);
};

struct OpenSource {
  UniqueFd file;
  uint64_t size_bytes;
};

// A directory opens, but fails at the first read: told here, before a destination is made.
Result<OpenSource> OpenSourceOf(const Job& job);

// A new file (O_EXCL) with the mode that umask leaves of 0666; or the existing one, not truncated.
Result<UniqueFd> CreateDestinationOf(const Job& job);

// What one call of this job may be asked for.
uint64_t CallLimit(const Job& job);

SystemError CloseError(int error, const std::string& path);

// Makes one data-moving call, counting every try.
template <typename Call>
auto CountedCall(Moved& moved, Call call) {
  return RetryInterrupted([&] {
    moved.system_calls++;
    return call();
  });
}

}  // namespace copybench
