// The door for sockets.
#pragma once

#include <napi.h>

namespace copybench {

// Enters the socket functions of harness/binding/addon.ts into `exports`.
void OfferSockets(Napi::Env env, Napi::Object exports);

}  // namespace copybench
