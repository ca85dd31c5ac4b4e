// The far end of a socket route: receives what a strategy sends, sends what it receives. The same
// for every strategy, so that it cannot tell them apart.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "result.h"

namespace copybench {

// Receives `bytes` through a fixed buffer of 256 KiB, into a new file (O_EXCL) where one is named,
// then sends one byte. The end of the stream before that is ECONNRESET.
Result<Done> DrainSocket(int socket, uint64_t bytes, const std::optional<std::string>& file,
                         uint64_t timeout_ms);

// Waits for one byte, then sends `bytes` of the source by sendfile(2), or by pread(2) and write(2)
// where that is not Linux's.
Result<Done> FeedSocket(int socket, const std::string& source, uint64_t bytes, uint64_t timeout_ms);

}  // namespace copybench
