// Opening and closing around a copy, and the frame from file to file.
#include "file_copier.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <utility>

namespace copybench {
namespace {

constexpr mode_t kNewFileMode = 0666;  // As open(2) and creat(2) are commonly used; umask applies.

}  // namespace

Result<OpenSource> OpenSourceOf(const Job& job) {
  auto file = UniqueFd::Open(job.source, O_RDONLY);
  if (!file.ok()) return file.error();
  struct stat status;
  if (::fstat(file.value().get(), &status) == -1) return LastError("fstat", job.source);
  if (S_ISDIR(status.st_mode)) return SystemError{EISDIR, "read", job.source, {}};
  return OpenSource{std::move(file.value()), static_cast<uint64_t>(status.st_size)};
}

Result<UniqueFd> CreateDestinationOf(const Job& job) {
  if (job.existing) return UniqueFd::Open(job.destination, O_WRONLY);
  return UniqueFd::Open(job.destination, O_CREAT | O_EXCL | O_WRONLY, kNewFileMode);
}

uint64_t CallLimit(const Job& job) {
  const uint64_t asked = job.options.call_limit_bytes;
  return asked == 0 ? kMaxTransferBytes : std::min(asked, kMaxTransferBytes);
}

SystemError CloseError(int error, const std::string& path) {
  return {error, "close", path, {}};
}

Result<Moved> FileCopier::Copy(const Job& job) {
  if (job.route == Route::kFileToSocket) return FileToSocket(job);
  if (job.route == Route::kSocketToFile) return SocketToFile(job);
  return FileToFile(job);
}

Result<Moved> FileCopier::FileToFile(const Job& job) {
  auto source = OpenSourceOf(job);
  if (!source.ok()) return source.error();
  auto destination = CreateDestinationOf(job);
  if (!destination.ok()) return destination.error();

  auto moved = Move({job.route, source.value().file.get(), destination.value().get(),
                     source.value().size_bytes, CallLimit(job)});
  if (!moved.ok()) {
    moved.error().path = job.source;
    moved.error().dest = job.destination;
    return moved;
  }
  // Network filesystems report late write errors here (close(2)).
  if (const int error = destination.value().Close()) return CloseError(error, job.destination);
  if (const int error = source.value().file.Close()) return CloseError(error, job.source);
  return moved;
}

}  // namespace copybench
