// The registry of copiers.
#include "copier.h"

#include <algorithm>
#include <utility>

namespace copybench {
namespace {

// Inside a function, so that it exists before the first registration of any file.
std::vector<CopierEntry>& Registry() {
  static std::vector<CopierEntry> registry;
  return registry;
}

}  // namespace

CopierRegistration::CopierRegistration(CopierEntry entry) {
  auto& registry = Registry();
  const auto place =
      std::lower_bound(registry.begin(), registry.end(), entry,
                       [](const auto& left, const auto& right) { return left.name < right.name; });
  registry.insert(place, std::move(entry));
}

const std::vector<CopierEntry>& Copiers() {
  return Registry();
}

const CopierEntry* FindCopier(const std::string& name) {
  for (const auto& entry : Registry()) {
    if (entry.name == name) return &entry;
  }
  return nullptr;
}

}  // namespace copybench
