// posix_spawnp(3) and wait4(2), with the clock around both.
#include "spawn.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/syscall.h>
#endif

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <utility>

#include "unique_fd.h"

extern char** environ;

namespace copybench {
namespace {

constexpr size_t kKeptStderrBytes = 4096;

// What the program finds when it starts: /dev/null, a pipe as stderr, and no signal blocked or
// ignored (Node ignores SIGPIPE and SIGXFSZ, and ignoring outlives exec).
class SpawnPlan {
 public:
  explicit SpawnPlan(int stderr_fd) {
    ::posix_spawn_file_actions_init(&actions_);
    ::posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&actions_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions_, stderr_fd, STDERR_FILENO);
    ::posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigset_t all;
    sigemptyset(&none);  // Macros on macOS, these two.
    sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &all);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    ::posix_spawn_file_actions_destroy(&actions_);
    ::posix_spawnattr_destroy(&attributes_);
  }

  // An errno, or 0.
  int Start(const std::string& file, char* const* arguments, pid_t* pid) const {
    return ::posix_spawnp(pid, file.c_str(), &actions_, &attributes_, arguments, environ);
  }

 private:
  posix_spawn_file_actions_t actions_;
  posix_spawnattr_t attributes_;
};

std::vector<char*> ArgumentPointers(const std::string& file,
                                    const std::vector<std::string>& arguments) {
  std::vector<char*> pointers = {const_cast<char*>(file.c_str())};
  for (const auto& argument : arguments) pointers.push_back(const_cast<char*>(argument.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

Result<Done> MakePipe(UniqueFd& read_end, UniqueFd& write_end) {
  int ends[2];
#ifdef __linux__
  if (::pipe2(ends, O_CLOEXEC) == -1) return LastError("pipe2");
#else
  if (::pipe(ends) == -1) return LastError("pipe");
  ::fcntl(ends[0], F_SETFD, FD_CLOEXEC);
  ::fcntl(ends[1], F_SETFD, FD_CLOEXEC);
#endif
  read_end = UniqueFd(ends[0]);
  write_end = UniqueFd(ends[1]);
  ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  return Done{};
}

// A descriptor that becomes readable when the program ends (Linux 5.3), or none.
UniqueFd ProcessFd(pid_t pid) {
#ifdef SYS_pidfd_open
  return UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0U)));
#else
  static_cast<void>(pid);
  return UniqueFd();
#endif
}

// Reads what the pipe holds, keeps the first 4 KiB and throws the rest away, so that the program
// never waits for room. False at the end of the file.
bool DrainStderr(int pipe, std::string& text) {
  char bytes[kKeptStderrBytes];
  for (;;) {
    const ssize_t n = RetryInterrupted([&] { return ::read(pipe, bytes, sizeof bytes); });
    if (n == 0) return false;
    if (n == -1) return errno == EAGAIN;
    text.append(bytes, std::min(static_cast<size_t>(n), kKeptStderrBytes - text.size()));
  }
}

// Until the program has ended or, where that cannot be watched, closed its stderr. A grandchild
// that keeps stderr open does not hold this up.
void DrainUntilEnd(pid_t pid, int pipe, std::string& text) {
  const UniqueFd process = ProcessFd(pid);
  pollfd watched[2] = {{pipe, POLLIN, 0}, {process.get(), POLLIN, 0}};  // poll(2) skips fd -1.
  for (;;) {
    if (RetryInterrupted([&] { return ::poll(watched, 2, -1); }) == -1) return;
    if (watched[1].revents != 0) return;
    if (watched[0].revents != 0 && !DrainStderr(pipe, text)) {
      if (watched[1].fd == -1) return;
      watched[0].fd = -1;
    }
  }
}

#ifdef __linux__

// ru_maxrss of a child starts from the peak of the memory that exec(2) replaced, and that is ours
// (fs/exec.c, exec_mmap; posix_spawn shares it until then). It is the child's own only above that.
std::optional<int64_t> PeakRssBytes(const rusage& raw) {
  const std::unique_ptr<FILE, int (*)(FILE*)> status(std::fopen("/proc/self/status", "re"),
                                                     std::fclose);
  if (!status) return std::nullopt;
  char line[256];
  long own_peak_kib = 0;
  while (std::fgets(line, sizeof line, status.get()) != nullptr) {
    if (std::sscanf(line, "VmHWM: %ld kB", &own_peak_kib) != 1) continue;
    if (raw.ru_maxrss <= own_peak_kib) return std::nullopt;
    return static_cast<int64_t>(raw.ru_maxrss) * 1024;
  }
  return std::nullopt;
}

#else

std::optional<int64_t> PeakRssBytes(const rusage& raw) {
  return raw.ru_maxrss;
}

#endif

}  // namespace

Result<SpawnOutcome> Spawn(const std::string& file, const std::vector<std::string>& arguments) {
  UniqueFd read_end;
  UniqueFd write_end;
  auto made = MakePipe(read_end, write_end);
  if (!made.ok()) return made.error();
  const SpawnPlan plan(write_end.get());
  const auto pointers = ArgumentPointers(file, arguments);

  SpawnOutcome outcome;
  pid_t pid = -1;
  const uint64_t started_ns = MonotonicNs();
  if (const int error = plan.Start(file, pointers.data(), &pid)) {
    return SystemError{error, "posix_spawnp", file, {}};
  }
  write_end.Close();
  DrainUntilEnd(pid, read_end.get(), outcome.stderr_text);
  int status = 0;
  rusage raw = {};
  if (RetryInterrupted([&] { return ::wait4(pid, &status, 0, &raw); }) == -1) {
    return LastError("wait4", file);
  }
  outcome.elapsed_ns = MonotonicNs() - started_ns;

  DrainStderr(read_end.get(), outcome.stderr_text);
  if (WIFEXITED(status)) outcome.exit_status = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) outcome.signal = WTERMSIG(status);
  outcome.usage = UsageOf(raw);
  outcome.usage.peak_rss_bytes = PeakRssBytes(raw);
  return outcome;
}

}  // namespace copybench
