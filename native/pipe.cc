// Making a pipe and giving it its capacity.
#include "pipe.h"

#ifdef __linux__

#include <fcntl.h>
#include <unistd.h>

#include <climits>

namespace copybench {

Result<Pipe> Pipe::Create(uint64_t bytes) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) == -1) return LastError("pipe2");
  Pipe pipe;
  pipe.read_end_ = UniqueFd(ends[0]);
  pipe.write_end_ = UniqueFd(ends[1]);

  // Above pipe-user-pages-soft a new pipe has one or two pages instead of sixteen (pipe(7)), so the
  // capacity is looked at and never assumed.
  const int present = ::fcntl(ends[1], F_GETPIPE_SZ);
  if (present == -1) return LastError("fcntl(F_GETPIPE_SZ)");
  if (static_cast<uint64_t>(present) != bytes) {
    if (bytes > INT_MAX) return SystemError{EINVAL, "fcntl(F_SETPIPE_SZ)", {}, {}};
    // EPERM above pipe-max-size or pipe-user-pages-soft without CAP_SYS_RESOURCE.
    if (::fcntl(ends[1], F_SETPIPE_SZ, static_cast<int>(bytes)) == -1) {
      return LastError("fcntl(F_SETPIPE_SZ)");
    }
  }
  const int granted = ::fcntl(ends[1], F_GETPIPE_SZ);
  if (granted == -1) return LastError("fcntl(F_GETPIPE_SZ)");
  pipe.capacity_bytes_ = static_cast<uint64_t>(granted);
  return pipe;
}

}  // namespace copybench

#endif
