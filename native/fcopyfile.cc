// Copier `fcopyfile`: fcopyfile(3) of the data alone, which macOS makes of read and write in steps
// that suit the filesystem.
#include "file_copier.h"

#ifdef __APPLE__

#include <copyfile.h>
#include <sys/stat.h>

namespace copybench {
namespace {

class FcopyfileCopier final : public FileCopier {
 protected:
  Result<Moved> Move(const Transfer& transfer) override {
    Moved moved;
    const int result = CountedCall(moved, [&] {
      return ::fcopyfile(transfer.source, transfer.destination, nullptr, COPYFILE_DATA);
    });
    if (result == -1) return LastError("fcopyfile");
    // It does not tell how much it copied.
    struct stat status;
    if (::fstat(transfer.destination, &status) == -1) return LastError("fstat");
    moved.bytes = static_cast<uint64_t>(status.st_size);
    return moved;
  }
};

REGISTER_COPIER("fcopyfile", FcopyfileCopier);

}  // namespace
}  // namespace copybench

#else

REGISTER_UNAVAILABLE_COPIER("fcopyfile", "needs macOS");

#endif
