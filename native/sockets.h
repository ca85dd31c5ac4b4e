// Making connections: on loopback or by a path, nowhere else.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "result.h"

namespace copybench {

enum class SocketKind { kTcp, kUnix };

struct SocketAddress {
  SocketKind kind = SocketKind::kTcp;
  std::string path;   // Unix only.
  uint16_t port = 0;  // TCP only; 127.0.0.1 is the only host there is.
};

// A blocking socket and what the kernel made of it. Whoever receives it closes `fd`.
struct ConnectedSocket {
  int fd = -1;
  std::optional<std::string> congestion;  // TCP only.
  int send_buffer_bytes = 0;
  int receive_buffer_bytes = 0;
};

struct Listener {
  int fd = -1;
  SocketAddress address;
};

// TCP: cubic is asked for before the handshake. Nagle's algorithm stays on, as it is for whoever
// does not ask: without it every write of 4 KiB is a segment of its own, and takes two to three
// times as long (socket_peer.cc tells what it needs in return). Unix: buffers of 4 MiB are asked
// for. What was granted is read back.
Result<ConnectedSocket> ConnectSocket(const SocketAddress& address);

// TCP: on a port that the kernel picks; `address.port` is not looked at.
Result<Listener> ListenSocket(const SocketAddress& address);

// Fails with ETIMEDOUT after `timeout_ms`.
Result<ConnectedSocket> AcceptSocket(int listener, uint64_t timeout_ms);

// What came through a socket, as a value of its own.
struct ReceivedBytes {
  std::string bytes;
};

// Reads exactly `count` bytes. The end of the stream before that is ECONNRESET.
Result<ReceivedBytes> ReadExactly(int socket, size_t count, uint64_t timeout_ms);

}  // namespace copybench
