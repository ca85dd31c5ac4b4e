// Sending on a socket that Node owns: bursts on the thread pool, waits on the event loop. A client
// that does not read holds up no thread.
#include "socket_send_operation.h"

#include <uv.h>

#include <memory>
#include <optional>
#include <utility>

#include "arguments.h"
#include "deferred.h"
#include "result.h"
#include "socket_sender.h"
#include "system_error.h"

namespace copybench {
namespace {

// Deletes itself when its promise is settled. Everything but Burst runs on the main thread.
class SocketSendOperation {
 public:
  ~SocketSendOperation() { napi_remove_async_cleanup_hook(hook_); }

  // Returns {done, cancel}, or undefined where the environment is being ended.
  static Napi::Value Start(Napi::Env env, SocketSender sender, uint64_t stall_ms) {
    const auto deferred = Deferred::Create(env);
    if (!deferred) return env.Undefined();
    auto* operation = new SocketSendOperation(env, *deferred, std::move(sender), stall_ms);
    Napi::Object handle = Napi::Object::New(env);
    handle.Set("done", deferred->Promise());
    handle.Set("cancel", Napi::Function::New(env, [alive = operation->alive_](
                                                      const Napi::CallbackInfo&) {
                 if (*alive != nullptr) (*alive)->Abandon();
               }));
    operation->QueueBurst();
    return handle;
  }

 private:
  SocketSendOperation(Napi::Env env, const Deferred& deferred, SocketSender sender,
                      uint64_t stall_ms)
      : env_(env),
        context_(env, "copybench"),
        deferred_(deferred),
        sender_(std::move(sender)),
        stall_ms_(stall_ms),
        alive_(std::make_shared<SocketSendOperation*>(this)) {
    napi_get_uv_event_loop(env, &loop_);
    work_.data = poll_.data = timer_.data = this;
    // When the process or the thread ends, handles must be gone before the loop is.
    napi_add_async_cleanup_hook(
        env,
        [](napi_async_cleanup_hook_handle, void* self) {
          static_cast<SocketSendOperation*>(self)->ending_ = true;
          static_cast<SocketSendOperation*>(self)->Abandon();
        },
        this, &hook_);
  }

  template <typename Handle>
  static SocketSendOperation* Self(Handle* handle) {
    return static_cast<SocketSendOperation*>(handle->data);
  }

  void QueueBurst() {
    working_ = true;
    uv_queue_work(
        loop_, &work_, [](uv_work_t* work) { Self(work)->last_ = Self(work)->sender_.Burst(); },
        [](uv_work_t* work, int) { Self(work)->AfterBurst(); });
  }

  void AfterBurst() {
    working_ = false;
    if (abandoned_) return Finish(SystemError{ECANCELED, "send", {}, {}});
    if (!last_->ok()) return Finish(last_->error());
    switch (last_->value()) {
      case Pause::kDone:
        return Finish(std::nullopt);
      case Pause::kYielded:
        return QueueBurst();
      case Pause::kBlocked:
        return WaitUntilWritable();
    }
  }

  // An error on the socket wakes it too; the next burst then finds out which.
  void WaitUntilWritable() {
    if (!has_handles_) {
      const int error = uv_poll_init(loop_, &poll_, sender_.socket());
      if (error != 0) return Finish(SystemError{-error, "uv_poll_init", {}, {}});
      uv_timer_init(loop_, &timer_);
      has_handles_ = true;
    }
    uv_poll_start(&poll_, UV_WRITABLE, [](uv_poll_t* poll, int, int) {
      Self(poll)->StopWaiting();
      Self(poll)->QueueBurst();
    });
    uv_timer_start(
        &timer_,
        [](uv_timer_t* timer) {
          Self(timer)->StopWaiting();
          Self(timer)->Finish(SystemError{ETIMEDOUT, "send", {}, {}});
        },
        stall_ms_, 0);
  }

  void StopWaiting() {
    uv_poll_stop(&poll_);
    uv_timer_stop(&timer_);
  }

  // Ends it at once, or after the burst that is under way, which does not wait for anybody.
  void Abandon() {
    if (finished_ || abandoned_) return;
    abandoned_ = true;
    if (working_) return;
    StopWaiting();
    Finish(SystemError{ECANCELED, "send", {}, {}});
  }

