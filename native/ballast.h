// Memory held on purpose, so that the host of a virtual machine goes on backing what lies around
// it.
#pragma once

#include <cstdint>

#include "result.h"

namespace copybench {

struct Ballast {
  uint64_t touched_bytes = 0;
  uint64_t held_bytes = 0;
  uint64_t build_ns = 0;
  bool huge_pages = false;
};

// Touches `bytes` (rounded up to 2 MiB), gives back all but one page of every 2 MiB, and holds
// those until the process exits.
Result<Ballast> BuildBallast(uint64_t bytes);

}  // namespace copybench
