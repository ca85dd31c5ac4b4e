// Reading rusage.
#include "usage.h"

namespace copybench {
namespace {

#ifdef RUSAGE_THREAD
constexpr int kWho = RUSAGE_THREAD;
#else
constexpr int kWho = RUSAGE_SELF;  // macOS: other threads of the process are counted with it.
#endif

int64_t Microseconds(const timeval& time) {
  return static_cast<int64_t>(time.tv_sec) * 1000000 + time.tv_usec;
}

}  // namespace

Usage UsageOf(const rusage& raw) {
  Usage usage;
  usage.cpu_user_us = Microseconds(raw.ru_utime);
  usage.cpu_system_us = Microseconds(raw.ru_stime);
  usage.voluntary_switches = raw.ru_nvcsw;
  usage.involuntary_switches = raw.ru_nivcsw;
  usage.minor_faults = raw.ru_minflt;
  usage.major_faults = raw.ru_majflt;
  return usage;
}

rusage ThreadUsage() {
  // Asking for the thread's CPU clock makes the kernel bring its run time up to now. Without that
  // the times below are those of the last timer tick, up to 4 ms old, and a short copy would read
  // as 0.
  timespec unused;
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &unused);
  rusage raw = {};
  ::getrusage(kWho, &raw);
  return raw;
}

Usage UsageBetween(const rusage& before, const rusage& after) {
  const Usage from = UsageOf(before);
  Usage usage = UsageOf(after);
  usage.cpu_user_us -= from.cpu_user_us;
  usage.cpu_system_us -= from.cpu_system_us;
  usage.voluntary_switches -= from.voluntary_switches;
  usage.involuntary_switches -= from.involuntary_switches;
  usage.minor_faults -= from.minor_faults;
  usage.major_faults -= from.major_faults;
  return usage;
}

}  // namespace copybench
