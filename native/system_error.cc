// Node's form of a system error: `ENOENT: no such file or directory, open 'a' -> 'b'`.
#include "system_error.h"

#include <uv.h>

#include <string>

namespace copybench {
namespace {

std::string Message(const SystemError& error, const std::string& code) {
  char text[256];
  uv_strerror_r(-error.error, text, sizeof text);
  std::string message = code + ": " + text + ", " + error.syscall;
  if (!error.path.empty()) message += " '" + error.path + "'";
  if (!error.dest.empty()) message += " -> '" + error.dest + "'";
  return message;
}

}  // namespace

Napi::Value ToJavaScript(Napi::Env env, const SystemError& error) {
  char code[64];
  uv_err_name_r(-error.error, code, sizeof code);  // libuv numbers errors as negative errnos.
  Napi::Object object = Napi::Error::New(env, Message(error, code)).Value();
  object.Set("errno", Napi::Number::New(env, -error.error));
  object.Set("code", Napi::String::New(env, code));
  object.Set("syscall", Napi::String::New(env, error.syscall));
  if (!error.path.empty()) object.Set("path", Napi::String::New(env, error.path));
  if (!error.dest.empty()) object.Set("dest", Napi::String::New(env, error.dest));
  return object;
}

}  // namespace copybench
