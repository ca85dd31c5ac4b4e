// socket(2), bind(2), listen(2), accept(2), connect(2), and the options that matter for a copy.
#include "sockets.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <cstring>

#include "active_sockets.h"
#include "socket_session.h"
#include "unique_fd.h"
#include "usage.h"

namespace copybench {
namespace {

constexpr int kBacklog = 64;
constexpr uint64_t kConnectMs = 10000;
// The default of 212992 is what limits a unix socket; net.core.wmem_max may grant less than this.
constexpr int kUnixBufferBytes = 4 * 1024 * 1024;

// An address in the form that bind(2) and connect(2) take.
struct RawAddress {
  sockaddr_storage storage = {};
  socklen_t length = 0;

  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

Result<RawAddress> RawOf(const SocketAddress& address) {
  RawAddress raw;
  if (address.kind == SocketKind::kTcp) {
    auto* in = reinterpret_cast<sockaddr_in*>(&raw.storage);
    in->sin_family = AF_INET;
    in->sin_port = htons(address.port);
    in->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    raw.length = sizeof(sockaddr_in);
    return raw;
  }
  auto* un = reinterpret_cast<sockaddr_un*>(&raw.storage);
  if (address.path.size() >= sizeof un->sun_path) {
    return SystemError{ENAMETOOLONG, "bind", address.path, {}};
  }
  un->sun_family = AF_UNIX;
  std::memcpy(un->sun_path, address.path.c_str(), address.path.size() + 1);
  raw.length = sizeof(sockaddr_un);
  return raw;
}

// Granted or not is read back afterwards, so a refusal is no failure.
void AskFor(int fd, int level, int option, int value) {
  static_cast<void>(::setsockopt(fd, level, option, &value, sizeof value));
}

// Before the handshake: a socket that was once under bbr goes on being paced after a change.
void AskForCubic(int fd) {
#ifdef TCP_CONGESTION
  static_cast<void>(::setsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, "cubic", 5));
#else
  static_cast<void>(fd);
#endif
}

Result<UniqueFd> MakeSocket(SocketKind kind) {
  const int family = kind == SocketKind::kTcp ? AF_INET : AF_UNIX;
#ifdef SOCK_CLOEXEC
  UniqueFd fd(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
#else
  UniqueFd fd(::socket(family, SOCK_STREAM, 0));
  if (fd.get() != -1) ::fcntl(fd.get(), F_SETFD, FD_CLOEXEC);
#endif
  if (fd.get() == -1) return LastError("socket");
  if (kind == SocketKind::kTcp) AskForCubic(fd.get());
  return fd;
}

SocketKind KindOf(int fd) {
  sockaddr_storage name = {};
  socklen_t length = sizeof name;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&name), &length);
  return name.ss_family == AF_UNIX ? SocketKind::kUnix : SocketKind::kTcp;
}

int IntegerOption(int fd, int option) {
  int value = 0;
  socklen_t length = sizeof value;
  ::getsockopt(fd, SOL_SOCKET, option, &value, &length);
  return value;
}

std::optional<std::string> CongestionOf(int fd) {
#ifdef TCP_CONGESTION
  char name[64] = {};
  socklen_t length = sizeof name - 1;
  if (::getsockopt(fd, IPPROTO_TCP, TCP_CONGESTION, name, &length) == 0) return std::string(name);
#else
  static_cast<void>(fd);
#endif
  return std::nullopt;
}

ConnectedSocket Describe(UniqueFd fd, SocketKind kind) {
  ConnectedSocket connected;
  if (kind == SocketKind::kTcp) {
#ifndef TCP_QUICKACK
    // Where the receiver cannot hurry its acknowledgements; see DrainSocket.
    AskFor(fd.get(), IPPROTO_TCP, TCP_NODELAY, 1);
#endif
    connected.congestion = CongestionOf(fd.get());
  } else {
    AskFor(fd.get(), SOL_SOCKET, SO_SNDBUF, kUnixBufferBytes);
    AskFor(fd.get(), SOL_SOCKET, SO_RCVBUF, kUnixBufferBytes);
  }
  connected.send_buffer_bytes = IntegerOption(fd.get(), SO_SNDBUF);
  connected.receive_buffer_bytes = IntegerOption(fd.get(), SO_RCVBUF);
  connected.fd = fd.Release();
  return connected;
}

// Waits for `events`; ETIMEDOUT when `deadline_ns` has passed.
Result<Done> WaitFor(int fd, short events, uint64_t deadline_ns) {
  for (;;) {
    const uint64_t now_ns = MonotonicNs();
    const uint64_t left_ms = now_ns < deadline_ns ? (deadline_ns - now_ns + 999999) / 1000000 : 0;
    pollfd watched = {fd, events, 0};
    const int ready = ::poll(&watched, 1, static_cast<int>(std::min<uint64_t>(left_ms, INT_MAX)));
    if (ready > 0) return Done{};
    if (ready == -1 && errno != EINTR) return LastError("poll");
    if (ready == 0 && left_ms <= INT_MAX) return SystemError{ETIMEDOUT, "poll", {}, {}};
  }
}

uint64_t DeadlineNs(uint64_t timeout_ms) {
  constexpr uint64_t kMostMs = 1000ull * 60 * 60 * 24 * 365;  // Keeps the sum within 64 bits.
  return MonotonicNs() + std::min(timeout_ms, kMostMs) * 1000000;
}

// An interrupted connect(2) goes on by itself; calling again would be EALREADY.
int Connect(int fd, const RawAddress& raw) {
  if (::connect(fd, raw.get(), raw.length) == 0) return 0;
  if (errno != EINTR) return errno;
  auto waited = WaitFor(fd, POLLOUT, DeadlineNs(kConnectMs));
  return waited.ok() ? IntegerOption(fd, SO_ERROR) : waited.error().error;
}

}  // namespace

