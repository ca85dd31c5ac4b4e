// The frames of a copy of which one end is a socket.
#include "file_copier.h"
#include "socket_session.h"
#include "usage.h"

namespace copybench {
namespace {

// A failure between the socket and the file of that path.
SystemError MoveError(SystemError error, const std::string& path) {
  error.path = path;
  return SocketError(error);
}

}  // namespace

Result<Moved> FileCopier::FileToSocket(const Job& job) {
  auto source = OpenSourceOf(job);
  if (!source.ok()) return source.error();
  const SystemError too_short = {ENODATA, "read", job.source, {}};
  if (source.value().size_bytes < job.size_bytes) return too_short;

  const Transfer transfer = {job.route, source.value().file.get(), job.socket, job.size_bytes,
                             CallLimit(job)};
  auto moved = Move(transfer);
  if (!moved.ok()) return MoveError(moved.error(), job.source);
  // The peer waits for the rest, which will never come.
  if (moved.value().bytes < job.size_bytes) return too_short;
  moved.value().sent_at_ns = MonotonicNs();
  if (const int error = source.value().file.Close()) return CloseError(error, job.source);
  auto settled = Settle(transfer);
  if (!settled.ok()) return MoveError(settled.error(), job.source);
  auto acknowledged = ReceiveByte(job.socket);
  if (!acknowledged.ok()) return acknowledged.error();
  return moved;
}

Result<Moved> FileCopier::SocketToFile(const Job& job) {
  auto told = SendByte(job.socket);
  if (!told.ok()) return told.error();
  auto destination = CreateDestinationOf(job);
  if (!destination.ok()) return destination.error();

  auto moved =
      Move({job.route, job.socket, destination.value().get(), job.size_bytes, CallLimit(job)});
  if (!moved.ok()) return MoveError(moved.error(), job.destination);
  if (moved.value().bytes < job.size_bytes) {
    return SystemError{ECONNRESET, "read", job.destination, {}};
  }
  if (const int error = destination.value().Close()) return CloseError(error, job.destination);
  return moved;
}

}  // namespace copybench
