// Copier `nothing`: opens the source, creates an empty destination, closes both; what is left of a
// copy when no byte is moved.
#include "file_copier.h"

namespace copybench {
namespace {

class NothingCopier final : public FileCopier {
 protected:
  Result<Moved> Move(const Transfer&) override { return Moved{}; }
};

REGISTER_COPIER("nothing", NothingCopier);

}  // namespace
}  // namespace copybench
