// Runs one copy on a worker thread and measures it there.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "copier.h"
#include "result.h"
#include "usage.h"

namespace copybench {

struct CopyOutcome {
  Moved moved;
  uint64_t elapsed_ns = 0;
  std::map<std::string, uint64_t> granted;
  Usage usage;
};

// Prepares outside the clock, copies inside it.
Result<CopyOutcome> RunCopy(Copier& copier, const Job& job);

}  // namespace copybench
