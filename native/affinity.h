// On which CPUs a thread may run, and with it all that it starts.
#pragma once

#include <cstdint>
#include <vector>

#include "result.h"

namespace copybench {

// The CPUs that the calling thread may run on, lowest first.
Result<std::vector<int64_t>> ThreadAffinity();

// Lets the calling thread run on these CPUs only. Threads and processes inherit that when they are
// made (sched_setaffinity(2)). Of CPUs that a cpuset does not allow the kernel keeps silent as long
// as one of them is allowed: ask ThreadAffinity what became of it.
Result<Done> SetThreadAffinity(const std::vector<int64_t>& cpus);

}  // namespace copybench
