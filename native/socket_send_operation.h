// The door for sending on a socket that Node owns.
#pragma once

#include <napi.h>

namespace copybench {

// Enters `sendToSocket` and `askCongestion` of harness/binding/addon.ts into `exports`.
void OfferSocketSend(Napi::Env env, Napi::Object exports);

}  // namespace copybench
