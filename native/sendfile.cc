// Copier `sendfile`: sendfile(2) from file to file, through a pipe inside the kernel.
#include "file_copier.h"

#ifdef __linux__

#include <sys/sendfile.h>

namespace copybench {
namespace {

class SendfileCopier final : public FileCopier {
 protected:
  Result<Moved> Move(const Transfer& transfer) override {
    Moved moved;
    while (moved.bytes < transfer.size_bytes) {
      const ssize_t n = CountedCall(moved, [&] {
        return ::sendfile(transfer.destination, transfer.source, nullptr,
                          transfer.NextBytes(moved.bytes));
      });
      if (n == -1) return LastError("sendfile");
      if (n == 0) break;
      moved.bytes += static_cast<uint64_t>(n);
    }
    return moved;
  }
};

REGISTER_COPIER("sendfile", SendfileCopier);

}  // namespace
}  // namespace copybench

#else

REGISTER_UNAVAILABLE_COPIER("sendfile", "sendfile(2) writes to files on Linux only");

#endif
