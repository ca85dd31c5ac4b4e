// What a copier is, and the registry that each copier's file enters by itself.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "result.h"

namespace copybench {

// What a request may set. Zero means the default, which the copier's own file gives.
struct CopierOptions {
  uint64_t buffer_bytes = 0;
  uint64_t pipe_bytes = 0;
  uint64_t window_bytes = 0;
  uint64_t call_limit_bytes = 0;
  uint64_t deadline_ms = 0;
};

// Where the bytes go.
enum class Route { kFileToFile, kFileToSocket, kSocketToFile };

struct Job {
  Route route = Route::kFileToFile;
  std::string source;       // Empty where a socket is the source.
  std::string destination;  // Empty where a socket is the destination.
  bool existing = false;    // The destination is written into, not made; file to file only.
  int socket = -1;
  uint64_t size_bytes = 0;  // Known beforehand on socket routes only.
  CopierOptions options;
};

struct Moved {
  uint64_t bytes = 0;
  uint64_t system_calls = 0;  // Those that moved data, repeated ones included.
  std::optional<uint64_t> sent_at_ns;  // MonotonicNs() when a socket had taken all.
  std::optional<uint32_t> crc32c;      // Of all bytes, from a copier that looks at them.
};

// One way of copying. An object serves one request, on one thread, and knows no JavaScript.
class Copier {
 public:
  virtual ~Copier() = default;

  // Whether this way of copying exists on that route at all.
  virtual bool Serves(Route route) const { return route == Route::kFileToFile; }

  // Makes buffers and pipes; runs before the clock starts.
  virtual Result<Done> Prepare(const Job&) { return Done{}; }

  // Makes the copy; runs inside the clock.
  virtual Result<Moved> Copy(const Job& job) = 0;

  // What the kernel granted where it may differ from what was asked, such as `pipeBytes`.
  const std::map<std::string, uint64_t>& granted() const { return granted_; }

 protected:
  std::map<std::string, uint64_t> granted_;
};

struct CopierEntry {
  std::string name;
  std::unique_ptr<Copier> (*make)();  // Null where this platform has no such copier.
  std::string unavailable_reason;
};

// Every copier compiled in, by name.
const std::vector<CopierEntry>& Copiers();

// The copier of that name, or null.
const CopierEntry* FindCopier(const std::string& name);

struct CopierRegistration {
  explicit CopierRegistration(CopierEntry entry);
};

// Enters a class into the registry; once a file, at namespace level.
#define REGISTER_COPIER(name, Class)                                                             \
  static const ::copybench::CopierRegistration registration(                                     \
      {name, []() -> std::unique_ptr<::copybench::Copier> { return std::make_unique<Class>(); }, \
       ""})

// Enters the name of a copier that this platform cannot have, and why.
#define REGISTER_UNAVAILABLE_COPIER(name, reason) \
  static const ::copybench::CopierRegistration registration({name, nullptr, reason})

}  // namespace copybench
