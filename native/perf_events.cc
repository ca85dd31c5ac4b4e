// Opens a counter for each event and thread. Where the platform has none, every event says ENOSYS.
#include "perf_events.h"

#include <cerrno>

#ifdef __linux__
#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace copybench {

#ifdef __linux__

namespace {

struct Kind {
  const char* name;
  uint32_t type;
  uint64_t config;
};

constexpr Kind kKinds[] = {
    {"task-clock", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_TASK_CLOCK},  // Nanoseconds.
    {"context-switches", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CONTEXT_SWITCHES},
    {"cpu-migrations", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_MIGRATIONS},
    {"page-faults", PERF_TYPE_SOFTWARE, PERF_COUNT_SW_PAGE_FAULTS},
    {"cycles", PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES},
    {"instructions", PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS},
    {"cache-misses", PERF_TYPE_HARDWARE, PERF_COUNT_HW_CACHE_MISSES},
};

// The kernel's part counts too, as copying happens there: that takes perf_event_paranoid 1 or
// less, or CAP_PERFMON (perf_event_open(2)).
int OpenCounter(const Kind& kind, pid_t thread) {
  perf_event_attr attributes = {};
  attributes.size = sizeof(attributes);
  attributes.type = kind.type;
  attributes.config = kind.config;
  attributes.inherit = 1;  // Threads and programs that the thread starts.
  attributes.read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
  return static_cast<int>(
      ::syscall(SYS_perf_event_open, &attributes, thread, -1, -1, PERF_FLAG_FD_CLOEXEC));
}

// Counters take turns where the CPU has too few: what one saw is then a share of it all.
bool ReadCounter(const UniqueFd& counter, uint64_t* sum) {
  uint64_t answer[3] = {};  // Value, time enabled, time running.
  if (::read(counter.get(), answer, sizeof(answer)) != sizeof(answer)) return false;
  const auto [value, enabled, running] = answer;
  if (running == 0 || running >= enabled) {
    *sum += value;
  } else {
    *sum += static_cast<uint64_t>(static_cast<double>(value) * static_cast<double>(enabled) /
                                  static_cast<double>(running));
  }
  return true;
}

}  // namespace

PerfCounters::PerfCounters(const std::vector<pid_t>& threads) {
  for (const Kind& kind : kKinds) {
    Event event;
    event.name = kind.name;
    for (const pid_t thread : threads) {
      UniqueFd counter(OpenCounter(kind, thread));
      if (counter.get() != -1) {
        event.counters.push_back(std::move(counter));
      } else if (errno != ESRCH) {  // A thread that has ended meanwhile does nothing any more.
        event.error = errno;
        break;
      }
    }
    if (event.error == 0 && event.counters.empty()) event.error = ESRCH;
    events_.push_back(std::move(event));
  }
}

std::vector<PerfCount> PerfCounters::Read() const {
  std::vector<PerfCount> counts;
  for (const Event& event : events_) {
    PerfCount count{event.name, std::nullopt, event.error};
    uint64_t sum = 0;
    for (const UniqueFd& counter : event.counters) {
      if (count.error == 0 && !ReadCounter(counter, &sum)) count.error = errno != 0 ? errno : EIO;
    }
    if (count.error == 0) count.value = sum;
    counts.push_back(std::move(count));
  }
  return counts;
}

#else

PerfCounters::PerfCounters(const std::vector<pid_t>&) {
  Event event;
  event.name = "task-clock";
  event.error = ENOSYS;
  events_.push_back(std::move(event));
}

std::vector<PerfCount> PerfCounters::Read() const {
  return {{events_.front().name, std::nullopt, events_.front().error}};
}

#endif

}  // namespace copybench
