// Copier `reflink`: ioctl FICLONE, which shares the source's extents and moves no data.
#include "file_copier.h"

#ifdef __linux__

#include <linux/fs.h>
#include <sys/ioctl.h>

namespace copybench {
namespace {

class ReflinkCopier final : public FileCopier {
 protected:
  Result<Moved> Move(const Transfer& transfer) override {
    Moved moved;
    const int result =
        CountedCall(moved, [&] { return ::ioctl(transfer.destination, FICLONE, transfer.source); });
    if (result == -1) return LastError("ioctl(FICLONE)");
    moved.bytes = transfer.size_bytes;
    return moved;
  }
};

REGISTER_COPIER("reflink", ReflinkCopier);

}  // namespace
}  // namespace copybench

#else

REGISTER_UNAVAILABLE_COPIER("reflink", "the ioctl FICLONE exists on Linux only");

#endif
