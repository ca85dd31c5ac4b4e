// The door for counting events of other threads.
#pragma once

#include <napi.h>

namespace copybench {

// Enters `countEvents` of harness/binding/addon.ts into `exports`.
void OfferPerf(Napi::Env env, Napi::Object exports);

}  // namespace copybench
