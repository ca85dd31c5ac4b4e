// One function a result; nothing but naming fields.
#include "conversions.h"

#include <optional>

namespace copybench {
namespace {

// Exact up to 2^53, which is more bytes and nanoseconds than any file or run has.
template <typename Integer>
Napi::Value Number(Napi::Env env, Integer value) {
  return Napi::Number::New(env, static_cast<double>(value));
}

template <typename Integer>
Napi::Value NumberOrNull(Napi::Env env, const std::optional<Integer>& value) {
  return value ? Number(env, *value) : env.Null();
}

const char* MethodName(ResidencyMethod method) {
  switch (method) {
    case ResidencyMethod::kCachestat:
      return "cachestat";
    case ResidencyMethod::kMincore:
      return "mincore";
    default:
      return "nowait";
  }
}

Napi::Value UsageObject(Napi::Env env, const Usage& usage) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("cpuUserUs", Number(env, usage.cpu_user_us));
  object.Set("cpuSystemUs", Number(env, usage.cpu_system_us));
  object.Set("voluntarySwitches", Number(env, usage.voluntary_switches));
  object.Set("involuntarySwitches", Number(env, usage.involuntary_switches));
  object.Set("minorFaults", Number(env, usage.minor_faults));
  object.Set("majorFaults", Number(env, usage.major_faults));
  object.Set("peakRssBytes", NumberOrNull(env, usage.peak_rss_bytes));
  return object;
}

}  // namespace

Napi::Value ToJavaScript(Napi::Env env, const Done&) {
  return env.Undefined();
}

Napi::Value ToJavaScript(Napi::Env env, const CopierEntry& entry) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("name", entry.name);
  object.Set("available", Napi::Boolean::New(env, entry.make != nullptr));
  object.Set("reason", entry.unavailable_reason);
  return object;
}

Napi::Value ToJavaScript(Napi::Env env, const CopyOutcome& outcome) {
  Napi::Object granted = Napi::Object::New(env);
  for (const auto& [name, value] : outcome.granted) granted.Set(name, Number(env, value));
  Napi::Object object = Napi::Object::New(env);
  object.Set("movedBytes", Number(env, outcome.moved.bytes));
  object.Set("elapsedNs", Number(env, outcome.elapsed_ns));
  object.Set("sentNs", NumberOrNull(env, outcome.sent_ns));
  object.Set("systemCalls", Number(env, outcome.moved.system_calls));
  object.Set("granted", granted);
  object.Set("usage", UsageObject(env, outcome.usage));
  object.Set("crc32c", NumberOrNull(env, outcome.moved.crc32c));
  return object;
}

Napi::Value ToJavaScript(Napi::Env env, const Comparison& comparison) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("equal", Napi::Boolean::New(env, comparison.first_difference < 0));
  object.Set("firstDifference", Number(env, comparison.first_difference));
  object.Set("comparedBytes", Number(env, comparison.compared_bytes));
  return object;
}

Napi::Value ToJavaScript(Napi::Env env, const Residency& residency) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("method", MethodName(residency.method));
  object.Set("pageBytes", Number(env, residency.page_bytes));
  object.Set("totalPages", Number(env, residency.total_pages));
  object.Set("residentPages", Number(env, residency.resident_pages));
  object.Set("dirtyPages", NumberOrNull(env, residency.dirty_pages));
  object.Set("writebackPages", NumberOrNull(env, residency.writeback_pages));
  return object;
}

Napi::Value ToJavaScript(Napi::Env env, const ExtentSharing& sharing) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("known", Napi::Boolean::New(env, sharing.known));
  object.Set("sharedBytes", Number(env, sharing.shared_bytes));
  object.Set("mappedBytes", Number(env, sharing.mapped_bytes));
  object.Set("extents", Number(env, sharing.extents));
  object.Set("delayedBytes", Number(env, sharing.delayed_bytes));
  return object;
}

Napi::Value ToJavaScript(Napi::Env env, const SpawnOutcome& outcome) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("elapsedNs", Number(env, outcome.elapsed_ns));
  object.Set("exitStatus", Number(env, outcome.exit_status));
  object.Set("signal", Number(env, outcome.signal));
  object.Set("stderr", outcome.stderr_text);
  object.Set("usage", UsageObject(env, outcome.usage));
  return object;
}

Napi::Value ToJavaScript(Napi::Env env, const Ballast& ballast) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("touchedBytes", Number(env, ballast.touched_bytes));
  object.Set("heldBytes", Number(env, ballast.held_bytes));
  object.Set("buildNs", Number(env, ballast.build_ns));
  object.Set("hugePages", Napi::Boolean::New(env, ballast.huge_pages));
  return object;
}

Napi::Value ToJavaScript(Napi::Env env, const HeldMemory& held) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("id", Number(env, held.id));
  object.Set("bytes", Number(env, held.bytes));
  object.Set("touchNs", Number(env, held.touch_ns));
  return object;
}

Napi::Value ToJavaScript(Napi::Env env, const ConnectedSocket& connected) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("fd", Number(env, connected.fd));
  object.Set("congestion",
             connected.congestion ? Napi::String::New(env, *connected.congestion) : env.Null());
  object.Set("sendBufferBytes", Number(env, connected.send_buffer_bytes));
  object.Set("receiveBufferBytes", Number(env, connected.receive_buffer_bytes));
  return object;
}

Napi::Value ToJavaScript(Napi::Env env, const Listener& listener) {
  Napi::Object address = Napi::Object::New(env);
  if (listener.address.kind == SocketKind::kUnix) {
    address.Set("kind", "unix");
    address.Set("path", listener.address.path);
  } else {
    address.Set("kind", "tcp");
    address.Set("host", "127.0.0.1");
    address.Set("port", Number(env, listener.address.port));
  }
  Napi::Object object = Napi::Object::New(env);
  object.Set("fd", Number(env, listener.fd));
  object.Set("address", address);
  return object;
}

Napi::Value ToJavaScript(Napi::Env env, const ReceivedBytes& received) {
  return Napi::Buffer<char>::Copy(env, received.bytes.data(), received.bytes.size());
}

}  // namespace copybench
