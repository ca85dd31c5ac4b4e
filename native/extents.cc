// FS_IOC_FIEMAP (linux/Documentation/filesystems/fiemap.rst).
#include "extents.h"

#include <fcntl.h>

#include "unique_fd.h"

#ifdef __linux__
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <sys/ioctl.h>

#include <cstddef>
#include <cstring>
#include <vector>
#endif

namespace copybench {

#ifdef __linux__

namespace {

constexpr uint32_t kExtentsPerCall = 256;  // 14 KiB of answer.

bool MeansUnknown(int error) {
  return error == EOPNOTSUPP || error == ENOTTY || error == ENOSYS;
}

}  // namespace

Result<ExtentSharing> FileExtentSharing(const std::string& path) {
  auto file = UniqueFd::Open(path, O_RDONLY);
  if (!file.ok()) return file.error();

  ExtentSharing sharing;
  std::vector<char> memory(sizeof(fiemap) + kExtentsPerCall * sizeof(fiemap_extent));
  auto* map = reinterpret_cast<fiemap*>(memory.data());
  for (uint64_t start = 0;;) {
    std::memset(memory.data(), 0, memory.size());
    map->fm_start = start;
    map->fm_length = FIEMAP_MAX_OFFSET - start;
    map->fm_extent_count = kExtentsPerCall;
    // FIEMAP_FLAG_SYNC stays out: it would write the file back, and asking must change nothing.
    if (RetryInterrupted([&] { return ::ioctl(file.value().get(), FS_IOC_FIEMAP, map); }) == -1) {
      if (MeansUnknown(errno)) return ExtentSharing{};
      return LastError("ioctl(FS_IOC_FIEMAP)", path);
    }
    sharing.known = true;
    if (map->fm_mapped_extents == 0) return sharing;
    for (uint32_t i = 0; i < map->fm_mapped_extents; i++) {
      const fiemap_extent& extent = map->fm_extents[i];
      sharing.mapped_bytes += extent.fe_length;
      sharing.extents++;
      if (extent.fe_flags & FIEMAP_EXTENT_SHARED) sharing.shared_bytes += extent.fe_length;
      if (extent.fe_flags & FIEMAP_EXTENT_DELALLOC) sharing.delayed_bytes += extent.fe_length;
      if (extent.fe_flags & FIEMAP_EXTENT_LAST) return sharing;
      start = extent.fe_logical + extent.fe_length;
    }
  }
}

#else

Result<ExtentSharing> FileExtentSharing(const std::string& path) {
  auto file = UniqueFd::Open(path, O_RDONLY);
  if (!file.ok()) return file.error();
  return ExtentSharing{};
}

#endif

}  // namespace copybench
