// Opening and closing around a copy.
#include "file_copier.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <utility>

#include "unique_fd.h"

namespace copybench {
namespace {

constexpr mode_t kNewFileMode = 0666;  // As open(2) and creat(2) are commonly used; umask applies.

SystemError CloseError(int error, const std::string& path) {
  return {error, "close", path, {}};
}

}  // namespace

Result<Moved> FileCopier::Copy(const Job& job) {
  auto source = UniqueFd::Open(job.source, O_RDONLY);
  if (!source.ok()) return source.error();
  struct stat status;
  if (::fstat(source.value().get(), &status) == -1) return LastError("fstat", job.source);
  // A directory opens, but fails at the first read: told before a destination is made.
  if (S_ISDIR(status.st_mode)) return SystemError{EISDIR, "read", job.source, {}};
  auto destination = UniqueFd::Open(job.destination, O_CREAT | O_EXCL | O_WRONLY, kNewFileMode);
  if (!destination.ok()) return destination.error();

  const uint64_t asked = job.options.call_limit_bytes;
  auto moved =
      Move({source.value().get(), destination.value().get(), static_cast<uint64_t>(status.st_size),
            asked == 0 ? kMaxTransferBytes : std::min(asked, kMaxTransferBytes)});
  if (!moved.ok()) {
    moved.error().path = job.source;
    moved.error().dest = job.destination;
    return moved;
  }
  // Network filesystems report late write errors here (close(2)).
  if (const int error = destination.value().Close()) return CloseError(error, job.destination);
  if (const int error = source.value().Close()) return CloseError(error, job.source);
  return moved;
}

}  // namespace copybench
