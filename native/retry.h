// Repeats a system call that a signal interrupted before it did anything (EINTR, signal(7)).
#pragma once

#include <cerrno>

namespace copybench {

template <typename Call>
auto RetryInterrupted(Call call) {
  for (;;) {
    auto result = call();
    if (result != -1 || errno != EINTR) return result;
  }
}

}  // namespace copybench
