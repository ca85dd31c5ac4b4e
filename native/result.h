// How failures travel inside native code: a value, or the system error that stood in its way.
#pragma once

#include <cerrno>
#include <string>
#include <utility>
#include <variant>

namespace copybench {

// Plain words about a failed system call. It crosses threads and becomes a JavaScript Error only in
// system_error.cc.
struct SystemError {
  int error = 0;  // A positive errno.
  std::string syscall;
  std::string path;
  std::string dest;
};

// The failure that errno tells of; to be called before anything else can change errno.
inline SystemError LastError(std::string syscall, std::string path = {}) {
  return {errno, std::move(syscall), std::move(path), {}};
}

// The value of an operation that has nothing to say but that it worked.
struct Done {};

template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(SystemError error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  T& value() { return *std::get_if<0>(&state_); }
  SystemError& error() { return *std::get_if<1>(&state_); }

 private:
  std::variant<T, SystemError> state_;
};

}  // namespace copybench
