// The list, and shutdown(2).
#include "active_sockets.h"

#include <sys/socket.h>

#include <mutex>
#include <set>

namespace copybench {
namespace {

struct List {
  std::mutex mutex;
  std::multiset<int> sockets;
  bool ending = false;
};

// Never destroyed: threads may outlive static objects.
List& TheList() {
  static List* list = new List;
  return *list;
}

}  // namespace

ActiveSocket::~ActiveSocket() {
  if (socket_ == -1) return;
  List& list = TheList();
  const std::lock_guard<std::mutex> lock(list.mutex);
  list.sockets.erase(list.sockets.find(socket_));
}

Result<Done> ActiveSocket::Enter(int socket) {
  List& list = TheList();
  const std::lock_guard<std::mutex> lock(list.mutex);
  if (list.ending) return SystemError{ECANCELED, "exit", {}, {}};
  list.sockets.insert(socket);
  socket_ = socket;
  return Done{};
}

void ShutDownActiveSockets() {
  List& list = TheList();
  const std::lock_guard<std::mutex> lock(list.mutex);
  list.ending = true;
  for (const int socket : list.sockets) static_cast<void>(::shutdown(socket, SHUT_RDWR));
}

}  // namespace copybench
