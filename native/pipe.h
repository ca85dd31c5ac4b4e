// A private pipe of a known capacity.
#pragma once

#ifdef __linux__

#include <cstdint>

#include "result.h"
#include "unique_fd.h"

namespace copybench {

class Pipe {
 public:
  // Makes a pipe of at least `bytes`. Fails where the kernel refuses that capacity: a smaller pipe
  // would be another strategy.
  static Result<Pipe> Create(uint64_t bytes);

  int read_end() const { return read_end_.get(); }
  int write_end() const { return write_end_.get(); }
  uint64_t capacity_bytes() const { return capacity_bytes_; }

 private:
  UniqueFd read_end_;
  UniqueFd write_end_;
  uint64_t capacity_bytes_ = 0;
};

}  // namespace copybench

#endif
