// Checks the arguments of the socket functions and starts their work.
#include "addon_sockets.h"

#include <unistd.h>

#include <cmath>
#include <optional>
#include <string>

#include "arguments.h"
#include "environment_end.h"
#include "promise_worker.h"
#include "socket_peer.h"
#include "sockets.h"
#include "system_error.h"

namespace copybench {
namespace {

constexpr int64_t kMostExactBytes = 4096;  // For tokens and acknowledgements, not for copying.
constexpr double kHighestPort = 65535;

std::optional<SocketAddress> ThrowAddressError(Napi::Env env, const char* expected) {
  ThrowArgumentError(env, "address", expected);
  return std::nullopt;
}

// Reads {kind: 'tcp', host: '127.0.0.1', port} or {kind: 'unix', path}; a listener has no host and
// no port yet.
std::optional<SocketAddress> AddressArgument(const Napi::CallbackInfo& info, bool listening) {
  const Napi::Env env = info.Env();
  if (!info[0].IsObject()) return ThrowAddressError(env, "an object");
  const Napi::Object object = info[0].As<Napi::Object>();
  const auto field = [&](const char* name) {
    const Napi::Value value = object.Get(name);
    return value.IsEmpty() || !value.IsString() ? "" : value.As<Napi::String>().Utf8Value();
  };
  SocketAddress address;
  const std::string kind = field("kind");
  if (kind == "unix") {
    address.kind = SocketKind::kUnix;
    address.path = field("path");
    const bool usable = !address.path.empty() && address.path.find('\0') == std::string::npos;
    if (!usable) return ThrowAddressError(env, "a unix address with a path");
    return address;
  }
  if (kind != "tcp") return ThrowAddressError(env, "of kind 'tcp' or 'unix'");
  if (listening) return address;
  if (field("host") != "127.0.0.1") return ThrowAddressError(env, "on host '127.0.0.1'");
  const Napi::Value port = object.Get("port");
  const double number =
      !port.IsEmpty() && port.IsNumber() ? port.As<Napi::Number>().DoubleValue() : 0;
  const bool usable = number >= 1 && number <= kHighestPort && std::trunc(number) == number;
  if (!usable) return ThrowAddressError(env, "with a port");
  address.port = static_cast<uint16_t>(number);
  return address;
}

Napi::Value JsConnectSocket(const Napi::CallbackInfo& info) {
  const auto address = AddressArgument(info, false);
  if (!address) return info.Env().Undefined();
  return PromiseWorker<ConnectedSocket>::Start(
      info.Env(), [address = *address] { return ConnectSocket(address); });
}

Napi::Value JsListenSocket(const Napi::CallbackInfo& info) {
  const auto address = AddressArgument(info, true);
  if (!address) return info.Env().Undefined();
  return PromiseWorker<Listener>::Start(info.Env(),
                                        [address = *address] { return ListenSocket(address); });
}

Napi::Value JsAcceptSocket(const Napi::CallbackInfo& info) {
  const auto listener = DescriptorArgument(info, 0, "listener");
  if (!listener) return info.Env().Undefined();
  const auto timeout_ms = IntegerArgument(info, 1, "timeoutMs");
  if (!timeout_ms) return info.Env().Undefined();
  return PromiseWorker<ConnectedSocket>::Start(
      info.Env(), [listener = *listener, timeout_ms = static_cast<uint64_t>(*timeout_ms)] {
        return AcceptSocket(listener, timeout_ms);
      });
}

// What readExactly, drainSocket and feedSocket have in common.
struct Conversation {
  int socket;
  uint64_t bytes;
  uint64_t timeout_ms;
};

std::optional<Conversation> ConversationArguments(const Napi::CallbackInfo& info,
                                                  size_t bytes_index, size_t timeout_index) {
  const auto socket = DescriptorArgument(info, 0, "socket");
  if (!socket) return std::nullopt;
  const auto bytes = IntegerArgument(info, bytes_index, "bytes");
  if (!bytes) return std::nullopt;
  const auto timeout_ms = IntegerArgument(info, timeout_index, "timeoutMs");
  if (!timeout_ms) return std::nullopt;
  return Conversation{*socket, static_cast<uint64_t>(*bytes), static_cast<uint64_t>(*timeout_ms)};
}

Napi::Value JsReadExactly(const Napi::CallbackInfo& info) {
  const auto asked = ConversationArguments(info, 1, 2);
  if (!asked) return info.Env().Undefined();
  if (asked->bytes > kMostExactBytes) {
    ThrowArgumentError(info.Env(), "bytes", "at most " + std::to_string(kMostExactBytes));
    return info.Env().Undefined();
  }
  return PromiseWorker<ReceivedBytes>::Start(info.Env(), [asked = *asked] {
    return ReadExactly(asked.socket, asked.bytes, asked.timeout_ms);
  });
}

Napi::Value JsDrainSocket(const Napi::CallbackInfo& info) {
  const auto asked = ConversationArguments(info, 1, 3);
  if (!asked) return info.Env().Undefined();
  std::optional<std::string> file;
  if (!info[2].IsNull()) {
    file = StringArgument(info, 2, "file");
    if (!file) return info.Env().Undefined();
  }
  return PromiseWorker<Done>::Start(info.Env(), [asked = *asked, file] {
    return DrainSocket(asked.socket, asked.bytes, file, asked.timeout_ms);
  });
}

Napi::Value JsFeedSocket(const Napi::CallbackInfo& info) {
  const auto source = StringArgument(info, 1, "source");
  if (!source) return info.Env().Undefined();
  const auto asked = ConversationArguments(info, 2, 3);
  if (!asked) return info.Env().Undefined();
  return PromiseWorker<Done>::Start(info.Env(), [asked = *asked, source = *source] {
    return FeedSocket(asked.socket, source, asked.bytes, asked.timeout_ms);
  });
}

Napi::Value JsCloseDescriptor(const Napi::CallbackInfo& info) {
  const auto fd = DescriptorArgument(info, 0, "fd");
  // EINTR: Linux has closed it then (close(2), NOTES).
  if (fd && ::close(*fd) == -1 && errno != EINTR) {
    const Napi::Value error = ToJavaScript(info.Env(), LastError("close"));
    Napi::Error(info.Env(), error).ThrowAsJavaScriptException();
  }
  return info.Env().Undefined();
}

}  // namespace

void OfferSockets(Napi::Env env, Napi::Object exports) {
  const auto offer = [&](const char* name, Napi::Value (*function)(const Napi::CallbackInfo&)) {
    exports.Set(name, Napi::Function::New(env, function, name));
  };
  offer("connectSocket", JsConnectSocket);
  offer("listenSocket", JsListenSocket);
  offer("acceptSocket", JsAcceptSocket);
  offer("readExactly", JsReadExactly);
  offer("drainSocket", JsDrainSocket);
  offer("feedSocket", JsFeedSocket);
  offer("closeDescriptor", JsCloseDescriptor);
  WakeThreadsAtEnd(env);
}

}  // namespace copybench
