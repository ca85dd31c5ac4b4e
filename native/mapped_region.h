// A mapping that is unmapped exactly once: of a file's pages, or of anonymous memory.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <utility>

#include "result.h"

#ifndef MAP_POPULATE
#define MAP_POPULATE 0  // macOS has none; pages are then faulted in as they are touched.
#endif

namespace copybench {

class MappedRegion {
 public:
  MappedRegion() = default;
  MappedRegion(MappedRegion&& other) noexcept
      : address_(std::exchange(other.address_, nullptr)), bytes_(std::exchange(other.bytes_, 0)) {}
  MappedRegion& operator=(MappedRegion&& other) noexcept {
    std::swap(address_, other.address_);
    std::swap(bytes_, other.bytes_);
    return *this;
  }
  ~MappedRegion() {
    if (address_ != nullptr) ::munmap(address_, bytes_);
  }

  // Maps `bytes` of the file from `offset` (a multiple of the page size) to be read, pages present.
  static Result<MappedRegion> OfFile(int fd, uint64_t offset, size_t bytes) {
    return Map(bytes, PROT_READ, MAP_SHARED | MAP_POPULATE, fd, static_cast<off_t>(offset));
  }

  // Maps the file without touching a page of it, for mincore(2).
  static Result<MappedRegion> OfFileUntouched(int fd, uint64_t offset, size_t bytes) {
    return Map(bytes, PROT_READ, MAP_SHARED, fd, static_cast<off_t>(offset));
  }

  // Maps zeroed private memory; no page of it exists until it is touched.
  static Result<MappedRegion> Anonymous(size_t bytes) {
    return Map(bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  }

  char* get() const { return static_cast<char*>(address_); }
  size_t bytes() const { return bytes_; }

  // Leaves the mapping in place until the process exits.
  char* Release() {
    bytes_ = 0;
    return static_cast<char*>(std::exchange(address_, nullptr));
  }

 private:
  static Result<MappedRegion> Map(size_t bytes, int protection, int flags, int fd, off_t offset) {
    MappedRegion region;
    if (bytes == 0) return region;
    void* address = ::mmap(nullptr, bytes, protection, flags, fd, offset);
    if (address == MAP_FAILED) return LastError("mmap");
    region.address_ = address;
    region.bytes_ = bytes;
    return region;
  }

  void* address_ = nullptr;
  size_t bytes_ = 0;
};

}  // namespace copybench
