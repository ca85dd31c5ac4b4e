// The list, and shutdown(2).
#include "active_sockets.h"

#include <sys/socket.h>

#include <atomic>
#include <mutex>
#include <set>
#include <utility>

namespace copybench {
namespace {

struct List {
  std::mutex mutex;
  std::multiset<std::pair<Asker, int>> sockets;
  std::set<Asker> ending;
};

// Never destroyed: threads may outlive static objects.
List& TheList() {
  static List* list = new List;
  return *list;
}

// 0 on a thread that works for nobody in particular, as in a program without JavaScript.
thread_local Asker working_for = 0;

}  // namespace

Asker ThisEnvironment() {
  static std::atomic<Asker> last{0};
  thread_local const Asker own = ++last;
  return own;
}

WorkingFor::WorkingFor(Asker asker) { working_for = asker; }

WorkingFor::~WorkingFor() { working_for = 0; }

ActiveSocket::~ActiveSocket() {
  if (socket_ == -1) return;
  List& list = TheList();
  const std::lock_guard<std::mutex> lock(list.mutex);
  list.sockets.erase(list.sockets.find({asker_, socket_}));
}

Result<Done> ActiveSocket::Enter(int socket) {
  List& list = TheList();
  const std::lock_guard<std::mutex> lock(list.mutex);
  if (list.ending.count(working_for) > 0) return SystemError{ECANCELED, "exit", {}, {}};
  list.sockets.insert({working_for, socket});
  asker_ = working_for;
  socket_ = socket;
  return Done{};
}

void ShutDownActiveSockets(Asker asker) {
  List& list = TheList();
  const std::lock_guard<std::mutex> lock(list.mutex);
  list.ending.insert(asker);
  for (const auto& [owner, socket] : list.sockets) {
    if (owner == asker) static_cast<void>(::shutdown(socket, SHUT_RDWR));
  }
}

}  // namespace copybench
