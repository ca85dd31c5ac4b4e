// Time and resources: the clock of all native measurements, and rusage as plain numbers.
#pragma once

#include <sys/resource.h>
#include <time.h>

#include <cstdint>
#include <optional>

namespace copybench {

// CLOCK_MONOTONIC, in nanoseconds.
inline uint64_t MonotonicNs() {
  timespec now;
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<uint64_t>(now.tv_sec) * 1000000000 + static_cast<uint64_t>(now.tv_nsec);
}

struct Usage {
  int64_t cpu_user_us = 0;
  int64_t cpu_system_us = 0;
  int64_t voluntary_switches = 0;
  int64_t involuntary_switches = 0;
  int64_t minor_faults = 0;
  int64_t major_faults = 0;
  std::optional<int64_t> peak_rss_bytes;  // Empty where it cannot be told for this work alone.
};

// What getrusage(2) or wait4(2) filled in, without the peak.
Usage UsageOf(const rusage& raw);

// What the calling thread has used so far.
rusage ThreadUsage();

// What was used between two readings.
Usage UsageBetween(const rusage& before, const rusage& after);

}  // namespace copybench
