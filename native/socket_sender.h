// Sends part of an open file on a socket that never blocks, as far as the socket takes it.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "pipe.h"
#include "result.h"
#include "unique_fd.h"

namespace copybench {

enum class SendMethod { kSendfile, kSplice };

// Why a burst ended.
enum class Pause { kDone, kBlocked, kYielded };

// The part of a file that is to be sent.
struct FilePart {
  int file;  // Stays its owner's.
  uint64_t start;
  uint64_t length;
};

class SocketSender {
 public:
  // Duplicates `socket`: its owner may close it at any time, and the number then belongs to another
  // connection.
  static Result<SocketSender> Create(int socket, const FilePart& part, SendMethod method);

  // Sends until all is sent, the socket is full, or a fair share of bytes has been sent. An end of
  // file before the end of the part is EIO.
  Result<Pause> Burst();

  int socket() const { return socket_.get(); }
  uint64_t system_calls() const { return system_calls_; }

 private:
  SocketSender(UniqueFd socket, const FilePart& part, SendMethod method)
      : socket_(std::move(socket)), part_(part), method_(method) {}

  // Each asks for at most `bytes` and returns what the socket took, -1 with errno, or 0 at the end
  // of the file.
  ssize_t Sendfile(uint64_t bytes);
  ssize_t Splice(uint64_t bytes);

  UniqueFd socket_;
  FilePart part_;
  SendMethod method_;
  uint64_t sent_ = 0;
  uint64_t system_calls_ = 0;
#ifdef __linux__
  Pipe pipe_;
  uint64_t in_pipe_ = 0;
#endif
};

// Asks that connections accepted from `listener` use this congestion control, and returns the name
// of what they use; an empty one where that cannot be told.
std::string AskCongestion(int listener, const std::string& wanted);

}  // namespace copybench
