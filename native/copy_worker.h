// Runs one copy on a worker thread and measures it there.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "copier.h"
#include "result.h"
#include "usage.h"

namespace copybench {

struct CopyOutcome {
  Moved moved;
  uint64_t elapsed_ns = 0;
  std::optional<uint64_t> sent_ns;
  std::map<std::string, uint64_t> granted;
  Usage usage;
};

// Prepares outside the clock, copies inside it. A route that the copier does not serve is
// EOPNOTSUPP, told in the copier's name; a source that is no regular file, or has bytes and says
// that it has none, is EINVAL from stat(2).
Result<CopyOutcome> RunCopy(const CopierEntry& entry, const Job& job);

}  // namespace copybench
