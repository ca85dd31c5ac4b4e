// Repeats a system call that a signal interrupted before it did anything (EINTR, signal(7)).
#pragma once

#include <cerrno>
#include <cstdint>

#include "usage.h"

namespace copybench {

// How long one call of this thread may go on being repeated, in nanoseconds; 0: for ever. Each
// repetition waits a socket's whole timeout anew, so that signals that come faster than that would
// have it wait for ever.
inline thread_local uint64_t retry_patience_ns = 0;

// A call that is out of patience is EAGAIN, as one is that waited for a socket's whole timeout.
template <typename Call>
auto RetryInterrupted(Call call) {
  uint64_t interrupted_at_ns = 0;
  for (;;) {
    auto result = call();
    if (result != -1 || errno != EINTR) return result;
    if (retry_patience_ns == 0) continue;
    const uint64_t now_ns = MonotonicNs();
    if (interrupted_at_ns == 0) interrupted_at_ns = now_ns;
    errno = EAGAIN;
    if (now_ns - interrupted_at_ns >= retry_patience_ns) return result;
  }
}

}  // namespace copybench
