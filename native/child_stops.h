// Whether a child process was stopped or continued, which no clock of a copy shows.
#pragma once

#include <cstdint>

namespace copybench {

// Whether it was since this was last asked. A child that is gone, or none of this process's, was not.
bool ChildWasStopped(int64_t pid);

}  // namespace copybench
