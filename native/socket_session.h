// What holds while a thread works on a socket: no call waits for ever, and no signal ends the
// process.
#pragma once

#include <signal.h>

#include <cstdint>

#include "active_sockets.h"
#include "copier.h"
#include "result.h"

namespace copybench {

// SIGPIPE blocked on this thread, and taken away if it came: sendfile(2), splice(2) and write(2)
// have no MSG_NOSIGNAL, and what the process does with the signal is not ours to change.
class SigpipeBlock {
 public:
  SigpipeBlock();
  SigpipeBlock(const SigpipeBlock&) = delete;
  ~SigpipeBlock();

 private:
  sigset_t before_;
};

class SocketSession {
 public:
  SocketSession() = default;
  SocketSession(const SocketSession&) = delete;
  ~SocketSession();

  // From now on a call that waits `patience_ms` for the peer fails with EAGAIN, which SocketError
  // reads as ETIMEDOUT. Refuses a non-blocking socket with EAGAIN.
  Result<Done> Begin(int socket, uint64_t patience_ms);

 private:
  SigpipeBlock sigpipe_block_;
  ActiveSocket active_;
  int socket_ = -1;
};

// How long one call of a copy may wait, so that a peer that stands still is given up on after the
// job's deadline: the call during which it stops may return what it moved before, and only the next
// one fails. Without a deadline of its own a job has 30 s and 100 ms for every MB.
uint64_t PatienceMs(const Job& job);

// The failure of a call on a socket: running out of patience is ETIMEDOUT.
SystemError SocketError(SystemError error);

// Sends or receives the one byte by which the two ends of a connection agree. The end of the stream
// is ECONNRESET.
Result<Done> SendByte(int socket);
Result<Done> ReceiveByte(int socket);

}  // namespace copybench
