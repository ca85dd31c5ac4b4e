// Timeouts, SIGPIPE, and the single bytes of the two ends.
#include "socket_session.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>

#include "retry.h"

namespace copybench {
namespace {

constexpr uint64_t kLeastDeadlineMs = 30000;
constexpr uint64_t kMostPatienceMs = 1000ull * 60 * 60 * 24 * 365;  // A year fits every unit.
constexpr uint64_t kSlowestBytesPerMs = 10000;  // 10 MB/s.

sigset_t OnlySigpipe() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGPIPE);
  return set;
}

// Zero means for ever.
Result<Done> SetTimeouts(int socket, uint64_t ms) {
  timeval limit = {};
  limit.tv_sec = static_cast<time_t>(ms / 1000);
  limit.tv_usec = static_cast<suseconds_t>(ms % 1000 * 1000);
  for (const int option : {SO_RCVTIMEO, SO_SNDTIMEO}) {
    if (::setsockopt(socket, SOL_SOCKET, option, &limit, sizeof limit) == -1) {
      return LastError("setsockopt(timeout)");
    }
  }
  return Done{};
}

}  // namespace

SigpipeBlock::SigpipeBlock() {
  const sigset_t sigpipe = OnlySigpipe();
  ::pthread_sigmask(SIG_BLOCK, &sigpipe, &before_);
}

SigpipeBlock::~SigpipeBlock() {
  if (sigismember(&before_, SIGPIPE)) return;
  sigset_t pending;
  sigemptyset(&pending);
  ::sigpending(&pending);
  const sigset_t sigpipe = OnlySigpipe();
  int taken = 0;
  if (sigismember(&pending, SIGPIPE)) ::sigwait(&sigpipe, &taken);
  ::pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

SocketSession::~SocketSession() {
  if (socket_ == -1) return;
  retry_patience_ns = 0;
  static_cast<void>(SetTimeouts(socket_, 0).ok());
}

Result<Done> SocketSession::Begin(int socket, uint64_t patience_ms) {
  const int flags = ::fcntl(socket, F_GETFL);
  if (flags == -1) return LastError("fcntl(F_GETFL)");
  if (flags & O_NONBLOCK) return SystemError{EAGAIN, "fcntl(O_NONBLOCK)", {}, {}};
  auto entered = active_.Enter(socket);
  if (!entered.ok()) return entered;
#ifdef SO_NOSIGPIPE
  const int on = 1;  // macOS signals the process, not the thread, which has SIGPIPE blocked.
  if (::setsockopt(socket, SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on) == -1) {
    return LastError("setsockopt(SO_NOSIGPIPE)");
  }
#endif
  const uint64_t limit_ms = std::clamp<uint64_t>(patience_ms, 1, kMostPatienceMs);
  auto limited = SetTimeouts(socket, limit_ms);
  if (!limited.ok()) return limited;
  socket_ = socket;
  retry_patience_ns = limit_ms * 1000000;
  return limited;
}

uint64_t PatienceMs(const Job& job) {
  const uint64_t asked = job.options.deadline_ms;
  const uint64_t deadline_ms =
      asked == 0 ? kLeastDeadlineMs + job.size_bytes / kSlowestBytesPerMs : asked;
  return std::max<uint64_t>(deadline_ms / 2, 1);
}

SystemError SocketError(SystemError error) {
  if (error.error == EAGAIN || error.error == EWOULDBLOCK) error.error = ETIMEDOUT;
  return error;
}

Result<Done> SendByte(int socket) {
  const char byte = 1;
  const ssize_t n = RetryInterrupted([&] { return ::send(socket, &byte, 1, 0); });
  if (n == -1) return SocketError(LastError("send"));
  if (n == 0) return SystemError{EIO, "send", {}, {}};
  return Done{};
}

Result<Done> ReceiveByte(int socket) {
  char byte;
  const ssize_t n = RetryInterrupted([&] { return ::recv(socket, &byte, 1, 0); });
  if (n == -1) return SocketError(LastError("recv"));
  if (n == 0) return SystemError{ECONNRESET, "recv", {}, {}};
  return Done{};
}

}  // namespace copybench
