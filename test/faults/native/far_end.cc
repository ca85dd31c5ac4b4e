// Forking, accepting, draining and feeding.
#include "far_end.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "../../../native/socket_peer.h"

namespace copybench {
namespace {

constexpr uint64_t kLeastPatienceMs = 10000;

// Returns an errno, or 0.
int Converse(const Job& job, int listener, FarEndManner manner, const std::string& folder) {
  const uint64_t patience_ms = std::max(kLeastPatienceMs, job.options.deadline_ms);
  auto accepted = AcceptSocket(listener, patience_ms);
  if (!accepted.ok()) return accepted.error().error;
  const int socket = accepted.value().fd;
  if (manner == FarEndManner::kHangsUp) return 0;
  if (manner == FarEndManner::kSilent) {
    // Until the near end is closed and this process is ended.
    for (;;) ::pause();
  }
  auto done = job.route == Route::kFileToSocket
                  ? DrainSocket(socket, job.size_bytes, folder + "/arrived", patience_ms)
                  : FeedSocket(socket, folder + "/source", job.size_bytes, patience_ms);
  if (!done.ok()) return done.error().error;
  // The near end closes first, so that its port is not the one that lingers.
  char byte;
  while (::read(socket, &byte, 1) > 0) continue;
  return 0;
}

}  // namespace

FarEnd::~FarEnd() { static_cast<void>(End()); }

Result<int> FarEnd::Start(const Job& job, SocketKind kind, FarEndManner manner,
                          const std::string& folder) {
  const std::string path = folder + "/socket";
  auto listener = ListenSocket({kind, path, 0});
  if (!listener.ok()) return listener.error();
  process_ = ::fork();
  if (process_ == -1) return LastError("fork");
  if (process_ == 0) ::_exit(Converse(job, listener.value().fd, manner, folder));
  auto connected = ConnectSocket(listener.value().address);
  ::close(listener.value().fd);
  if (kind == SocketKind::kUnix) ::unlink(path.c_str());
  if (!connected.ok()) return connected.error();
  socket_ = connected.value().fd;
  return socket_;
}

int FarEnd::End() {
  if (socket_ != -1) ::close(std::exchange(socket_, -1));
  if (process_ == -1) return 0;
  const pid_t process = std::exchange(process_, -1);
  int status = 0;
  for (int i = 0; i < 500; i++) {
    if (::waitpid(process, &status, WNOHANG) != 0) {
      return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    ::usleep(i < 20 ? 1000 : 10000);
    if (i == 100) ::kill(process, SIGKILL);
  }
  return -1;
}

}  // namespace copybench
