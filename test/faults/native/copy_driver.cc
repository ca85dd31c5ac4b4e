// Makes copies by one native copier without Node, under conditions that a test sets, and prints
// what came of each of them as a line of JSON:
//
//   copy-driver list
//   copy-driver COPIER ROUTE FOLDER [NAME=NUMBER]...
//
// signals: SIGALRM so many times a second; nofile: descriptors that may be opened besides those
// that are open; fsize: RLIMIT_FSIZE; pipes: pipes of 1 MiB made beforehand; user: setuid(2);
// repeat: copies made; threads: threads that make them; buffer, pipe, window, limit, deadline: as
// the copier's options; manner: of the far end (0 proper, 1 silent, 2 hangs up).
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "../../../native/copier.h"
#include "../../../native/copy_worker.h"
#include "far_end.h"
#include "order.h"

using namespace copybench;

namespace {

std::mutex printing;

int CountOpen() {
  int count = 0;
  DIR* folder = ::opendir("/proc/self/fd");
  while (::readdir(folder) != nullptr) count++;
  ::closedir(folder);
  return count - 3;  // `.`, `..` and the folder's own descriptor.
}

void Require(bool worked, const char* what) {
  if (worked) return;
  std::perror(what);
  std::exit(2);
}

// A soft limit while it lives, of this process and not of the far end.
class Limited {
 public:
  Limited(__rlimit_resource_t resource, bool wanted, uint64_t most) : resource_(resource) {
    Require(::getrlimit(resource, &before_) == 0, "getrlimit");
    const rlimit limit = {most, before_.rlim_max};
    if (wanted) Require(::setrlimit(resource, &limit) == 0, "setrlimit");
  }
  Limited(const Limited&) = delete;
  ~Limited() { Require(::setrlimit(resource_, &before_) == 0, "setrlimit"); }

 private:
  __rlimit_resource_t resource_;
  rlimit before_;
};

void OnSignal(int) {}

// Without SA_RESTART, so that every call that waits is EINTR.
void StartSignals(uint64_t a_second) {
  struct sigaction action = {};
  action.sa_handler = OnSignal;
  Require(::sigaction(SIGALRM, &action, nullptr) == 0, "sigaction");
  const auto period = static_cast<suseconds_t>(1000000 / a_second);
  const itimerval timer = {{0, period}, {0, period}};
  Require(::setitimer(ITIMER_REAL, &timer, nullptr) == 0, "setitimer");
}

void SetConditions(const Order& order) {
  ::signal(SIGXFSZ, SIG_IGN);  // As Node has it.
  if (order.Setting("sigpipe") == 0) ::signal(SIGPIPE, SIG_IGN);
  if (const uint64_t user = order.Setting("user")) {
    Require(::setuid(static_cast<uid_t>(user)) == 0, "setuid");
  }
  for (uint64_t i = 0; i < order.Setting("pipes"); i++) {
    int ends[2];
    Require(::pipe(ends) == 0, "pipe");
    // Past the user's soft limit this is refused, and the pipes made so far are what counts.
    if (::fcntl(ends[0], F_SETPIPE_SZ, 1024 * 1024) == -1) break;
  }
  if (const uint64_t hertz = order.Setting("signals")) StartSignals(hertz);
}

// Found again in what strace(1) saw: the calls in between are the copy's.
void Mark(const char* where) { static_cast<void>(::access(where, F_OK)); }

std::string Quoted(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

std::string Told(const CopyOutcome& outcome) {
  std::string text = "\"ok\":true,\"movedBytes\":" + std::to_string(outcome.moved.bytes);
  if (outcome.moved.crc32c) text += ",\"crc32c\":" + std::to_string(*outcome.moved.crc32c);
  return text;
}

std::string Told(const SystemError& error) {
  return "\"ok\":false,\"errno\":" + std::to_string(error.error) + ",\"syscall\":" +
         Quoted(error.syscall) + ",\"path\":" + Quoted(error.path) + ",\"dest\":" +
         Quoted(error.dest);
}

Result<CopyOutcome> CopyWithin(const Order& order, const CopierEntry& entry, uint64_t open_now) {
  const Limited files(RLIMIT_NOFILE, order.settings.count("nofile") > 0,
                      open_now + order.Setting("nofile"));
  const Limited size(RLIMIT_FSIZE, order.settings.count("fsize") > 0, order.Setting("fsize"));
  Mark("/copy-driver-begins");
  auto outcome = RunCopy(entry, order.job);
  Mark("/copy-driver-ends");
  return outcome;
}

void CopyOnce(Order order) {
  const CopierEntry* entry = FindCopier(order.copier);
  FarEnd far_end;
  if (order.job.route != Route::kFileToFile) {
    auto socket = far_end.Start(order.job, order.kind, order.manner, order.folder);
    if (!socket.ok()) {
      std::fprintf(stderr, "far end: %s: %s\n", socket.error().syscall.c_str(),
                   std::strerror(socket.error().error));
      std::exit(2);
    }
    order.job.socket = socket.value();
  }
  const bool alone = order.Setting("threads", 1) == 1;
  const int before = CountOpen();
  auto outcome = CopyWithin(order, *entry, static_cast<uint64_t>(before));
  const int leaked = CountOpen() - before;
  const int far_errno = far_end.End();
  const std::string told = outcome.ok() ? Told(outcome.value()) : Told(outcome.error());
  const std::lock_guard<std::mutex> lock(printing);
  std::printf("{%s,\"leaked\":%d,\"farErrno\":%d}\n", told.c_str(), alone ? leaked : 0, far_errno);
}

// Removes what was made, but for the last copy, which whoever asked for it looks at.
void CopyRepeatedly(const Order& order) {
  const uint64_t repeat = order.Setting("repeat", 1);
  for (uint64_t i = 0; i < repeat; i++) {
    CopyOnce(order);
    if (i + 1 == repeat) return;
    ::unlink(order.job.destination.c_str());
    ::unlink((order.folder + "/arrived").c_str());
  }
}

void CopyInThreads(const Order& order) {
  std::vector<std::thread> threads;
  for (uint64_t i = 0; i < order.Setting("threads"); i++) {
    threads.emplace_back([order, i] {
      Order own = order;
      own.job.destination += std::to_string(i);
      CopyRepeatedly(own);
    });
  }
  for (auto& thread : threads) thread.join();
}

void List() {
  for (const auto& entry : Copiers()) {
    if (entry.make == nullptr) continue;
    const auto copier = entry.make();
    std::printf("%s", entry.name.c_str());
    if (copier->Serves(Route::kFileToFile)) std::printf(" file-to-file");
    if (copier->Serves(Route::kFileToSocket)) std::printf(" file-to-tcp file-to-unix");
    if (copier->Serves(Route::kSocketToFile)) std::printf(" tcp-to-file unix-to-file");
    std::printf("\n");
  }
}

}  // namespace

int main(int count, char** words) {
  if (count == 2 && std::string(words[1]) == "list") {
    List();
    return 0;
  }
  const auto order = ReadOrder(count, words);
  if (!order || FindCopier(order->copier) == nullptr) {
    std::fprintf(stderr, "copy-driver: no such copier, route or setting\n");
    return 2;
  }
  SetConditions(*order);
  if (order->Setting("threads", 1) > 1) {
    CopyInThreads(*order);
  } else {
    CopyRepeatedly(*order);
  }
  return 0;
}
