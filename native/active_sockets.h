// The sockets that threads wait on, so that the process can end: Node joins its threads when it
// exits, and one that waits for a peer would hold it up until a deadline.
#pragma once

#include "result.h"

namespace copybench {

// A socket that this thread may wait on, for as long as the object lives.
class ActiveSocket {
 public:
  ActiveSocket() = default;
  ActiveSocket(const ActiveSocket&) = delete;
  ~ActiveSocket();

  // ECANCELED once the process is ending.
  Result<Done> Enter(int socket);

 private:
  int socket_ = -1;
};

// The process is ending: shuts down every active socket, which wakes whoever waits on it.
void ShutDownActiveSockets();

}  // namespace copybench
