// The clock around a copy.
#include "copy_worker.h"

namespace copybench {

Result<CopyOutcome> RunCopy(Copier& copier, const Job& job) {
  auto prepared = copier.Prepare(job);
  if (!prepared.ok()) {
    if (prepared.error().path.empty()) {
      prepared.error().path = job.source;
      prepared.error().dest = job.destination;
    }
    return prepared.error();
  }

  const rusage usage_before = ThreadUsage();
  const uint64_t started_ns = MonotonicNs();
  auto moved = copier.Copy(job);
  const uint64_t elapsed_ns = MonotonicNs() - started_ns;
  const rusage usage_after = ThreadUsage();
  if (!moved.ok()) return moved.error();

  // The peak stays empty: ru_maxrss is the process's, and never falls (getrusage(2)).
  return CopyOutcome{moved.value(), elapsed_ns, copier.granted(),
                     UsageBetween(usage_before, usage_after)};
}

}  // namespace copybench
