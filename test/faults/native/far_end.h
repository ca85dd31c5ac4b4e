// The far end of a socket route, in a process of its own, so that what is done to the copying
// process is not done to it.
#pragma once

#include <sys/types.h>

#include <string>

#include "../../../native/copier.h"
#include "../../../native/result.h"
#include "../../../native/sockets.h"

namespace copybench {

// What the far end does with the connection.
enum class FarEndManner { kProper, kSilent, kHangsUp };

class FarEnd {
 public:
  FarEnd() = default;
  FarEnd(const FarEnd&) = delete;
  FarEnd& operator=(const FarEnd&) = delete;
  ~FarEnd();

  // Starts the process and connects with it; tells the near end's socket.
  Result<int> Start(const Job& job, SocketKind kind, FarEndManner manner,
                    const std::string& folder);

  // Closes the near end, ends the process, and tells the errno that it ended with; -1 where it had
  // to be killed.
  int End();

 private:
  int socket_ = -1;
  pid_t process_ = -1;
};

}  // namespace copybench
