// Not a cleanup hook of the environment: Node waits for the pool's threads before it runs any.
#include "environment_end.h"

#include <uv.h>

#include "active_sockets.h"

namespace copybench {
namespace {

// False once a worker thread is being ended, while Node turns its loop until all work is done.
bool CanRunJavaScript(napi_env env) {
  napi_handle_scope scope;
  if (napi_open_handle_scope(env, &scope) != napi_ok) return false;
  napi_value object;
  const bool can = napi_create_object(env, &object) == napi_ok &&
                   napi_set_named_property(env, object, "any", object) == napi_ok;
  napi_close_handle_scope(env, scope);
  return can;
}

// A worker thread that is ended from outside emits no 'exit', and runs no JavaScript any more.
struct LoopWatch {
  uv_prepare_t prepare;
  napi_env env;
  napi_async_cleanup_hook_handle hook;
};

void WatchLoop(napi_env env, uv_loop_t* loop) {
  auto* watch = new LoopWatch{{}, env, nullptr};
  watch->prepare.data = watch;
  uv_prepare_init(loop, &watch->prepare);
  uv_prepare_start(&watch->prepare, [](uv_prepare_t* prepare) {
    if (CanRunJavaScript(static_cast<LoopWatch*>(prepare->data)->env)) return;
    uv_prepare_stop(prepare);
    ShutDownActiveSockets(ThisEnvironment());
  });
  uv_unref(reinterpret_cast<uv_handle_t*>(&watch->prepare));
  // Asynchronous: the addon may be unloaded when the environment is gone, and this with it.
  napi_add_async_cleanup_hook(
      env,
      [](napi_async_cleanup_hook_handle, void* data) {
        uv_close(static_cast<uv_handle_t*>(data), [](uv_handle_t* handle) {
          auto* ended = static_cast<LoopWatch*>(handle->data);
          napi_remove_async_cleanup_hook(ended->hook);
          delete ended;
        });
      },
      &watch->prepare, &watch->hook);
}

}  // namespace

void WakeThreadsAtEnd(Napi::Env env) {
  const Napi::Object process = env.Global().Get("process").As<Napi::Object>();
  const auto release = [](const Napi::CallbackInfo& info) {
    ShutDownActiveSockets(ThisEnvironment());
    return info.Env().Undefined();
  };
  process.Get("once").As<Napi::Function>().Call(
      process, {Napi::String::New(env, "exit"), Napi::Function::New(env, release)});

  uv_loop_t* loop = nullptr;
  // The main thread is never ended from outside, and its loop stays as it is.
  if (napi_get_uv_event_loop(env, &loop) == napi_ok && loop != uv_default_loop()) {
    WatchLoop(env, loop);
  }
}

}  // namespace copybench
