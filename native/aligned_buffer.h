// A page-aligned buffer whose pages exist before any clock starts.
#pragma once

#include <unistd.h>

#include <cstddef>
#include <utility>

#include "mapped_region.h"
#include "result.h"

namespace copybench {

class AlignedBuffer {
 public:
  AlignedBuffer() = default;

  // Touches every page, so that no first-touch fault is counted as copying.
  static Result<AlignedBuffer> Create(size_t bytes) {
    auto region = MappedRegion::Anonymous(bytes);
    if (!region.ok()) return region.error();
    AlignedBuffer buffer;
    buffer.region_ = std::move(region.value());
    const size_t page_bytes = static_cast<size_t>(::sysconf(_SC_PAGESIZE));
    volatile char* first = buffer.region_.get();
    for (size_t at = 0; at < bytes; at += page_bytes) first[at] = 1;
    return buffer;
  }

  char* get() const { return region_.get(); }
  size_t bytes() const { return region_.bytes(); }

 private:
  MappedRegion region_;
};

}  // namespace copybench
