// Turns a native system error into the Error that Node would have made of it.
#pragma once

#include <napi.h>

#include "result.h"

namespace copybench {

// An Error with negative `errno`, `code`, `syscall` and, where known, `path` and `dest`.
Napi::Value ToJavaScript(Napi::Env env, const SystemError& error);

}  // namespace copybench
