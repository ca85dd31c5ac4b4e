// Checks thread ids and hands out a function that reads what was counted.
#include "addon_perf.h"

#include <memory>
#include <vector>

#include "arguments.h"
#include "perf_events.h"

namespace copybench {
namespace {

Napi::Value ToJavaScript(Napi::Env env, const std::vector<PerfCount>& counts) {
  Napi::Array list = Napi::Array::New(env);
  for (const PerfCount& count : counts) {
    Napi::Object object = Napi::Object::New(env);
    object.Set("name", count.name);
    object.Set("value", count.value
                            ? Napi::Number::New(env, static_cast<double>(*count.value)).As<Napi::Value>()
                            : env.Null());
    object.Set("errno", Napi::Number::New(env, count.error));
    list.Set(list.Length(), object);
  }
  return list;
}

std::optional<std::vector<pid_t>> ThreadsArgument(const Napi::CallbackInfo& info) {
  const char* expected = "a list of thread ids";
  std::vector<pid_t> threads;
  if (!info[0].IsArray()) {
    ThrowArgumentError(info.Env(), "threads", expected);
    return std::nullopt;
  }
  const auto list = info[0].As<Napi::Array>();
  for (uint32_t i = 0; i < list.Length(); i++) {
    const Napi::Value value = list.Get(i);
    const int64_t id = value.IsNumber() ? value.As<Napi::Number>().Int64Value() : 0;
    if (id <= 0 || id > INT32_MAX) {
      ThrowArgumentError(info.Env(), "threads", expected);
      return std::nullopt;
    }
    threads.push_back(static_cast<pid_t>(id));
  }
  return threads;
}

Napi::Value JsCountEvents(const Napi::CallbackInfo& info) {
  const auto threads = ThreadsArgument(info);
  if (!threads) return info.Env().Undefined();
  // Counters are closed by the first reading, or when nobody can ask any more.
  auto counters = std::make_shared<std::unique_ptr<PerfCounters>>(
      std::make_unique<PerfCounters>(*threads));
  return Napi::Function::New(info.Env(), [counters](const Napi::CallbackInfo& asked) -> Napi::Value {
    if (*counters == nullptr) {
      Napi::Error::New(asked.Env(), "These events were read already.").ThrowAsJavaScriptException();
      return asked.Env().Undefined();
    }
    const std::vector<PerfCount> counts = (*counters)->Read();
    counters->reset();
    return ToJavaScript(asked.Env(), counts);
  });
}

}  // namespace

void OfferPerf(Napi::Env env, Napi::Object exports) {
  exports.Set("countEvents", Napi::Function::New(env, JsCountEvents, "countEvents"));
}

}  // namespace copybench
