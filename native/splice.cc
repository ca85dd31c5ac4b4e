// Copier `splice`: splice(2) from the source into a pipe and from the pipe into the destination, on
// every route.
#include "file_copier.h"

#ifdef __linux__

#include <fcntl.h>

#include <utility>

#include "pipe.h"

namespace copybench {
namespace {

// The most an unprivileged pipe may have (pipe-max-size, pipe(7)). The destination is written in
// steps of the pipe's capacity, and ext4 since 6.16 makes page-cache folios of that size.
constexpr uint64_t kDefaultPipeBytes = 1024 * 1024;

class SpliceCopier final : public FileCopier {
 public:
  bool Serves(Route) const override { return true; }

  Result<Done> Prepare(const Job& job) override {
    const uint64_t asked = job.options.pipe_bytes;
    auto pipe = Pipe::Create(asked == 0 ? kDefaultPipeBytes : asked);
    if (!pipe.ok()) return pipe.error();
    pipe_ = std::move(pipe.value());
    granted_["pipeBytes"] = pipe_.capacity_bytes();
    return Done{};
  }

 protected:
  Result<Moved> Move(const Transfer& transfer) override {
    Moved moved;
    while (moved.bytes < transfer.size_bytes) {
      const uint64_t asked = std::min(transfer.NextBytes(moved.bytes), pipe_.capacity_bytes());
      const ssize_t filled = CountedCall(moved, [&] {
        return ::splice(transfer.source, nullptr, pipe_.write_end(), nullptr, asked, 0);
      });
      if (filled == -1) return LastError("splice");
      if (filled == 0) break;
      if (!Drain(transfer, static_cast<uint64_t>(filled), moved)) return LastError("splice");
      moved.bytes += static_cast<uint64_t>(filled);
    }
    return moved;
  }

 private:
  // Empties the pipe before it is filled again, so that no byte is left behind in it.
  bool Drain(const Transfer& transfer, uint64_t filled, Moved& moved) {
    uint64_t drained = 0;
    while (drained < filled) {
      const uint64_t asked = std::min(filled - drained, transfer.call_limit_bytes);
      // Said to a socket, this keeps a segment open for what follows (send(2), MSG_MORE).
      const bool last = moved.bytes + drained + asked >= transfer.size_bytes;
      const unsigned int more = transfer.route == Route::kFileToSocket && !last ? SPLICE_F_MORE : 0;
      const ssize_t n = CountedCall(moved, [&] {
        return ::splice(pipe_.read_end(), nullptr, transfer.destination, nullptr, asked, more);
      });
      if (n == -1) return false;
      if (n == 0) {  // The pipe holds bytes and its write end is open: no end of file is possible.
        errno = EIO;
        return false;
      }
      drained += static_cast<uint64_t>(n);
    }
    return true;
  }

  Pipe pipe_;
};

REGISTER_COPIER("splice", SpliceCopier);

}  // namespace
}  // namespace copybench

#else

REGISTER_UNAVAILABLE_COPIER("splice", "splice(2) exists on Linux only");

#endif
