// A handler of SIGBUS that jumps out of a copy, and is there only while one is made.
#include "mapped_source.h"

#include <setjmp.h>
#include <signal.h>

#include <atomic>
#include <cstring>
#include <mutex>

namespace copybench {
namespace {

// Where this thread goes on when a page has gone; null outside of CopyMapped. Volatile, with fences
// around the copy: the compiler sees nobody else who reads it.
thread_local sigjmp_buf* volatile way_out = nullptr;

std::mutex mutex;
int guards = 0;
struct sigaction before;

void OnBusError(int) {
  if (way_out != nullptr) siglongjmp(*way_out, 1);
  // Not ours: with the former handler back, the same access raises the signal again.
  ::sigaction(SIGBUS, &before, nullptr);
}

}  // namespace

BusErrorGuard::BusErrorGuard() {
  const std::lock_guard<std::mutex> lock(mutex);
  if (guards++ > 0) return;
  struct sigaction action = {};
  action.sa_handler = OnBusError;
  // Not blocked in the handler, which is left by a jump that restores no mask: a mask would cost a
  // system call for each copy.
  action.sa_flags = SA_NODEFER;
  ::sigaction(SIGBUS, &action, &before);
}

BusErrorGuard::~BusErrorGuard() {
  const std::lock_guard<std::mutex> lock(mutex);
  if (--guards == 0) ::sigaction(SIGBUS, &before, nullptr);
}

bool BusErrorGuard::CopyMapped(char* to, const char* from, size_t bytes) const {
  sigjmp_buf here;
  if (sigsetjmp(here, 0) != 0) {
    way_out = nullptr;
    return false;
  }
  way_out = &here;
  std::atomic_signal_fence(std::memory_order_seq_cst);
  std::memcpy(to, from, bytes);
  std::atomic_signal_fence(std::memory_order_seq_cst);
  way_out = nullptr;
  return true;
}

}  // namespace copybench
