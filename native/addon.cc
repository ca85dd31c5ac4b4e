// The door between JavaScript and the native rooms: checks arguments, starts workers.
// Sockets have a door of their own, addon_sockets.cc.
// harness/binding/addon.ts is the other side of this contract.
#include <napi.h>

#include <memory>
#include <optional>
#include <string>

#include "addon_perf.h"
#include "addon_sockets.h"
#include "affinity.h"
#include "arguments.h"
#include "child_stops.h"
#include "conversions.h"
#include "copier.h"
#include "probe.h"
#include "promise_worker.h"
#include "socket_send_operation.h"
#include "system_error.h"

namespace copybench {
namespace {

constexpr int kInterfaceVersion = 8;  // ADDON_INTERFACE_VERSION of the contract.

// Every function of one path and a result of its own.
template <typename T, Result<T> (*work)(const std::string&)>
Napi::Value OnPath(const Napi::CallbackInfo& info) {
  const auto path = StringArgument(info, 0, "path");
  if (!path) return info.Env().Undefined();
  return PromiseWorker<T>::Start(info.Env(), [path = *path] { return work(path); });
}

Napi::Value JsCopiers(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  Napi::Array list = Napi::Array::New(env);
  for (const auto& entry : Copiers()) list.Set(list.Length(), ToJavaScript(env, entry));
  return list;
}

Napi::Value JsCopy(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto request = CopyRequestArgument(info, 0);
  if (!request) return env.Undefined();
  const CopierEntry* entry = FindCopier(request->copier);
  if (entry == nullptr) {
    ThrowArgumentError(env, "copier", "one of copiers(), not '" + request->copier + "'");
    return env.Undefined();
  }
  return PromiseWorker<CopyOutcome>::Start(
      env, [entry, job = request->job] { return RunCopy(*entry, job); });
}

Napi::Value JsIsUnsupported(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto copier = StringArgument(info, 0, "copier");
  if (!copier) return env.Undefined();
  if (!info[1].IsNumber()) {
    ThrowArgumentError(env, "errno", "a number");
    return env.Undefined();
  }
  return Napi::Boolean::New(env, IsUnsupported(*copier, info[1].As<Napi::Number>().Int32Value()));
}

Napi::Value JsCompareFiles(const Napi::CallbackInfo& info) {
  const auto left = StringArgument(info, 0, "left");
  if (!left) return info.Env().Undefined();
  const auto right = StringArgument(info, 1, "right");
  if (!right) return info.Env().Undefined();
  return PromiseWorker<Comparison>::Start(
      info.Env(), [left = *left, right = *right] { return CompareFiles(left, right); });
}

std::optional<ResidencyMethod> MethodNamed(const std::string& name) {
  if (name == "cachestat") return ResidencyMethod::kCachestat;
  if (name == "mincore") return ResidencyMethod::kMincore;
  if (name == "nowait") return ResidencyMethod::kNowait;
  return std::nullopt;
}

Napi::Value JsResidency(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto path = StringArgument(info, 0, "path");
  if (!path) return env.Undefined();
  std::optional<ResidencyMethod> only;
  if (!info[1].IsUndefined()) {
    const auto method = StringArgument(info, 1, "method");
    if (!method) return env.Undefined();
    only = MethodNamed(*method);
    if (!only) {
      ThrowArgumentError(env, "method", "'cachestat', 'mincore' or 'nowait'");
      return env.Undefined();
    }
  }
  return PromiseWorker<Residency>::Start(
      env, [path = *path, only] { return FileResidency(path, only); });
}

Napi::Value JsSpawn(const Napi::CallbackInfo& info) {
  const auto file = StringArgument(info, 0, "file");
  if (!file) return info.Env().Undefined();
  const auto arguments = StringsArgument(info, 1, "args");
  if (!arguments) return info.Env().Undefined();
  return PromiseWorker<SpawnOutcome>::Start(
      info.Env(), [file = *file, arguments = *arguments] { return Spawn(file, arguments); });
}

Napi::Value JsChildWasStopped(const Napi::CallbackInfo& info) {
  const auto pid = IntegerArgument(info, 0, "pid");
  if (!pid) return info.Env().Undefined();
  return Napi::Boolean::New(info.Env(), ChildWasStopped(*pid));
}

Napi::Value JsBuildBallast(const Napi::CallbackInfo& info) {
  const auto bytes = IntegerArgument(info, 0, "bytes");
  if (!bytes) return info.Env().Undefined();
  return PromiseWorker<Ballast>::Start(
      info.Env(), [bytes = *bytes] { return BuildBallast(static_cast<uint64_t>(bytes)); });
}

Napi::Value JsHoldMemory(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto bytes = IntegerArgument(info, 0, "bytes");
  if (!bytes) return env.Undefined();
  if (!info[1].IsBoolean()) {
    ThrowArgumentError(env, "hugePages", "a boolean");
    return env.Undefined();
  }
  const bool huge_pages = info[1].As<Napi::Boolean>();
  return PromiseWorker<HeldMemory>::Start(env, [bytes = *bytes, huge_pages] {
    return HoldMemory(static_cast<uint64_t>(bytes), huge_pages);
  });
}

Napi::Value Thrown(Napi::Env env, const SystemError& error) {
  Napi::Error(env, ToJavaScript(env, error)).ThrowAsJavaScriptException();
  return env.Undefined();
}

Napi::Value JsReleaseMemory(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto id = IntegerArgument(info, 0, "id");
  if (!id) return env.Undefined();
  if (ReleaseMemory(*id)) return env.Undefined();
  return Thrown(env, SystemError{EINVAL, "munmap", {}, {}});
}

// On the thread that calls, and so without a promise: what it starts next inherits its CPUs.
Napi::Value JsAffinity(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  auto found = ThreadAffinity();
  if (!found.ok()) return Thrown(env, found.error());
  Napi::Array cpus = Napi::Array::New(env);
  for (const int64_t cpu : found.value()) {
    cpus.Set(cpus.Length(), Napi::Number::New(env, static_cast<double>(cpu)));
  }
  return cpus;
}

Napi::Value JsSetAffinity(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto cpus = IntegersArgument(info, 0, "cpus");
  if (!cpus) return env.Undefined();
  auto done = SetThreadAffinity(*cpus);
  return done.ok() ? env.Undefined() : Thrown(env, done.error());
}

Napi::Object Init(Napi::Env env, Napi::Object exports) {
  const auto offer = [&](const char* name, Napi::Value (*function)(const Napi::CallbackInfo&)) {
    exports.Set(name, Napi::Function::New(env, function, name));
  };
  exports.Set("interfaceVersion", Napi::Number::New(env, kInterfaceVersion));
  offer("copiers", JsCopiers);
  offer("copy", JsCopy);
  offer("isUnsupported", JsIsUnsupported);
  offer("compareFiles", JsCompareFiles);
  offer("residency", JsResidency);
  offer("readThrough", OnPath<Done, ReadThrough>);
  offer("dropPages", OnPath<Done, DropPages>);
  offer("extentSharing", OnPath<ExtentSharing, FileExtentSharing>);
  offer("syncFilesystem", OnPath<Done, SyncFilesystem>);
  offer("spawn", JsSpawn);
  offer("childWasStopped", JsChildWasStopped);
  offer("buildBallast", JsBuildBallast);
  offer("holdMemory", JsHoldMemory);
  offer("releaseMemory", JsReleaseMemory);
  offer("affinity", JsAffinity);
  offer("setAffinity", JsSetAffinity);
  OfferPerf(env, exports);
  OfferSockets(env, exports);
  OfferSocketSend(env, exports);
  return exports;
}

}  // namespace
}  // namespace copybench

static Napi::Object InitAddon(Napi::Env env, Napi::Object exports) {
  return copybench::Init(env, exports);
}

NODE_API_MODULE(copybench, InitAddon)
