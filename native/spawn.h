// Runs another program and tells what it used.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "result.h"
#include "usage.h"

namespace copybench {

struct SpawnOutcome {
  uint64_t elapsed_ns = 0;
  int exit_status = -1;
  int signal = 0;
  std::string stderr_text;
  Usage usage;
};

// Starts `file`, looked up in PATH, with /dev/null as stdin and stdout, and waits for its end.
Result<SpawnOutcome> Spawn(const std::string& file, const std::vector<std::string>& arguments);

}  // namespace copybench
