// Asks waitid(2) for stops and continuations, which the kernel keeps until somebody asks.
#include "child_stops.h"

#include <sys/wait.h>

#include "retry.h"

namespace copybench {

bool ChildWasStopped(int64_t pid) {
  bool seen = false;
  for (;;) {
    siginfo_t told = {};
    // Without WEXITED: how a child ended is left to whoever started it.
    const int result = RetryInterrupted([&] {
      return ::waitid(P_PID, static_cast<id_t>(pid), &told, WSTOPPED | WCONTINUED | WNOHANG);
    });
    if (result == -1 || told.si_pid == 0) return seen;  // ECHILD: it is gone, or none of ours.
    seen = true;
  }
}

}  // namespace copybench
