// Which errors of a copier mean "not here" rather than "went wrong".
#pragma once

#include <string>

namespace copybench {

// `error` is an errno from the copier's own calls, not from opening a file; its sign does not
// matter.
bool IsUnsupported(const std::string& copier, int error);

}  // namespace copybench
