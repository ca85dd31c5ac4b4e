// Finds out whether a file shares its extents with another: a clone, for which no data was moved.
#pragma once

#include <cstdint>
#include <string>

#include "result.h"

namespace copybench {

struct ExtentSharing {
  bool known = false;
  uint64_t shared_bytes = 0;
  uint64_t mapped_bytes = 0;
  uint64_t extents = 0;
  uint64_t delayed_bytes = 0;  // Not placed yet by the filesystem.
};

Result<ExtentSharing> FileExtentSharing(const std::string& path);

}  // namespace copybench
