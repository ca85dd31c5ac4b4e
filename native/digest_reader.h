// Reads a file and digests what it read: how copiers look at their bytes.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "aligned_buffer.h"
#include "crc32c.h"
#include "file_copier.h"

namespace copybench {

class DigestReader {
 public:
  DigestReader() = default;

  // With the buffer that the options ask for, else with one of the size that `read-write` has.
  static Result<DigestReader> Create(const CopierOptions& options) {
    constexpr uint64_t kDefaultBufferBytes = 256 * 1024;
    auto buffer = AlignedBuffer::Create(options.buffer_bytes == 0 ? kDefaultBufferBytes
                                                                  : options.buffer_bytes);
    if (!buffer.ok()) return buffer.error();
    DigestReader reader;
    reader.buffer_ = std::move(buffer.value());
    return reader;
  }

  // One read(2) of at most `count` bytes, digested. Returns what read(2) does.
  ssize_t Read(int file, uint64_t count, Moved& moved) {
    const uint64_t asked = std::min<uint64_t>(count, buffer_.bytes());
    const ssize_t n = CountedCall(moved, [&] { return ::read(file, buffer_.get(), asked); });
    if (n > 0) moved.crc32c = Crc32c(moved.crc32c.value_or(0), buffer_.get(), static_cast<size_t>(n));
    return n;
  }

  // The bytes of the last read.
  const char* bytes() const { return buffer_.get(); }

 private:
  AlignedBuffer buffer_;
};

}  // namespace copybench
