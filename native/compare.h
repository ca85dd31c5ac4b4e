// Compares two files byte for byte.
#pragma once

#include <cstdint>
#include <string>

#include "result.h"

namespace copybench {

struct Comparison {
  int64_t first_difference = -1;  // The length of the shorter file where only its end differs.
  uint64_t compared_bytes = 0;
};

Result<Comparison> CompareFiles(const std::string& left, const std::string& right);

}  // namespace copybench
