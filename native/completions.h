// What the kernel says of sends with MSG_ZEROCOPY, read from a socket's error queue.
#pragma once

#ifdef __linux__

#include <cstdint>

#include "result.h"

namespace copybench {

class Completions {
 public:
  Completions(int socket, uint64_t patience_ms) : socket_(socket), patience_ms_(patience_ms) {}

  // One more send went out and will be told of.
  void Expect() { expected_++; }

  // Waits until something is told. ENOBUFS where nothing is out that could be: the limits are too
  // low for a single send.
  Result<Done> ReapSome();

  // Waits until every send has been told of.
  Result<Done> ReapAll();

  // Sends of which the kernel copied the bytes after all, and of which it did not.
  uint64_t copied() const { return copied_; }
  uint64_t uncopied() const { return uncopied_; }

 private:
  uint64_t outstanding() const { return expected_ - copied_ - uncopied_; }
  Result<bool> ReadOne();

  int socket_;
  uint64_t patience_ms_;
  uint64_t expected_ = 0;
  uint64_t copied_ = 0;
  uint64_t uncopied_ = 0;
};

}  // namespace copybench

#endif
