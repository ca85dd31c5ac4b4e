// Copier `clonefile`: clonefile(2), which makes the destination share the source's blocks (APFS)
// and moves no data.
#include "copier.h"

#ifdef __APPLE__

#include <sys/clonefile.h>
#include <sys/stat.h>

namespace copybench {
namespace {

// The call takes paths and makes the destination itself, so that the frame of FileCopier has no
// place here. A destination that exists is EEXIST.
class ClonefileCopier final : public Copier {
 public:
  Result<Moved> Copy(const Job& job) override {
    struct stat status;
    if (::stat(job.source.c_str(), &status) == -1) return LastError("stat", job.source);
    // It would clone a whole folder.
    if (S_ISDIR(status.st_mode)) return SystemError{EISDIR, "read", job.source, {}};
    Moved moved;
    moved.system_calls = 1;
    if (::clonefile(job.source.c_str(), job.destination.c_str(), 0) == -1) {
      return SystemError{errno, "clonefile", job.source, job.destination};
    }
    moved.bytes = static_cast<uint64_t>(status.st_size);
    return moved;
  }
};

REGISTER_COPIER("clonefile", ClonefileCopier);

}  // namespace
}  // namespace copybench

#else

REGISTER_UNAVAILABLE_COPIER("clonefile", "needs macOS");

#endif
