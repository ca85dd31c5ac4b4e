// Copier `read-write`: read(2) into a user-space buffer and write(2) out of it; two copies a
// byte. The same on every route; a socket fills the whole buffer before it is written out.
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "aligned_buffer.h"
#include "file_copier.h"
#include "write_all.h"

namespace copybench {
namespace {

// What GNU cp settled on after measuring eleven CPUs (coreutils, src/ioblksize.h).
constexpr uint64_t kDefaultBufferBytes = 256 * 1024;

class ReadWriteCopier final : public FileCopier {
 public:
  bool Serves(Route) const override { return true; }

  Result<Done> Prepare(const Job& job) override {
    const uint64_t asked = job.options.buffer_bytes;
    auto buffer = AlignedBuffer::Create(asked == 0 ? kDefaultBufferBytes : asked);
    if (!buffer.ok()) return buffer.error();
    buffer_ = std::move(buffer.value());
    return Done{};
  }

 protected:
  Result<Moved> Move(const Transfer& transfer) override {
    const bool from_socket = transfer.route == Route::kSocketToFile;
    Moved moved;
    while (moved.bytes < transfer.size_bytes) {
      const uint64_t asked = std::min<uint64_t>(transfer.NextBytes(moved.bytes), buffer_.bytes());
      const ssize_t n = CountedCall(moved, [&] { return Receive(transfer, asked); });
      if (n == -1) return LastError(from_socket ? "recv" : "read");
      if (n == 0) break;
      const uint64_t filled = static_cast<uint64_t>(n);
      if (WriteAll(transfer, buffer_.get(), filled, moved) < filled) return LastError("write");
      moved.bytes += filled;
    }
    return moved;
  }

 private:
  ssize_t Receive(const Transfer& transfer, uint64_t asked) {
    if (transfer.route != Route::kSocketToFile) {
      return ::read(transfer.source, buffer_.get(), asked);
    }
    // Without MSG_WAITALL a socket hands over what has come, a segment or two at a time.
    return ::recv(transfer.source, buffer_.get(), asked, MSG_WAITALL);
  }

  AlignedBuffer buffer_;
};

REGISTER_COPIER("read-write", ReadWriteCopier);

}  // namespace
}  // namespace copybench