Result<ConnectedSocket> ConnectSocket(const SocketAddress& address) {
  auto raw = RawOf(address);
  if (!raw.ok()) return raw.error();
  auto fd = MakeSocket(address.kind);
  if (!fd.ok()) return fd.error();
  SocketSession session;
  auto begun = session.Begin(fd.value().get(), kConnectMs);
  if (!begun.ok()) return begun.error();
  if (const int error = Connect(fd.value().get(), raw.value())) {
    return SocketError({error, "connect", address.path, {}});
  }
  return Describe(std::move(fd.value()), address.kind);
}

Result<Listener> ListenSocket(const SocketAddress& address) {
  SocketAddress wanted = address;
  wanted.port = 0;
  auto raw = RawOf(wanted);
  if (!raw.ok()) return raw.error();
  auto fd = MakeSocket(wanted.kind);
  if (!fd.ok()) return fd.error();
  const int socket = fd.value().get();
  if (::bind(socket, raw.value().get(), raw.value().length) == -1) {
    return LastError("bind", wanted.path);
  }
  // Nobody else on this machine has any business here.
  if (wanted.kind == SocketKind::kUnix && ::chmod(wanted.path.c_str(), 0600) == -1) {
    return LastError("chmod", wanted.path);
  }
  if (::listen(socket, kBacklog) == -1) return LastError("listen", wanted.path);
  if (wanted.kind == SocketKind::kTcp) {
    sockaddr_in name = {};
    socklen_t length = sizeof name;
    if (::getsockname(socket, reinterpret_cast<sockaddr*>(&name), &length) == -1) {
      return LastError("getsockname");
    }
    wanted.port = ntohs(name.sin_port);
  }
  return Listener{fd.value().Release(), wanted};
}

Result<ConnectedSocket> AcceptSocket(int listener, uint64_t timeout_ms) {
  ActiveSocket active;
  auto entered = active.Enter(listener);
  if (!entered.ok()) return entered.error();
  auto waited = WaitFor(listener, POLLIN, DeadlineNs(timeout_ms));
  if (!waited.ok()) return SystemError{waited.error().error, "accept", {}, {}};
  UniqueFd fd(RetryInterrupted([&] { return ::accept(listener, nullptr, nullptr); }));
  if (fd.get() == -1) return LastError("accept");
  ::fcntl(fd.get(), F_SETFD, FD_CLOEXEC);
  const SocketKind kind = KindOf(fd.get());
  return Describe(std::move(fd), kind);
}

Result<ReceivedBytes> ReadExactly(int socket, size_t count, uint64_t timeout_ms) {
  ActiveSocket active;
  auto entered = active.Enter(socket);
  if (!entered.ok()) return entered.error();
  const uint64_t deadline_ns = DeadlineNs(timeout_ms);
  std::string bytes(count, '\0');
  for (size_t filled = 0; filled < count;) {
    auto waited = WaitFor(socket, POLLIN, deadline_ns);
    if (!waited.ok()) return SystemError{waited.error().error, "recv", {}, {}};
    const ssize_t n =
        RetryInterrupted([&] { return ::recv(socket, &bytes[filled], count - filled, 0); });
    if (n == -1 && errno != EAGAIN) return LastError("recv");
    if (n == 0) return SystemError{ECONNRESET, "recv", {}, {}};
    if (n > 0) filled += static_cast<size_t>(n);
  }
  return ReceivedBytes{std::move(bytes)};
}

}  // namespace copybench
