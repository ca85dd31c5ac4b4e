// What the driver is asked to do, read from its command line.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "../../../native/copier.h"
#include "../../../native/sockets.h"
#include "far_end.h"

namespace copybench {

struct Order {
  std::string copier;
  std::string folder;  // Holds `source`; `destination` or `arrived` is made in it.
  Job job;
  SocketKind kind = SocketKind::kTcp;
  FarEndManner manner = FarEndManner::kProper;
  std::map<std::string, uint64_t> settings;

  uint64_t Setting(const std::string& name, uint64_t otherwise = 0) const {
    const auto found = settings.find(name);
    return found == settings.end() ? otherwise : found->second;
  }
};

// copy-driver COPIER ROUTE FOLDER [NAME=NUMBER]...; nothing where that is not understood.
std::optional<Order> ReadOrder(int count, char** words);

}  // namespace copybench
