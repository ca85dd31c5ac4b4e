// Counts what the kernel and the CPU do for other threads, by perf_event_open(2).
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "unique_fd.h"

namespace copybench {

// One event over all threads; without a value `error` says why, as an errno.
struct PerfCount {
  std::string name;
  std::optional<uint64_t> value;
  int error = 0;
};

// Counts from its making until it is gone, what the threads start later included.
class PerfCounters {
 public:
  explicit PerfCounters(const std::vector<pid_t>& threads);

  // What was counted so far.
  std::vector<PerfCount> Read() const;

 private:
  struct Event {
    std::string name;
    std::vector<UniqueFd> counters;
    int error = 0;
  };

  std::vector<Event> events_;
};

}  // namespace copybench
