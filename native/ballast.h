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

// Memory that was touched and is held until it is released.
struct HeldMemory {
  int64_t id = 0;
  uint64_t bytes = 0;
  uint64_t touch_ns = 0;  // CPU time that touching all of its pages took.
};

// Touches `bytes` (rounded up to 2 MiB) and holds them; of huge pages where those are asked for and
// to be had, else of small ones. Programs that are started meanwhile share nothing of it.
Result<HeldMemory> HoldMemory(uint64_t bytes, bool huge_pages);

// Gives it back to the kernel at once; false where nothing is held under that id.
bool ReleaseMemory(int64_t id);

}  // namespace copybench
