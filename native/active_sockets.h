// The sockets that threads wait on, so that the process can end: Node joins its threads when it
// exits, and one that waits for a peer would hold it up until a deadline.
#pragma once

#include <cstdint>

#include "result.h"

namespace copybench {

// Who asked for some work: a JavaScript environment, of which each thread of a process that runs
// JavaScript has its own (worker_threads). Threads of the pool work for all of them.
using Asker = uint64_t;

// The environment of the calling thread; never 0, and never used again when the thread has ended.
Asker ThisEnvironment();

// While it lives, the calling thread works for `asker`.
class WorkingFor {
 public:
  explicit WorkingFor(Asker asker);
  WorkingFor(const WorkingFor&) = delete;
  ~WorkingFor();
};

// A socket that this thread may wait on, for as long as the object lives.
class ActiveSocket {
 public:
  ActiveSocket() = default;
  ActiveSocket(const ActiveSocket&) = delete;
  ~ActiveSocket();

  // ECANCELED once the environment that asked for it is ending.
  Result<Done> Enter(int socket);

 private:
  Asker asker_ = 0;
  int socket_ = -1;
};

// That environment is ending: shuts down every active socket of its own, which wakes whoever waits
// on it.
void ShutDownActiveSockets(Asker asker);

}  // namespace copybench