  void Finish(std::optional<SystemError> error) {
    finished_ = true;
    error_ = std::move(error);
    if (!has_handles_) return Settle();
    // The descriptor is closed after the handle that watches it.
    uv_close(reinterpret_cast<uv_handle_t*>(&timer_), [](uv_handle_t* timer) {
      uv_close(reinterpret_cast<uv_handle_t*>(&Self(timer)->poll_),
               [](uv_handle_t* poll) { Self(poll)->Settle(); });
    });
  }

  void Settle() {
    *alive_ = nullptr;
    std::unique_ptr<SocketSendOperation> self(this);
    if (ending_) return;  // Nobody is left who could be told.
    Napi::HandleScope scope(env_);
    Napi::CallbackScope callback(env_, context_);
    if (error_) {
      deferred_.Reject(ToJavaScript(env_, *error_));
    } else {
      deferred_.Resolve(
          Napi::Number::New(env_, static_cast<double>(sender_.system_calls())));
    }
  }

  Napi::Env env_;
  Napi::AsyncContext context_;
  const Deferred deferred_;
  SocketSender sender_;
  uint64_t stall_ms_;
  std::shared_ptr<SocketSendOperation*> alive_;
  uv_loop_t* loop_ = nullptr;
  uv_work_t work_;
  uv_poll_t poll_;
  uv_timer_t timer_;
  napi_async_cleanup_hook_handle hook_ = nullptr;
  std::optional<Result<Pause>> last_;
  std::optional<SystemError> error_;
  bool has_handles_ = false;
  bool working_ = false;
  bool abandoned_ = false;
  bool finished_ = false;
  bool ending_ = false;
};

std::optional<SendMethod> MethodArgument(const Napi::CallbackInfo& info, size_t index) {
  const auto name = StringArgument(info, index, "method");
  if (!name) return std::nullopt;
  if (*name == "sendfile") return SendMethod::kSendfile;
  if (*name == "splice") return SendMethod::kSplice;
  ThrowArgumentError(info.Env(), "method", "'sendfile' or 'splice'");
  return std::nullopt;
}

// sendToSocket(socket, file, start, length, method, stallMs)
Napi::Value JsSendToSocket(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto socket = DescriptorArgument(info, 0, "socket");
  if (!socket) return env.Undefined();
  const auto file = DescriptorArgument(info, 1, "file");
  if (!file) return env.Undefined();
  const auto start = IntegerArgument(info, 2, "start");
  if (!start) return env.Undefined();
  const auto length = IntegerArgument(info, 3, "length");
  if (!length) return env.Undefined();
  const auto method = MethodArgument(info, 4);
  if (!method) return env.Undefined();
  const auto stall_ms = IntegerArgument(info, 5, "stallMs");
  if (!stall_ms) return env.Undefined();

  const FilePart part{*file, static_cast<uint64_t>(*start), static_cast<uint64_t>(*length)};
  auto sender = SocketSender::Create(*socket, part, *method);
  if (!sender.ok()) {
    napi_throw(env, ToJavaScript(env, sender.error()));
    return env.Undefined();
  }
  return SocketSendOperation::Start(env, std::move(sender.value()),
                                    static_cast<uint64_t>(*stall_ms));
}

Napi::Value JsAskCongestion(const Napi::CallbackInfo& info) {
  const auto listener = DescriptorArgument(info, 0, "listener");
  if (!listener) return info.Env().Undefined();
  const auto wanted = StringArgument(info, 1, "wanted");
  if (!wanted) return info.Env().Undefined();
  const std::string found = AskCongestion(*listener, *wanted);
  if (found.empty()) return info.Env().Null();
  return Napi::String::New(info.Env(), found);
}

}  // namespace

void OfferSocketSend(Napi::Env env, Napi::Object exports) {
  exports.Set("sendToSocket", Napi::Function::New(env, JsSendToSocket, "sendToSocket"));
  exports.Set("askCongestion", Napi::Function::New(env, JsAskCongestion, "askCongestion"));
}

}  // namespace copybench
