// Copier `read-write-crc32c`: what `read-write` does, and a CRC32C of every buffer in between.
#include <utility>

#include "digest_reader.h"
#include "file_copier.h"
#include "write_all.h"

namespace copybench {
namespace {

class ReadWriteCrc32cCopier final : public FileCopier {
 public:
  Result<Done> Prepare(const Job& job) override {
    auto reader = DigestReader::Create(job.options);
    if (!reader.ok()) return reader.error();
    reader_ = std::move(reader.value());
    return Done{};
  }

 protected:
  Result<Moved> Move(const Transfer& transfer) override {
    Moved moved;
    moved.crc32c = 0;
    while (moved.bytes < transfer.size_bytes) {
      const ssize_t n = reader_.Read(transfer.source, transfer.NextBytes(moved.bytes), moved);
      if (n == -1) return LastError("read");
      if (n == 0) break;
      const uint64_t filled = static_cast<uint64_t>(n);
      if (WriteAll(transfer, reader_.bytes(), filled, moved) < filled) return LastError("write");
      moved.bytes += filled;
    }
    return moved;
  }

 private:
  DigestReader reader_;
};

REGISTER_COPIER("read-write-crc32c", ReadWriteCrc32cCopier);

}  // namespace
}  // namespace copybench
