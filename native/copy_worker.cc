// The clock around a copy.
#include "copy_worker.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "retry.h"
#include "socket_session.h"
#include "unique_fd.h"

namespace copybench {
namespace {

// How much is copied is what fstat(2) says of the source, and that holds for regular files alone. To
// open a FIFO is to wait for a writer, and files of /proc say that they have no bytes.
Result<Done> CheckSource(const std::string& source) {
  struct stat status;
  if (::stat(source.c_str(), &status) == -1) return Done{};  // The copier tells of that.
  if (S_ISDIR(status.st_mode)) return SystemError{EISDIR, "read", source, {}};
  const SystemError sizeless = {EINVAL, "stat", source, {}};
  if (!S_ISREG(status.st_mode)) return sizeless;
  if (status.st_size > 0) return Done{};
  auto file = UniqueFd::Open(source, O_RDONLY);
  if (!file.ok()) return file.error();
  char byte;
  const ssize_t n = RetryInterrupted([&] { return ::pread(file.value().get(), &byte, 1, 0); });
  if (n == -1) return LastError("pread", source);
  if (n > 0) return sizeless;
  return Done{};
}

// Everything that a copy needs and no copy is made of.
Result<Done> Prepare(Copier& copier, const Job& job, SocketSession& session) {
  if (job.route != Route::kSocketToFile) {
    auto checked = CheckSource(job.source);
    if (!checked.ok()) return checked;
  }
  if (job.route != Route::kFileToFile) {
    auto begun = session.Begin(job.socket, PatienceMs(job));
    if (!begun.ok()) return begun;
  }
  auto prepared = copier.Prepare(job);
  if (!prepared.ok() && prepared.error().path.empty()) {
    prepared.error().path = job.source;
    prepared.error().dest = job.destination;
  }
  return prepared;
}

}  // namespace

Result<CopyOutcome> RunCopy(const CopierEntry& entry, const Job& job) {
  if (entry.make == nullptr) return SystemError{ENOSYS, entry.name, job.source, job.destination};
  const auto copier = entry.make();
  if (!copier->Serves(job.route)) {
    return SystemError{EOPNOTSUPP, entry.name, job.source, job.destination};
  }
  SocketSession session;
  auto prepared = Prepare(*copier, job, session);
  if (!prepared.ok()) return prepared.error();

  const rusage usage_before = ThreadUsage();
  const uint64_t started_ns = MonotonicNs();
  auto copied = copier->Copy(job);
  const uint64_t elapsed_ns = MonotonicNs() - started_ns;
  const rusage usage_after = ThreadUsage();
  if (!copied.ok()) return copied.error();

  CopyOutcome outcome;
  outcome.moved = copied.value();
  outcome.elapsed_ns = elapsed_ns;
  if (outcome.moved.sent_at_ns) outcome.sent_ns = *outcome.moved.sent_at_ns - started_ns;
  outcome.granted = copier->granted();
  // The peak stays empty: ru_maxrss is the process's, and never falls (getrusage(2)).
  outcome.usage = UsageBetween(usage_before, usage_after);
  return outcome;
}

}  // namespace copybench
