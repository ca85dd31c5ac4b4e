// Reads and checks what JavaScript passed in; everything wrong is a TypeError in one form of words.
#pragma once

#include <napi.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "copier.h"

namespace copybench {

// Each returns nothing after having thrown: the caller returns at once.
std::optional<std::string> StringArgument(const Napi::CallbackInfo& info, size_t index,
                                          const char* name);
std::optional<std::vector<std::string>> StringsArgument(const Napi::CallbackInfo& info,
                                                        size_t index, const char* name);
std::optional<int64_t> IntegerArgument(const Napi::CallbackInfo& info, size_t index,
                                       const char* name);

std::optional<std::vector<int64_t>> IntegersArgument(const Napi::CallbackInfo& info, size_t index,
                                                     const char* name);
std::optional<int> DescriptorArgument(const Napi::CallbackInfo& info, size_t index,
                                      const char* name);

struct CopyRequest {
  std::string copier;
  Job job;
};

// Reads a NativeCopyRequest.
std::optional<CopyRequest> CopyRequestArgument(const Napi::CallbackInfo& info, size_t index);

// Throws the TypeError `<name> must be <expected>`.
void ThrowArgumentError(Napi::Env env, const std::string& name, const std::string& expected);

}  // namespace copybench
