// sendfile(2) and splice(2) to a non-blocking socket.
#include "socket_sender.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <utility>

#include "retry.h"

#ifdef __linux__
#include <sys/sendfile.h>
#endif

namespace copybench {

// After so many bytes other connections have their turn on the thread pool, as with nginx's
// sendfile_max_chunk.
constexpr uint64_t kBurstBytes = 8 * 1024 * 1024;

Result<SocketSender> SocketSender::Create(int socket, const FilePart& part, SendMethod method) {
#ifdef __linux__
  UniqueFd own(::fcntl(socket, F_DUPFD_CLOEXEC, 0));
  if (own.get() == -1) return LastError("fcntl(F_DUPFD_CLOEXEC)");
  SocketSender sender(std::move(own), part, method);
  if (method == SendMethod::kSplice) {
    // What any pipe has, which needs no system call, or what an unprivileged one may have (pipe(7)).
    constexpr uint64_t kSmallPipeBytes = 64 * 1024;
    constexpr uint64_t kLargePipeBytes = 1024 * 1024;
    auto pipe =
        Pipe::Create(part.length <= kSmallPipeBytes ? kSmallPipeBytes : kLargePipeBytes);
    if (!pipe.ok()) return pipe.error();
    sender.pipe_ = std::move(pipe.value());
  }
  return sender;
#else
  (void)socket, (void)part, (void)method;
  return SystemError{ENOSYS, method == SendMethod::kSplice ? "splice" : "sendfile", {}, {}};
#endif
}

Result<Pause> SocketSender::Burst() {
  const uint64_t end = std::min(part_.length, sent_ + kBurstBytes);
  while (sent_ < end) {
    const bool splices = method_ == SendMethod::kSplice;
    const ssize_t n = splices ? Splice(end - sent_) : Sendfile(end - sent_);
    if (n == -1) {
      if (errno == EAGAIN) return Pause::kBlocked;
      return LastError(splices ? "splice" : "sendfile");
    }
    if (n == 0) return SystemError{EIO, splices ? "splice" : "sendfile", {}, {}};
    sent_ += static_cast<uint64_t>(n);
  }
  return sent_ == part_.length ? Pause::kDone : Pause::kYielded;
}

#ifdef __linux__

ssize_t SocketSender::Sendfile(uint64_t bytes) {
  return RetryInterrupted([&] {
    off_t offset = static_cast<off_t>(part_.start + sent_);
    system_calls_++;
    return ::sendfile(socket_.get(), part_.file, &offset, bytes);
  });
}

ssize_t SocketSender::Splice(uint64_t bytes) {
  if (in_pipe_ == 0) {
    const ssize_t filled = RetryInterrupted([&] {
      loff_t offset = static_cast<loff_t>(part_.start + sent_);
      system_calls_++;
      return ::splice(part_.file, &offset, pipe_.write_end(), nullptr,
                      std::min(bytes, pipe_.capacity_bytes()), 0);
    });
    if (filled <= 0) return filled;
    in_pipe_ = static_cast<uint64_t>(filled);
  }
  const bool more = sent_ + in_pipe_ < part_.length;
  const ssize_t drained = RetryInterrupted([&] {
    system_calls_++;
    return ::splice(pipe_.read_end(), nullptr, socket_.get(), nullptr, in_pipe_,
                    SPLICE_F_NONBLOCK | (more ? SPLICE_F_MORE : 0));
  });
  if (drained > 0) in_pipe_ -= static_cast<uint64_t>(drained);
  return drained;
}

std::string AskCongestion(int listener, const std::string& wanted) {
  // Refused where the module is not there; what is in force then is told all the same.
  (void)::setsockopt(listener, IPPROTO_TCP, TCP_CONGESTION, wanted.c_str(),
                     static_cast<socklen_t>(wanted.size()));
  char name[16] = {};  // TCP_CA_NAME_MAX.
  socklen_t size = sizeof name - 1;
  if (::getsockopt(listener, IPPROTO_TCP, TCP_CONGESTION, name, &size) == -1) return {};
  return name;
}

#else

ssize_t SocketSender::Sendfile(uint64_t) {
  errno = ENOSYS;
  return -1;
}

ssize_t SocketSender::Splice(uint64_t) {
  errno = ENOSYS;
  return -1;
}

std::string AskCongestion(int, const std::string&) {
  return {};
}

#endif

}  // namespace copybench
