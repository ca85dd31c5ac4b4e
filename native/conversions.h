// Native results as JavaScript values, in the shapes of harness/binding/addon.ts.
#pragma once

#include <napi.h>

#include "ballast.h"
#include "compare.h"
#include "copier.h"
#include "copy_worker.h"
#include "extents.h"
#include "page_cache.h"
#include "result.h"
#include "sockets.h"
#include "spawn.h"

namespace copybench {

Napi::Value ToJavaScript(Napi::Env env, const Done& done);
Napi::Value ToJavaScript(Napi::Env env, const CopierEntry& entry);
Napi::Value ToJavaScript(Napi::Env env, const CopyOutcome& outcome);
Napi::Value ToJavaScript(Napi::Env env, const Comparison& comparison);
Napi::Value ToJavaScript(Napi::Env env, const Residency& residency);
Napi::Value ToJavaScript(Napi::Env env, const ExtentSharing& sharing);
Napi::Value ToJavaScript(Napi::Env env, const SpawnOutcome& outcome);
Napi::Value ToJavaScript(Napi::Env env, const Ballast& ballast);
Napi::Value ToJavaScript(Napi::Env env, const HeldMemory& held);
Napi::Value ToJavaScript(Napi::Env env, const ConnectedSocket& connected);
Napi::Value ToJavaScript(Napi::Env env, const Listener& listener);
Napi::Value ToJavaScript(Napi::Env env, const ReceivedBytes& received);

}  // namespace copybench
