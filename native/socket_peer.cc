// Draining and feeding.
#include "socket_peer.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "aligned_buffer.h"
#include "retry.h"
#include "socket_session.h"
#include "unique_fd.h"
#include "usage.h"

#ifdef __linux__
#include <sys/sendfile.h>
#endif

namespace copybench {
namespace {

constexpr size_t kBufferBytes = 256 * 1024;

// Kept by each thread, so that the sender never waits for the receiver's page faults.
Result<char*> ThreadBuffer() {
  thread_local AlignedBuffer buffer;
  if (buffer.get() == nullptr) {
    auto made = AlignedBuffer::Create(kBufferBytes);
    if (!made.ok()) return made.error();
    buffer = std::move(made.value());
  }
  return buffer.get();
}

// True, or false with errno set.
bool WriteOut(int fd, const char* bytes, size_t count) {
  while (count > 0) {
    const ssize_t n = RetryInterrupted([&] { return ::write(fd, bytes, count); });
    if (n == -1) return false;
    bytes += n;
    count -= static_cast<size_t>(n);
  }
  return true;
}

// Nagle's algorithm holds the last, short segment back until all before it is acknowledged, and the
// receiver would delay that by 40 ms: 7 MB in writes of 4 KiB took 45 ms instead of 4. A segment on
// loopback is smaller than 64 KiB, so that it is enough to ask near the end.
void HurryAcknowledgement(int socket, uint64_t left) {
#ifdef TCP_QUICKACK
  constexpr uint64_t kTailBytes = 64 * 1024;
  const int on = 1;
  if (left > kTailBytes) return;
  static_cast<void>(::setsockopt(socket, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on));
#else
  static_cast<void>(socket);
  static_cast<void>(left);
#endif
}

// Has the last segment go out at once, whatever the receiver does. One who feeds sends large steps
// only, which this does not split.
void SendWithoutDelay(int socket) {
  const int on = 1;
  static_cast<void>(::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on));
}

class Deadline {
  static constexpr uint64_t kMostMs = 1000ull * 60 * 60 * 24 * 365;  // Keeps it within 64 bits.

 public:
  explicit Deadline(uint64_t timeout_ms)
      : started_ns_(MonotonicNs()), timeout_ns_(std::min(timeout_ms, kMostMs) * 1000000) {}

  bool Passed() const { return MonotonicNs() - started_ns_ > timeout_ns_; }

 private:
  uint64_t started_ns_;
  uint64_t timeout_ns_;
};

}  // namespace

Result<Done> DrainSocket(int socket, uint64_t bytes, const std::optional<std::string>& file,
                         uint64_t timeout_ms) {
  const Deadline deadline(timeout_ms);
  auto buffer = ThreadBuffer();
  if (!buffer.ok()) return buffer.error();
  UniqueFd kept;
  if (file) {
    auto made = UniqueFd::Open(*file, O_CREAT | O_EXCL | O_WRONLY, 0666);
    if (!made.ok()) return made.error();
    kept = std::move(made.value());
  }
  SocketSession session;
  auto begun = session.Begin(socket, timeout_ms);
  if (!begun.ok()) return begun;

  while (bytes > 0) {
    const size_t asked = std::min<uint64_t>(bytes, kBufferBytes);
    const ssize_t n = RetryInterrupted([&] { return ::recv(socket, buffer.value(), asked, 0); });
    if (n == -1) return SocketError(LastError("recv"));
    if (n == 0) return SystemError{ECONNRESET, "recv", {}, {}};
    const auto count = static_cast<size_t>(n);
    if (file && !WriteOut(kept.get(), buffer.value(), count)) return LastError("write", *file);
    bytes -= count;
    if (bytes > 0) HurryAcknowledgement(socket, bytes);
    if (bytes > 0 && deadline.Passed()) return SystemError{ETIMEDOUT, "recv", {}, {}};
  }
  if (const int error = kept.Close()) return SystemError{error, "close", *file, {}};
  return SendByte(socket);
}

Result<Done> FeedSocket(int socket, const std::string& source, uint64_t bytes,
                        uint64_t timeout_ms) {
  const Deadline deadline(timeout_ms);
  auto file = UniqueFd::Open(source, O_RDONLY);
  if (!file.ok()) return file.error();
  SocketSession session;
  auto begun = session.Begin(socket, timeout_ms);
  if (!begun.ok()) return begun;
  SendWithoutDelay(socket);
  auto told = ReceiveByte(socket);
  if (!told.ok()) return told;
#ifdef __linux__
  constexpr size_t kMostBytes = 0x7ffff000;  // MAX_RW_COUNT, sendfile(2).
  const auto send = [&](uint64_t left) {
    return ::sendfile(socket, file.value().get(), nullptr, std::min<uint64_t>(left, kMostBytes));
  };
#else
  auto buffer = ThreadBuffer();
  if (!buffer.ok()) return buffer.error();
  uint64_t offset = 0;
  const auto send = [&](uint64_t left) -> ssize_t {
    const ssize_t n = ::pread(file.value().get(), buffer.value(),
                              std::min<uint64_t>(left, kBufferBytes), static_cast<off_t>(offset));
    if (n <= 0) return n;
    offset += static_cast<uint64_t>(n);
    return WriteOut(socket, buffer.value(), static_cast<size_t>(n)) ? n : -1;
  };
#endif
  while (bytes > 0) {
    const ssize_t n = RetryInterrupted([&] { return send(bytes); });
    if (n == -1) return SocketError(LastError("sendfile", source));
    if (n == 0) return SystemError{ENODATA, "sendfile", source, {}};
    bytes -= static_cast<uint64_t>(n);
    if (bytes > 0 && deadline.Passed()) return SystemError{ETIMEDOUT, "sendfile", source, {}};
  }
  return Done{};
}

}  // namespace copybench
