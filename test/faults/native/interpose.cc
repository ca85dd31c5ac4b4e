// Stands between a program and its C library (LD_PRELOAD), where it makes calls short, makes them
// fail, has them lie, or lets the wall clock jump. strace(1) can make a call fail, but not move
// fewer bytes than it was asked.
//
//   COPYBENCH_FAULT=CALL:HOW:WHEN  such as write:short=1:3 for the third write(2), + for every one
//     HOW: short=N  asks for N bytes at most      errno=N  does nothing and fails
//          lie=N    says N bytes more than it moved, up to what it was asked
//          flip     moves all, with one bit of the first byte turned over (read, write and send)
//          delay=N  waits N milliseconds before
//   COPYBENCH_FAULT_PATH=TEXT      only where a descriptor's path has TEXT in it
//   COPYBENCH_CLOCK_FILE=PATH      CLOCK_REALTIME is off by the seconds that the first 8 bytes of this
//                                  file say (signed, the machine's order), from when they say so on
//
// Calls are counted by process, from the first access(2) of /copy-driver-begins on, or from the
// start where a path is given. Without a path, `struck` is said on stderr when it happens first.
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

struct Fault {
  std::string call, how, path;
  uint64_t number = 0;
  uint64_t when = 0;  // 0: every time.
};

Fault ReadFault() {
  Fault fault;
  const char* text = ::getenv("COPYBENCH_FAULT");
  if (text == nullptr) return fault;
  const std::string whole = text;
  const auto first = whole.find(':');
  const auto second = whole.find(':', first + 1);
  const std::string how = whole.substr(first + 1, second - first - 1);
  const auto equals = how.find('=');
  fault.call = whole.substr(0, first);
  fault.how = how.substr(0, equals);
  if (equals != std::string::npos) fault.number = std::strtoull(&how[equals + 1], nullptr, 10);
  fault.when = std::strtoull(&whole[second + 1], nullptr, 10);
  if (const char* path = ::getenv("COPYBENCH_FAULT_PATH")) fault.path = path;
  return fault;
}

const Fault& TheFault() {
  static const Fault* fault = new Fault(ReadFault());
  return *fault;
}

std::atomic<bool> begun{false};
std::atomic<uint64_t> calls{0};

bool Concerns(int fd) {
  char link[64];
  char path[4096];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t n = ::readlink(link, path, sizeof path - 1);
  if (n == -1) return false;
  path[n] = '\0';
  return std::strstr(path, TheFault().path.c_str()) != nullptr;
}

// Whether this call is the one that the fault is for.
bool Strikes(const char* call, int in, int out) {
  const Fault& fault = TheFault();
  if (fault.call != call) return false;
  if (fault.path.empty() ? !begun : !(Concerns(in) || Concerns(out))) return false;
  const uint64_t count = ++calls;
  if (fault.when != 0 && fault.when != count) return false;
  static std::atomic<bool> said{false};
  constexpr char kWord[] = "struck\n";  // By number: write(2) is stood in for.
  if (fault.path.empty() && !said.exchange(true)) ::syscall(SYS_write, 2, kWord, sizeof kWord - 1);
  return true;
}

template <typename Function>
Function* Real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

// Makes a call of at most `count` bytes by `make`, with the fault where it is due.
template <typename Make>
ssize_t Struck(size_t count, Make make) {
  const Fault& fault = TheFault();
  if (fault.how == "errno") {
    errno = static_cast<int>(fault.number);
    return -1;
  }
  if (fault.how == "delay") ::usleep(static_cast<useconds_t>(fault.number * 1000));
  if (fault.how == "short") return make(std::min<size_t>(count, fault.number));
  if (fault.how == "lie") {
    const size_t kept = count - std::min<size_t>(count, fault.number);
    const ssize_t n = kept == 0 ? 0 : make(kept);
    return n == static_cast<ssize_t>(kept) ? static_cast<ssize_t>(count) : n;
  }
  return make(count);
}

// `arrived` is where the bytes come to, if that is in memory.
template <typename Make>
ssize_t Transfer(const char* call, int in, int out, size_t count, Make make,
                 char* arrived = nullptr) {
  if (!Strikes(call, in, out)) return make(count);
  const ssize_t n = Struck(count, make);
  if (TheFault().how == "flip" && arrived != nullptr && n > 0) *arrived ^= 1;
  return n;
}

// The same for a call that takes its bytes from memory: `make` is given those, and how many.
template <typename Make>
ssize_t TransferBytes(const char* call, int fd, const void* bytes, size_t count, Make make) {
  if (!Strikes(call, fd, fd)) return make(bytes, count);
  if (TheFault().how != "flip" || count == 0) {
    return Struck(count, [&](size_t n) { return make(bytes, n); });
  }
  std::string turned(static_cast<const char*>(bytes), count);
  turned[0] = static_cast<char>(turned[0] ^ 1);
  return make(turned.data(), count);
}

