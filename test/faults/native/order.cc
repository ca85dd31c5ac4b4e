// Reading the command line.
#include "order.h"

#include <sys/stat.h>

#include <cstdlib>

namespace copybench {
namespace {

struct RouteName {
  const char* name;
  Route route;
  SocketKind kind;
};

constexpr RouteName kRoutes[] = {
    {"file-to-file", Route::kFileToFile, SocketKind::kTcp},
    {"file-to-tcp", Route::kFileToSocket, SocketKind::kTcp},
    {"file-to-unix", Route::kFileToSocket, SocketKind::kUnix},
    {"tcp-to-file", Route::kSocketToFile, SocketKind::kTcp},
    {"unix-to-file", Route::kSocketToFile, SocketKind::kUnix},
};

bool ReadRoute(const std::string& name, Order& order) {
  for (const auto& known : kRoutes) {
    if (name != known.name) continue;
    order.job.route = known.route;
    order.kind = known.kind;
    return true;
  }
  return false;
}

bool ReadSetting(const std::string& word, Order& order) {
  const auto equals = word.find('=');
  if (equals == std::string::npos) return false;
  char* end = nullptr;
  const std::string number = word.substr(equals + 1);
  order.settings[word.substr(0, equals)] = std::strtoull(number.c_str(), &end, 10);
  return end != number.c_str() && *end == '\0';
}

}  // namespace

std::optional<Order> ReadOrder(int count, char** words) {
  if (count < 4) return std::nullopt;
  Order order;
  order.copier = words[1];
  order.folder = words[3];
  if (!ReadRoute(words[2], order)) return std::nullopt;
  for (int i = 4; i < count; i++) {
    if (!ReadSetting(words[i], order)) return std::nullopt;
  }
  Job& job = order.job;
  job.source = order.folder + "/source";
  job.destination = order.folder + "/destination";
  struct stat status;
  job.size_bytes = ::stat(job.source.c_str(), &status) == 0
                       ? static_cast<uint64_t>(status.st_size)
                       : order.Setting("size");
  if (job.route == Route::kFileToSocket) job.destination.clear();
  if (job.route == Route::kSocketToFile) job.source.clear();
  job.options.buffer_bytes = order.Setting("buffer");
  job.options.pipe_bytes = order.Setting("pipe");
  job.options.window_bytes = order.Setting("window");
  job.options.call_limit_bytes = order.Setting("limit");
  job.options.deadline_ms = order.Setting("deadline", 2000);
  order.manner = static_cast<FarEndManner>(order.Setting("manner"));
  return order;
}

}  // namespace copybench
