// Copier `sendfile`: sendfile(2), on Linux through a pipe inside the kernel to any descriptor, on
// macOS and FreeBSD to a socket only.
#include "file_copier.h"

#if defined(__linux__) || defined(__APPLE__) || defined(__FreeBSD__)

#ifdef __linux__
#include <sys/sendfile.h>
#else
#include <sys/socket.h>
#include <sys/types.h>
#include <sys/uio.h>
#endif

namespace copybench {
namespace {

#ifdef __linux__

// Linux refuses a socket as the source itself, with EINVAL.
constexpr bool kOnlyToSockets = false;

ssize_t SendFile(const Transfer& transfer, uint64_t, uint64_t bytes) {
  return ::sendfile(transfer.destination, transfer.source, nullptr, bytes);
}

#else

constexpr bool kOnlyToSockets = true;

// Bytes that went out before an interruption or a timeout are success (sendfile(2)).
ssize_t SendFile(const Transfer& transfer, uint64_t offset, uint64_t bytes) {
  const auto from = static_cast<off_t>(offset);
#ifdef __APPLE__
  auto sent = static_cast<off_t>(bytes);
  const int result = ::sendfile(transfer.source, transfer.destination, from, &sent, nullptr, 0);
#else
  off_t sent = 0;
  const int result =
      ::sendfile(transfer.source, transfer.destination, from, bytes, nullptr, &sent, 0);
#endif
  const bool interrupted = errno == EINTR || errno == EAGAIN;
  return result == 0 || (sent > 0 && interrupted) ? static_cast<ssize_t>(sent) : -1;
}

#endif

class SendfileCopier final : public FileCopier {
 public:
  bool Serves(Route route) const override {
    return !kOnlyToSockets || route == Route::kFileToSocket;
  }

 protected:
  Result<Moved> Move(const Transfer& transfer) override {
    Moved moved;
    while (moved.bytes < transfer.size_bytes) {
      const ssize_t n = CountedCall(
          moved, [&] { return SendFile(transfer, moved.bytes, transfer.NextBytes(moved.bytes)); });
      if (n == -1) return LastError("sendfile");
      if (n == 0) break;
      moved.bytes += static_cast<uint64_t>(n);
    }
    return moved;
  }
};

REGISTER_COPIER("sendfile", SendfileCopier);

}  // namespace
}  // namespace copybench

#else

REGISTER_UNAVAILABLE_COPIER("sendfile", "sendfile(2) needs Linux, macOS or FreeBSD");

#endif
