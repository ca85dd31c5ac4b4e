// Reading the error queue.
#include "completions.h"

#ifdef __linux__

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <time.h>

// After time.h: it uses timespec and does not bring it along.
#include <linux/errqueue.h>

#include <algorithm>
#include <climits>
#include <cstring>

#include "retry.h"

namespace copybench {
namespace {

// Room for one sock_extended_err and the address that may follow it.
constexpr size_t kControlBytes = 128;

// POLLERR without a word in the error queue: the connection itself has failed.
SystemError ConnectionError(int socket) {
  int error = 0;
  socklen_t length = sizeof error;
  ::getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &length);
  return {error == 0 ? ECONNRESET : error, "recvmsg(MSG_ERRQUEUE)", {}, {}};
}

}  // namespace

Result<Done> Completions::ReapSome() {
  if (outstanding() == 0) return SystemError{ENOBUFS, "send", {}, {}};
  auto ready = ReadOne();
  if (!ready.ok()) return ready.error();
  if (ready.value()) return Done{};

  pollfd watched = {socket_, 0, 0};  // The error queue is POLLERR, which needs no asking.
  const int told = RetryInterrupted([&] {
    return ::poll(&watched, 1, static_cast<int>(std::min<uint64_t>(patience_ms_, INT_MAX)));
  });
  if (told == -1) return LastError("poll");
  if (told == 0) return SystemError{ETIMEDOUT, "poll", {}, {}};
  auto read = ReadOne();
  if (!read.ok()) return read.error();
  if (!read.value()) return ConnectionError(socket_);
  return Done{};
}

Result<Done> Completions::ReapAll() {
  while (outstanding() > 0) {
    auto reaped = ReapSome();
    if (!reaped.ok()) return reaped;
  }
  return Done{};
}

// Takes one message off the queue; false when there is none. A message is about a range of sends,
// ee_info to ee_data, numbered on from send to send of the socket.
Result<bool> Completions::ReadOne() {
  alignas(cmsghdr) char control[kControlBytes];
  msghdr message = {};
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  if (RetryInterrupted([&] { return ::recvmsg(socket_, &message, MSG_ERRQUEUE); }) == -1) {
    if (errno == EAGAIN) return false;
    return LastError("recvmsg(MSG_ERRQUEUE)");
  }
  for (cmsghdr* part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(&message, part)) {
    if (part->cmsg_level != SOL_IP || part->cmsg_type != IP_RECVERR) continue;
    sock_extended_err told;
    std::memcpy(&told, CMSG_DATA(part), sizeof told);
    if (told.ee_origin != SO_EE_ORIGIN_ZEROCOPY) continue;
    const uint64_t sends = uint64_t{1} + (told.ee_data - told.ee_info);  // Modulo 2^32.
    (told.ee_code & SO_EE_CODE_ZEROCOPY_COPIED ? copied_ : uncopied_) += sends;
  }
  return true;
}

}  // namespace copybench

#endif
