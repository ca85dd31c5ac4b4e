// Stands between a program and its C library (LD_PRELOAD), where it makes calls short, makes them
// fail, has them lie, or lets the wall clock jump. strace(1) can make a call fail, but not move
// fewer bytes than it was asked.
//
//   COPYBENCH_FAULT=CALL:HOW:WHEN[@END]  such as write:short=1:3 for the third write(2), 0 for every
//                                        one; several with commas between, the first that fits counts
//     HOW: short=N  asks for N bytes at most      errno=N  does nothing and fails
//          lie=N    says N bytes more than it moved, up to what it was asked
//          flip     moves all, with one bit of the first byte turned over (calls of memory)
//          delay=N  waits N milliseconds before
//     END: only where the path of one of its descriptors ends so
//   COPYBENCH_CLOCK_FILE=PATH  CLOCK_REALTIME is off by the seconds that the first 8 bytes of this
//                              file say (signed, the machine's order), from when they say so on
//
// Calls are counted by process and fault: from the first access(2) of /copy-driver-begins on; with
// an end of a path, all those that it fits. Without one, `struck` is said on stderr the first time.
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
#include <list>
#include <sstream>
#include <string>

namespace {

struct Fault {
  std::string call, how, end;
  uint64_t number = 0;
  uint64_t when = 0;  // 0: every time.
  std::atomic<uint64_t> calls{0};
};

void ReadFault(const std::string& whole, Fault& fault) {
  const auto first = whole.find(':');
  const auto second = whole.find(':', first + 1);
  const auto at = whole.find('@', second + 1);
  const std::string how = whole.substr(first + 1, second - first - 1);
  const auto equals = how.find('=');
  fault.call = whole.substr(0, first);
  fault.how = how.substr(0, equals);
  if (equals != std::string::npos) fault.number = std::strtoull(&how[equals + 1], nullptr, 10);
  fault.when = std::strtoull(&whole[second + 1], nullptr, 10);
  if (at != std::string::npos) fault.end = whole.substr(at + 1);
}

// Never freed: calls are made until the very end.
std::list<Fault>& Faults() {
  static auto* const faults = [] {
    auto* read = new std::list<Fault>;
    const char* text = ::getenv("COPYBENCH_FAULT");
    std::istringstream all(text == nullptr ? "" : text);
    for (std::string one; std::getline(all, one, ',');) ReadFault(one, read->emplace_back());
    return read;
  }();
  return *faults;
}

std::atomic<bool> begun{false};

bool EndsWith(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

bool Concerns(int fd, const std::string& end) {
  char link[64];
  char path[4096];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t n = ::readlink(link, path, sizeof path);
  return n != -1 && EndsWith(std::string(path, static_cast<size_t>(n)), end);
}

bool Strikes(Fault& fault, int in, int out) {
  if (fault.end.empty() ? !begun : !(Concerns(in, fault.end) || Concerns(out, fault.end))) {
    return false;
  }
  const uint64_t count = ++fault.calls;
  return fault.when == 0 || fault.when == count;
}

// The fault that strikes this call, or none.
const Fault* Striking(const char* call, int in, int out) {
  for (Fault& fault : Faults()) {
    if (fault.call != call || !Strikes(fault, in, out)) continue;
    static std::atomic<bool> said{false};
    constexpr char kWord[] = "struck\n";  // By number: write(2) is stood in for.
    if (fault.end.empty() && !said.exchange(true)) ::syscall(SYS_write, 2, kWord, sizeof kWord - 1);
    return &fault;
  }
  return nullptr;
}

template <typename Function>
Function* Real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

// Makes a call of at most `count` bytes by `make`, with the fault.
template <typename Make>
ssize_t Struck(const Fault& fault, size_t count, Make make) {
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
  const Fault* fault = Striking(call, in, out);
  if (fault == nullptr) return make(count);
  const ssize_t n = Struck(*fault, count, make);
  if (fault->how == "flip" && arrived != nullptr && n > 0) *arrived ^= 1;
  return n;
}

// The same for a call that takes its bytes from memory: `make` is given those, and how many.
template <typename Make>
ssize_t TransferBytes(const char* call, int fd, const void* bytes, size_t count, Make make) {
  const Fault* fault = Striking(call, fd, fd);
  if (fault == nullptr) return make(bytes, count);
  if (fault->how != "flip" || count == 0) {
    return Struck(*fault, count, [&](size_t n) { return make(bytes, n); });
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

ssize_t pwrite(int fd, const void* bytes, size_t count, off_t at) {
  static const auto real = Real<ssize_t(int, const void*, size_t, off_t)>("pwrite");
  return TransferBytes("pwrite", fd, bytes, count,
                       [&](const void* from, size_t n) { return real(fd, from, n, at); });
}

// By the name that it has where off_t is asked to have 64 bits; the same for sendfile(2) below.
ssize_t pwrite64(int fd, const void* bytes, size_t count, off64_t at) {
  return pwrite(fd, bytes, count, at);
}

// Moves no bytes, so that all that can happen to it is an error or a delay.
int fdatasync(int fd) {
  static const auto real = Real<int(int)>("fdatasync");
  const Fault* fault = Striking("fdatasync", fd, fd);
  if (fault == nullptr) return real(fd);
  return static_cast<int>(Struck(*fault, 0, [&](size_t) { return real(fd); }));
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
