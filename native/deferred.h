// A promise and what settles it, or neither: a thread that is being ended can make no promise, and what
// Napi::Promise::Deferred hands out then was never set.
#pragma once

#include <napi.h>

#include <optional>

namespace copybench {

class Deferred {
 public:
  // Nothing where the environment is being ended; nobody would see the promise.
  static std::optional<Deferred> Create(napi_env env) {
    Deferred created(env);
    const napi_status status =
        napi_create_promise(env, &created.deferred_, &created.promise_);
    if (status != napi_ok) return std::nullopt;
    return created;
  }

  // Good in the handle scope in which it was created.
  Napi::Value Promise() const { return Napi::Value(env_, promise_); }

  // Where the environment is being ended these do nothing: nobody waits any more.
  void Resolve(napi_value value) const { napi_resolve_deferred(env_, deferred_, value); }
  void Reject(napi_value reason) const { napi_reject_deferred(env_, deferred_, reason); }

 private:
  explicit Deferred(napi_env env) : env_(env) {}

  napi_env env_;
  napi_deferred deferred_ = nullptr;
  napi_value promise_ = nullptr;
};

}  // namespace copybench