// Where the seconds stand that the wall clock is off by.
const volatile int64_t* OffsetSeconds() {
  static const int64_t none = 0;
  const char* path = ::getenv("COPYBENCH_CLOCK_FILE");
  if (path == nullptr) return &none;
  const int fd = ::open(path, O_RDONLY | O_CLOEXEC);
  if (fd == -1) return &none;
  void* mapped = ::mmap(nullptr, sizeof none, PROT_READ, MAP_SHARED, fd, 0);
  ::close(fd);
  return mapped == MAP_FAILED ? &none : static_cast<const volatile int64_t*>(mapped);
}

}  // namespace

extern "C" {

int access(const char* path, int mode) {
  static const auto real = Real<int(const char*, int)>("access");
  if (std::strcmp(path, "/copy-driver-begins") == 0) begun = true;
  if (std::strcmp(path, "/copy-driver-ends") == 0) begun = false;
  return real(path, mode);
}

ssize_t read(int fd, void* bytes, size_t count) {
  static const auto real = Real<ssize_t(int, void*, size_t)>("read");
  return Transfer("read", fd, fd, count, [&](size_t n) { return real(fd, bytes, n); },
                  static_cast<char*>(bytes));
}

ssize_t write(int fd, const void* bytes, size_t count) {
  static const auto real = Real<ssize_t(int, const void*, size_t)>("write");
  return TransferBytes("write", fd, bytes, count,
                       [&](const void* from, size_t n) { return real(fd, from, n); });
}

ssize_t send(int fd, const void* bytes, size_t count, int flags) {
  static const auto real = Real<ssize_t(int, const void*, size_t, int)>("send");
  return TransferBytes("send", fd, bytes, count,
                       [&](const void* from, size_t n) { return real(fd, from, n, flags); });
}

ssize_t recv(int fd, void* bytes, size_t count, int flags) {
  static const auto real = Real<ssize_t(int, void*, size_t, int)>("recv");
  return Transfer("recv", fd, fd, count, [&](size_t n) { return real(fd, bytes, n, flags); });
}

ssize_t sendfile(int out, int in, off_t* offset, size_t count) {
  static const auto real = Real<ssize_t(int, int, off_t*, size_t)>("sendfile");
  return Transfer("sendfile", in, out, count,
                  [&](size_t n) { return real(out, in, offset, n); });
}

// The same call by the name that it has where off_t is asked to have 64 bits.
ssize_t sendfile64(int out, int in, off64_t* offset, size_t count) {
  return sendfile(out, in, offset, count);
}

ssize_t splice(int in, off64_t* from, int out, off64_t* to, size_t count, unsigned int flags) {
  static const auto real =
      Real<ssize_t(int, off64_t*, int, off64_t*, size_t, unsigned int)>("splice");
  return Transfer("splice", in, out, count,
                  [&](size_t n) { return real(in, from, out, to, n, flags); });
}

ssize_t tee(int in, int out, size_t count, unsigned int flags) {
  static const auto real = Real<ssize_t(int, int, size_t, unsigned int)>("tee");
  return Transfer("tee", in, out, count, [&](size_t n) { return real(in, out, n, flags); });
}

ssize_t copy_file_range(int in, off64_t* from, int out, off64_t* to, size_t count,
                        unsigned int flags) {
  static const auto real =
      Real<ssize_t(int, off64_t*, int, off64_t*, size_t, unsigned int)>("copy_file_range");
  return Transfer("copy_file_range", in, out, count,
                  [&](size_t n) { return real(in, from, out, to, n, flags); });
}

// copy_file_range(2) is called past its wrapper. Six words are what any call takes.
long syscall(long number, ...) {
  static const auto real = Real<long(long, ...)>("syscall");
  va_list words;
  va_start(words, number);
  long a[6];
  for (long& word : a) word = va_arg(words, long);
  va_end(words);
  if (number != SYS_copy_file_range) return real(number, a[0], a[1], a[2], a[3], a[4], a[5]);
  return Transfer("copy_file_range", static_cast<int>(a[0]), static_cast<int>(a[2]),
                  static_cast<size_t>(a[4]), [&](size_t n) {
                    return real(number, a[0], a[1], a[2], a[3], n, a[5]);
                  });
}

int clock_gettime(clockid_t clock, timespec* time) noexcept {
  static const auto real = Real<int(clockid_t, timespec*)>("clock_gettime");
  static const volatile int64_t* const offset = OffsetSeconds();
  const int result = real(clock, time);
  if (clock == CLOCK_REALTIME) time->tv_sec += *offset;
  return result;
}

int gettimeofday(timeval* time, void*) noexcept {
  timespec now;
  const int result = clock_gettime(CLOCK_REALTIME, &now);
  *time = {now.tv_sec, now.tv_nsec / 1000};
  return result;
}

}  // extern "C"
