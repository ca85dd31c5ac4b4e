// Copier `msg-zerocopy`: send(2) of mapped windows of the source with MSG_ZEROCOPY. The kernel
// sends the page cache's own pages where it can, and tells afterwards whether it did; on loopback
// it copies after all (Documentation/networking/msg_zerocopy.rst).
#include "file_copier.h"

#ifdef __linux__

#include <sys/socket.h>

#include <algorithm>
#include <optional>

#include "completions.h"
#include "mapped_region.h"
#include "socket_session.h"
#include "source_windows.h"

namespace copybench {
namespace {

class MsgZerocopyCopier final : public FileCopier {
 public:
  bool Serves(Route route) const override { return route == Route::kFileToSocket; }

  // A unix socket refuses with EOPNOTSUPP.
  Result<Done> Prepare(const Job& job) override {
    window_bytes_ = WindowBytes(job.options);
    completions_.emplace(job.socket, PatienceMs(job));
    const int on = 1;
    if (::setsockopt(job.socket, SOL_SOCKET, SO_ZEROCOPY, &on, sizeof on) == -1) {
      return LastError("setsockopt(SO_ZEROCOPY)");
    }
    return Done{};
  }

 protected:
  Result<Moved> Move(const Transfer& transfer) override {
    Moved moved;
    while (moved.bytes < transfer.size_bytes) {
      const uint64_t wanted = std::min(transfer.size_bytes - moved.bytes, window_bytes_);
      // Unmapped before the kernel has let go of the pages, which is safe: it holds them by
      // reference, and nobody writes to a mapping for reading.
      auto window = MappedRegion::OfFile(transfer.source, moved.bytes, wanted);
      if (!window.ok()) return window.error();
      auto whole = SendWindow(transfer, window.value(), moved);
      if (!whole.ok()) return whole.error();
      if (!whole.value()) break;
    }
    return WithinSource(transfer, moved, "send");
  }

  // The bytes are away when the kernel has said of each send that it needs the pages no longer.
  Result<Done> Settle(const Transfer&) override {
    auto reaped = completions_->ReapAll();
    granted_["copiedSends"] = completions_->copied();
    granted_["zerocopySends"] = completions_->uncopied();
    return reaped;
  }

 private:
  // True when the whole window is sent, false when the source has shrunk under it.
  Result<bool> SendWindow(const Transfer& transfer, const MappedRegion& window, Moved& moved) {
    for (uint64_t sent = 0; sent < window.bytes();) {
      const uint64_t asked = std::min(window.bytes() - sent, transfer.call_limit_bytes);
      const ssize_t n = CountedCall(moved, [&] {
        return ::send(transfer.destination, window.get() + sent, asked,
                      MSG_ZEROCOPY | MSG_NOSIGNAL);
      });
      if (n == -1 && errno == EFAULT) return false;
      if (n == -1 && errno == ENOBUFS) {
        // Too many notifications (net.core.optmem_max) or pinned pages (RLIMIT_MEMLOCK) are out.
        auto reaped = completions_->ReapSome();
        if (!reaped.ok()) return reaped.error();
        continue;
      }
      if (n == -1) return LastError("send");
      // Of nothing sent nobody would be told, and it would be waited for.
      if (n == 0) return SystemError{EIO, "send", {}, {}};
      completions_->Expect();
      sent += static_cast<uint64_t>(n);
      moved.bytes += static_cast<uint64_t>(n);
    }
    return true;
  }

  uint64_t window_bytes_ = 0;
  std::optional<Completions> completions_;
};

REGISTER_COPIER("msg-zerocopy", MsgZerocopyCopier);

}  // namespace
}  // namespace copybench

#else

REGISTER_UNAVAILABLE_COPIER("msg-zerocopy", "MSG_ZEROCOPY exists on Linux only");

#endif
