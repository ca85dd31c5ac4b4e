// Argument checks.
#include "arguments.h"

#include <climits>
#include <cmath>

namespace copybench {
namespace {

constexpr double kMaxSafeInteger = 9007199254740991;  // Number.MAX_SAFE_INTEGER, 2^53 - 1.

// Every page of a buffer is touched, and one beyond memory would have the kernel end processes.
constexpr uint64_t kMostBufferBytes = 1024 * 1024 * 1024;

// A NUL would end the path early in the kernel's eyes and name another file.
std::optional<std::string> ReadString(Napi::Env env, Napi::Value value, const std::string& name) {
  if (value.IsString()) {
    std::string text = value.As<Napi::String>().Utf8Value();
    if (text.find('\0') == std::string::npos) return text;
  }
  ThrowArgumentError(env, name, "a string without NUL bytes");
  return std::nullopt;
}

std::optional<int64_t> ReadInteger(Napi::Env env, Napi::Value value, const std::string& name,
                                   int64_t least) {
  if (value.IsNumber()) {
    const double number = value.As<Napi::Number>().DoubleValue();
    if (std::trunc(number) == number && number >= static_cast<double>(least) &&
        number <= kMaxSafeInteger) {
      return static_cast<int64_t>(number);
    }
  }
  ThrowArgumentError(env, name, "a whole number of at least " + std::to_string(least));
  return std::nullopt;
}

std::optional<int> ReadDescriptor(Napi::Env env, Napi::Value value, const std::string& name) {
  if (value.IsNumber()) {
    const double number = value.As<Napi::Number>().DoubleValue();
    if (std::trunc(number) == number && number >= 0 && number <= INT_MAX) {
      return static_cast<int>(number);
    }
  }
  ThrowArgumentError(env, name, "a file descriptor");
  return std::nullopt;
}

// A getter that threw leaves an empty value, which calls itself undefined too.
bool IsLeftOut(Napi::Value value) {
  return !value.IsEmpty() && value.IsUndefined();
}

bool ReadOption(Napi::Object options, const char* name, uint64_t& target,
                uint64_t most = UINT64_MAX) {
  const Napi::Value value = options.Get(name);
  if (IsLeftOut(value)) return true;
  const std::string full_name = std::string("options.") + name;
  const auto number = ReadInteger(options.Env(), value, full_name, 1);
  if (!number) return false;
  target = static_cast<uint64_t>(*number);
  if (target <= most) return true;
  ThrowArgumentError(options.Env(), full_name, "at most " + std::to_string(most));
  return false;
}

bool ReadOptions(Napi::Env env, Napi::Value value, CopierOptions& options) {
  if (IsLeftOut(value)) return true;
  if (!value.IsObject()) {
    ThrowArgumentError(env, "options", "an object");
    return false;
  }
  const Napi::Object object = value.As<Napi::Object>();
  return ReadOption(object, "bufferBytes", options.buffer_bytes, kMostBufferBytes) &&
         ReadOption(object, "pipeBytes", options.pipe_bytes) &&
         ReadOption(object, "windowBytes", options.window_bytes) &&
         ReadOption(object, "callLimitBytes", options.call_limit_bytes) &&
         ReadOption(object, "deadlineMs", options.deadline_ms);
}

bool ReadPath(Napi::Object request, const char* name, std::string& target) {
  const auto path = ReadString(request.Env(), request.Get(name), name);
  if (path) target = *path;
  return path.has_value();
}

bool ReadFlag(Napi::Object request, const char* name, bool& target) {
  const Napi::Value value = request.Get(name);
  if (IsLeftOut(value)) return true;
  if (value.IsEmpty() || !value.IsBoolean()) {
    ThrowArgumentError(request.Env(), name, "true or false");
    return false;
  }
  target = value.As<Napi::Boolean>().Value();
  return true;
}

std::optional<Route> ReadRoute(Napi::Object request) {
  const Napi::Value value = request.Get("route");
  if (!value.IsEmpty() && value.IsString()) {
    const std::string name = value.As<Napi::String>().Utf8Value();
    if (name == "file-to-file") return Route::kFileToFile;
    if (name == "file-to-socket") return Route::kFileToSocket;
    if (name == "socket-to-file") return Route::kSocketToFile;
  }
  ThrowArgumentError(request.Env(), "route",
                     "'file-to-file', 'file-to-socket' or 'socket-to-file'");
  return std::nullopt;
}

// The ends of a route: paths of files, and the socket with the size that goes through it.
bool ReadEnds(Napi::Object request, Job& job) {
  if (job.route != Route::kSocketToFile && !ReadPath(request, "source", job.source)) return false;
  if (job.route != Route::kFileToSocket && !ReadPath(request, "destination", job.destination)) {
    return false;
  }
  if (job.route == Route::kFileToFile) return ReadFlag(request, "existing", job.existing);
  const auto socket = ReadDescriptor(request.Env(), request.Get("socket"), "socket");
  if (!socket) return false;
  const auto size = ReadInteger(request.Env(), request.Get("sizeBytes"), "sizeBytes", 0);
  if (!size) return false;
  job.socket = *socket;
  job.size_bytes = static_cast<uint64_t>(*size);
  return true;
}

}  // namespace

void ThrowArgumentError(Napi::Env env, const std::string& name, const std::string& expected) {
  if (env.IsExceptionPending()) return;  // A getter has thrown; throwing twice ends the process.
  Napi::TypeError::New(env, name + " must be " + expected).ThrowAsJavaScriptException();
}

std::optional<std::string> StringArgument(const Napi::CallbackInfo& info, size_t index,
                                          const char* name) {
  return ReadString(info.Env(), info[index], name);
}

std::optional<std::vector<std::string>> StringsArgument(const Napi::CallbackInfo& info,
                                                        size_t index, const char* name) {
  if (!info[index].IsArray()) {
    ThrowArgumentError(info.Env(), name, "an array of strings");
    return std::nullopt;
  }
  const Napi::Array array = info[index].As<Napi::Array>();
  std::vector<std::string> strings;
  for (uint32_t i = 0; i < array.Length(); i++) {
    const auto text = ReadString(info.Env(), array.Get(i), name + ("[" + std::to_string(i) + "]"));
    if (!text) return std::nullopt;
    strings.push_back(*text);
  }
  return strings;
}

std::optional<int64_t> IntegerArgument(const Napi::CallbackInfo& info, size_t index,
                                       const char* name) {
  return ReadInteger(info.Env(), info[index], name, 0);
}

std::optional<std::vector<int64_t>> IntegersArgument(const Napi::CallbackInfo& info, size_t index,
                                                     const char* name) {
  if (!info[index].IsArray()) {
    ThrowArgumentError(info.Env(), name, "an array of whole numbers");
    return std::nullopt;
  }
  const Napi::Array array = info[index].As<Napi::Array>();
  std::vector<int64_t> numbers;
  for (uint32_t i = 0; i < array.Length(); i++) {
    const auto one =
        ReadInteger(info.Env(), array.Get(i), name + ("[" + std::to_string(i) + "]"), 0);
    if (!one) return std::nullopt;
    numbers.push_back(*one);
  }
  return numbers;
}

std::optional<int> DescriptorArgument(const Napi::CallbackInfo& info, size_t index,
                                      const char* name) {
  return ReadDescriptor(info.Env(), info[index], name);
}

std::optional<CopyRequest> CopyRequestArgument(const Napi::CallbackInfo& info, size_t index) {
  const Napi::Env env = info.Env();
  if (!info[index].IsObject()) {
    ThrowArgumentError(env, "request", "an object");
    return std::nullopt;
  }
  const Napi::Object object = info[index].As<Napi::Object>();
  const auto copier = ReadString(env, object.Get("copier"), "copier");
  if (!copier) return std::nullopt;
  const auto route = ReadRoute(object);
  if (!route) return std::nullopt;
  CopyRequest request;
  request.copier = *copier;
  request.job.route = *route;
  if (!ReadEnds(object, request.job)) return std::nullopt;
  if (!ReadOptions(env, object.Get("options"), request.job.options)) return std::nullopt;
  return request;
}

}  // namespace copybench
