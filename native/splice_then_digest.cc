// Copier `splice-then-digest`: the copier `splice`, and then the new file is read again and digested.
#include "copier.h"

#ifdef __linux__

#include <fcntl.h>

#include <utility>

#include "digest_reader.h"
#include "unique_fd.h"

namespace copybench {
namespace {

class SpliceThenDigestCopier final : public Copier {
 public:
  Result<Done> Prepare(const Job& job) override {
    auto prepared = splice_->Prepare(job);
    if (!prepared.ok()) return prepared;
    granted_ = splice_->granted();
    auto reader = DigestReader::Create(job.options);
    if (!reader.ok()) return reader.error();
    reader_ = std::move(reader.value());
    return Done{};
  }

  Result<Moved> Copy(const Job& job) override {
    auto moved = splice_->Copy(job);
    if (!moved.ok()) return moved;
    auto digested = Digest(job, moved.value());
    if (!digested.ok()) return digested.error();
    return moved;
  }

 private:
  Result<Done> Digest(const Job& job, Moved& moved) {
    auto file = UniqueFd::Open(job.destination, O_RDONLY);
    if (!file.ok()) return file.error();
    const uint64_t limit = job.options.call_limit_bytes;
    moved.crc32c = 0;
    uint64_t digested = 0;
    for (;;) {
      const ssize_t n = reader_.Read(file.value().get(), limit == 0 ? UINT64_MAX : limit, moved);
      if (n == -1) return LastError("read", job.destination);
      if (n == 0) break;
      digested += static_cast<uint64_t>(n);
    }
    // Else the digest is of other bytes than those that were copied.
    if (digested != moved.bytes) return SystemError{EIO, "read", job.destination, {}};
    return Done{};
  }

  std::unique_ptr<Copier> splice_ = FindCopier("splice")->make();
  DigestReader reader_;
};

REGISTER_COPIER("splice-then-digest", SpliceThenDigestCopier);

}  // namespace
}  // namespace copybench

#else

REGISTER_UNAVAILABLE_COPIER("splice-then-digest", "splice(2) exists on Linux only");

#endif
