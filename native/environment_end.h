// Wakes whoever waits for a peer when the environment that asked for it ends.
#pragma once

#include <napi.h>

namespace copybench {

// To be called once for each environment, on its own thread.
void WakeThreadsAtEnd(Napi::Env env);

}  // namespace copybench
