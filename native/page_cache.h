// Asks and changes what the page cache holds of a file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "result.h"

namespace copybench {

enum class ResidencyMethod { kCachestat, kMincore, kNowait };

struct Residency {
  ResidencyMethod method = ResidencyMethod::kCachestat;
  uint64_t page_bytes = 0;
  uint64_t total_pages = 0;
  uint64_t resident_pages = 0;
  std::optional<uint64_t> dirty_pages;
  std::optional<uint64_t> writeback_pages;
};

// Asks by `only`, or else by cachestat(2); by mincore(2) where that one is not to be had; and by
// preadv2(2) with RWF_NOWAIT where mincore tells this user nothing of this file. The last one sees
// whether pages are there, and has the kernel read in those that are not: it proves that a file is
// resident, and never that it is not.
Result<Residency> FileResidency(const std::string& path, std::optional<ResidencyMethod> only);

// Reads the whole file, so that the page cache holds it.
Result<Done> ReadThrough(const std::string& path);

// Writes the file's dirty pages back and asks for all its pages to be dropped from the page cache.
// Pages in use by somebody stay, without a word.
Result<Done> DropPages(const std::string& path);

// Writes back everything dirty on the filesystem that holds `path`.
Result<Done> SyncFilesystem(const std::string& path);

}  // namespace copybench
