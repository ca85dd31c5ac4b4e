// The one thread hop: runs native work on libuv's pool and settles a promise with what it returns.
#pragma once

#include <napi.h>

#include <functional>
#include <optional>
#include <utility>

#include "active_sockets.h"
#include "conversions.h"
#include "deferred.h"
#include "result.h"
#include "system_error.h"

namespace copybench {

// T needs an overload of ToJavaScript (conversions.h). An object deletes itself when it has
// settled.
template <typename T>
class PromiseWorker final : public Napi::AsyncWorker {
 public:
  using Work = std::function<Result<T>()>;

  // Nothing is begun, and undefined returned, where the environment is being ended.
  static Napi::Value Start(Napi::Env env, Work work) {
    const auto deferred = Deferred::Create(env);
    if (!deferred) return env.Undefined();
    auto* worker = new PromiseWorker(env, *deferred, std::move(work));
    worker->Queue();
    return deferred->Promise();
  }

 protected:
  // No JavaScript may be touched here: this is another thread.
  void Execute() override {
    const WorkingFor working_for(asker_);
    result_ = work_();
  }

  void OnOK() override {
    if (result_->ok()) {
      deferred_.Resolve(ToJavaScript(Env(), result_->value()));
    } else {
      deferred_.Reject(ToJavaScript(Env(), result_->error()));
    }
  }

 private:
  PromiseWorker(Napi::Env env, const Deferred& deferred, Work work)
      : Napi::AsyncWorker(env, "copybench"), deferred_(deferred), work_(std::move(work)) {}

  const Deferred deferred_;
  const Asker asker_ = ThisEnvironment();
  Work work_;
  std::optional<Result<T>> result_;
};

}  // namespace copybench
