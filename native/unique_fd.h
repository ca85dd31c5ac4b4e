// A file descriptor that is closed exactly once.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <string>
#include <utility>

#include "result.h"
#include "retry.h"

namespace copybench {

class UniqueFd {
 public:
  UniqueFd() = default;
  explicit UniqueFd(int fd) : fd_(fd) {}
  UniqueFd(UniqueFd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  UniqueFd& operator=(UniqueFd&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~UniqueFd() { Close(); }

  // Opens `path` close-on-exec, so that no spawned program inherits it.
  static Result<UniqueFd> Open(const std::string& path, int flags, mode_t mode = 0) {
    const int fd = RetryInterrupted([&] { return ::open(path.c_str(), flags | O_CLOEXEC, mode); });
    if (fd == -1) return LastError("open", path);
    return UniqueFd(fd);
  }

  int get() const { return fd_; }

  // Hands the descriptor over to whoever closes it from now on.
  int Release() { return std::exchange(fd_, -1); }

  // Closes now and tells the errno, or 0. EINTR is no failure: Linux has released the descriptor
  // then, and closing again could hit one that another thread has just opened (close(2), NOTES).
  int Close() {
    const int fd = std::exchange(fd_, -1);
    if (fd == -1 || ::close(fd) == 0 || errno == EINTR) return 0;
    return errno;
  }

 private:
  int fd_ = -1;
};

}  // namespace copybench
