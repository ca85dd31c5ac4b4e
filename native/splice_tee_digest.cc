// Copier `splice-tee-digest`: splice(2) as `splice` does, with tee(2) between its two halves, so that
// the bytes are seen on their way: a second pipe gets references to the same pages and is read.
#include "file_copier.h"

#ifdef __linux__

#include <fcntl.h>

#include <utility>

#include "digest_reader.h"
#include "pipe.h"

namespace copybench {
namespace {

constexpr uint64_t kDefaultPipeBytes = 1024 * 1024;  // As `splice`, which is measured beside this.

class SpliceTeeDigestCopier final : public FileCopier {
 public:
  Result<Done> Prepare(const Job& job) override {
    const uint64_t asked = job.options.pipe_bytes;
    for (Pipe* pipe : {&passing_, &looked_at_}) {
      auto made = Pipe::Create(asked == 0 ? kDefaultPipeBytes : asked);
      if (!made.ok()) return made.error();
      *pipe = std::move(made.value());
    }
    auto reader = DigestReader::Create(job.options);
    if (!reader.ok()) return reader.error();
    reader_ = std::move(reader.value());
    granted_["pipeBytes"] = passing_.capacity_bytes();
    return Done{};
  }

 protected:
  Result<Moved> Move(const Transfer& transfer) override {
    Moved moved;
    moved.crc32c = 0;
    while (moved.bytes < transfer.size_bytes) {
      const uint64_t asked = std::min(transfer.NextBytes(moved.bytes), passing_.capacity_bytes());
      const ssize_t filled = CountedCall(moved, [&] {
        return ::splice(transfer.source, nullptr, passing_.write_end(), nullptr, asked, 0);
      });
      if (filled == -1) return LastError("splice");
      if (filled == 0) break;
      auto passed = Pass(transfer, static_cast<uint64_t>(filled), moved);
      if (!passed.ok()) return passed.error();
      moved.bytes += static_cast<uint64_t>(filled);
    }
    return moved;
  }

 private:
  // Empties the first pipe. tee(2) begins at its head and takes nothing out, and may see less than
  // it holds: so exactly what was seen is written before the next look.
  Result<Done> Pass(const Transfer& transfer, uint64_t filled, Moved& moved) {
    uint64_t passed = 0;
    while (passed < filled) {
      const uint64_t asked = std::min(filled - passed, transfer.call_limit_bytes);
      const ssize_t seen = CountedCall(moved, [&] {
        return ::tee(passing_.read_end(), looked_at_.write_end(), asked, 0);
      });
      if (seen == -1) return LastError("tee");
      if (seen == 0) return Vanished("tee");
      auto looked = Look(transfer, static_cast<uint64_t>(seen), moved);
      if (!looked.ok()) return looked.error();
      auto written = Write(transfer, static_cast<uint64_t>(seen), moved);
      if (!written.ok()) return written.error();
      passed += static_cast<uint64_t>(seen);
    }
    return Done{};
  }

  Result<Done> Look(const Transfer& transfer, uint64_t seen, Moved& moved) {
    uint64_t looked = 0;
    while (looked < seen) {
      const uint64_t asked = std::min(seen - looked, transfer.call_limit_bytes);
      const ssize_t n = reader_.Read(looked_at_.read_end(), asked, moved);
      if (n == -1) return LastError("read");
      if (n == 0) return Vanished("read");
      looked += static_cast<uint64_t>(n);
    }
    return Done{};
  }

  Result<Done> Write(const Transfer& transfer, uint64_t seen, Moved& moved) {
    uint64_t written = 0;
    while (written < seen) {
      const uint64_t asked = std::min(seen - written, transfer.call_limit_bytes);
      const ssize_t n = CountedCall(moved, [&] {
        return ::splice(passing_.read_end(), nullptr, transfer.destination, nullptr, asked, 0);
      });
      if (n == -1) return LastError("splice");
      if (n == 0) return Vanished("splice");
      written += static_cast<uint64_t>(n);
    }
    return Done{};
  }

  // A pipe holds bytes and its write end is open, yet it says end of file.
  static SystemError Vanished(const char* syscall) { return {EIO, syscall, {}, {}}; }

  Pipe passing_;
  Pipe looked_at_;
  DigestReader reader_;
};

REGISTER_COPIER("splice-tee-digest", SpliceTeeDigestCopier);

}  // namespace
}  // namespace copybench

#else

REGISTER_UNAVAILABLE_COPIER("splice-tee-digest", "tee(2) exists on Linux only");

#endif
