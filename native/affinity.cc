// sched_setaffinity(2) and sched_getaffinity(2) of the calling thread.
#include "affinity.h"

#ifdef __linux__
#include <sched.h>

#include <memory>
#endif

namespace copybench {

#ifdef __linux__

namespace {

// The kernel refuses to tell of more CPUs than there is room for; CONFIG_NR_CPUS is 8192 at most on
// x86-64, and no list names a CPU of more than four digits.
constexpr int kMostCpus = 10'000;

struct FreeCpuSet {
  void operator()(cpu_set_t* set) const { CPU_FREE(set); }
};
using CpuSet = std::unique_ptr<cpu_set_t, FreeCpuSet>;

const size_t kSetBytes = CPU_ALLOC_SIZE(kMostCpus);

CpuSet EmptySet() {
  CpuSet set(CPU_ALLOC(kMostCpus));
  if (set) CPU_ZERO_S(kSetBytes, set.get());
  return set;
}

}  // namespace

Result<std::vector<int64_t>> ThreadAffinity() {
  const CpuSet set = EmptySet();
  if (!set) return SystemError{ENOMEM, "sched_getaffinity", {}, {}};
  if (::sched_getaffinity(0, kSetBytes, set.get()) == -1) return LastError("sched_getaffinity");
  std::vector<int64_t> cpus;
  for (int cpu = 0; cpu < kMostCpus; cpu++) {
    if (CPU_ISSET_S(cpu, kSetBytes, set.get())) cpus.push_back(cpu);
  }
  return cpus;
}

Result<Done> SetThreadAffinity(const std::vector<int64_t>& cpus) {
  const CpuSet set = EmptySet();
  if (!set) return SystemError{ENOMEM, "sched_setaffinity", {}, {}};
  for (const int64_t cpu : cpus) {
    if (cpu >= kMostCpus) return SystemError{EINVAL, "sched_setaffinity", {}, {}};
    CPU_SET_S(cpu, kSetBytes, set.get());
  }
  if (::sched_setaffinity(0, kSetBytes, set.get()) == -1) return LastError("sched_setaffinity");
  return Done{};
}

#else

// macOS binds no thread to a CPU.
Result<std::vector<int64_t>> ThreadAffinity() {
  return SystemError{ENOSYS, "sched_getaffinity", {}, {}};
}
Result<Done> SetThreadAffinity(const std::vector<int64_t>&) {
  return SystemError{ENOSYS, "sched_setaffinity", {}, {}};
}

#endif

}  // namespace copybench
