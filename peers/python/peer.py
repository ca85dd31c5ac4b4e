"""Python's own ways to copy, as a worker of copybench: python3 peer.py <strategy>. docs/peers.md."""

import errno
import gc
import json
import os
import platform
import resource
import shutil
import signal
import socket
import sys
import time

PROTOCOL = 2
TCP_CONGESTION = getattr(socket, "TCP_CONGESTION", 13)


class ShortCopy(Exception):
    """The source held fewer bytes than the request says."""


# Strategies


def copyfile(request, _connection):
    """shutil.copyfile, which would overwrite: one lstat(2) more keeps an existing file as it is."""
    destination = request["destination"]
    if os.path.lexists(destination):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), destination)
    shutil.copyfile(request["source"], destination)


def sendfile(request, connection):
    """socket.sendfile, which calls sendfile(2) until the file ends."""
    with open(request["source"], "rb") as source:
        sent = connection.sendfile(source)
    if sent != request["sizeBytes"]:
        raise ShortCopy(f"{request['source']} gave {sent} of {request['sizeBytes']} bytes.")


def copyfile_call():
    """Which call shutil.copyfile tries first, by the switches it keeps; it falls back without telling."""
    for switch, call in (
        ("_USE_CP_COPY_FILE_RANGE", "copy_file_range(2)"),
        ("_USE_CP_SENDFILE", "sendfile(2)"),
        ("_HAS_FCOPYFILE", "fcopyfile(3)"),
    ):
        if getattr(shutil, switch, False):
            return call
    return "read(2) and write(2)"


STRATEGIES = {
    "python-copyfile": (copyfile, "file-to-file", "shutil.copyfile: " + copyfile_call()),
    "python-sendfile": (sendfile, "file-to-socket", "socket.sendfile: sendfile(2)"),
}


# The connection of a socket route, opened when its endpoint is first seen and kept


class Connection:
    def __init__(self):
        self.socket = None
        self.endpoint = None

    def to(self, endpoint):
        if endpoint != self.endpoint:
            self.close()
            self.socket = connect(endpoint)
            self.endpoint = endpoint
        return self.socket

    def close(self):
        if self.socket is not None:
            self.socket.close()
        self.socket = self.endpoint = None


def connect(endpoint):
    connection = open_socket(endpoint)
    try:
        connection.sendall(endpoint["token"].encode("ascii"))
        expect_byte(connection, "welcome")
    except BaseException:
        connection.close()
        raise
    return connection


def open_socket(endpoint):
    if endpoint["kind"] == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        address = endpoint["path"]
    else:
        connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        address = (endpoint["host"], endpoint["port"])
        ask_for_cubic(connection)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection


def ask_for_cubic(connection):
    """A pacing default such as bbr would be what is measured. Where cubic is refused the default stays."""
    try:
        connection.setsockopt(socket.IPPROTO_TCP, TCP_CONGESTION, b"cubic")
    except OSError as error:
        print(f"cubic was refused: {error}", file=sys.stderr)


def congestion_of(connection):
    """The name of what this end sends under; None where the system does not tell."""
    try:
        return connection.getsockopt(socket.IPPROTO_TCP, TCP_CONGESTION, 16).rstrip(b"\0").decode("ascii")
    except OSError:
        return None


def expect_byte(connection, what):
    if len(connection.recv(1)) != 1:
        raise ConnectionResetError(errno.ECONNRESET, f"closed before its {what}")


# Resources


def reset_peak():
    """Sets the peak resident set back (proc_pid_clear_refs(5)); False where that cannot be done."""
    try:
        with open("/proc/self/clear_refs", "w") as switch:
            switch.write("5")
        return True
    except OSError:
        return False


def peak_rss():
    with open("/proc/self/status") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return None


def usage_between(before, after, peak):
    def us(seconds):
        return max(0, round(seconds * 1e6))

    return {
        "cpuUserUs": us(after.ru_utime - before.ru_utime),
        "cpuSystemUs": us(after.ru_stime - before.ru_stime),
        "voluntarySwitches": after.ru_nvcsw - before.ru_nvcsw,
        "involuntarySwitches": after.ru_nivcsw - before.ru_nivcsw,
        "minorFaults": after.ru_minflt - before.ru_minflt,
        "majorFaults": after.ru_majflt - before.ru_majflt,
        "peakRssBytes": peak,
    }


# One copy


def take_sample(copy, request, connection):
    gc.collect()
    peak_is_fresh = reset_peak()
    sent_ns = None
    before = resource.getrusage(resource.RUSAGE_SELF)
    started_ns = time.monotonic_ns()
    copy(request, connection)
    if connection is not None:
        sent_ns = time.monotonic_ns() - started_ns
        expect_byte(connection, "acknowledgement")
    elapsed_ns = time.monotonic_ns() - started_ns
    after = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "elapsedNs": elapsed_ns,
        "sentNs": sent_ns,
        "roundTripNs": elapsed_ns,
        "usage": usage_between(before, after, peak_rss() if peak_is_fresh else None),
        "systemCalls": None,
        "eventLoopDelayMaxNs": None,
        "congestion": None if connection is None else congestion_of(connection),
    }


def wire_error(error, request):
    """The error in the shape that Node gives system errors."""
    if not isinstance(error, OSError) or error.errno is None:
        return {"name": type(error).__name__, "message": str(error)}
    code = errno.errorcode.get(error.errno, "UNKNOWN")
    path = error.filename if isinstance(error.filename, str) else None
    syscall = syscall_of(error, request)
    where = f" '{path}'" if path is not None else ""
    shape = {
        "name": "Error",
        "message": f"{code}: {(error.strerror or 'unknown error').lower()}, {syscall}{where}",
        "code": code,
        "errno": -error.errno,
        "syscall": syscall,
    }
    return shape if path is None else {**shape, "path": path}


def syscall_of(error, request):
    """Python tells the errno and not the call; one path means opening it, two mean moving bytes."""
    if error.filename is not None and error.filename2 is None:
        return "open"
    if request["route"] == "file-to-file":
        return "write"
    return "connect" if isinstance(error, ConnectionRefusedError) else "send"


def answer(strategy, request, connections):
    copy, route, _ = strategy
    sample_or_failure = {"id": request["id"]}
    try:
        if request["route"] != route:
            raise ValueError(f"This strategy goes from {route}, not {request['route']}.")
        connection = connections.to(request["endpoint"]) if "endpoint" in request else None
        report = take_sample(copy, request, connection)
        return {"type": "sample", **sample_or_failure, "report": report}
    except Exception as error:
        # What was sent of a failed copy cannot be taken back: the next one gets a new connection.
        connections.close()
        return {"type": "failure", **sample_or_failure, "error": wire_error(error, request)}


# The conversation


FIELDS = {"file-to-file": ("source", "destination"), "file-to-socket": ("source", "endpoint")}


def decode(line):
    request = json.loads(line)
    if not isinstance(request, dict) or request.get("type") != "copy":
        raise ValueError("no copy request")
    if request.get("route") not in FIELDS:
        raise ValueError("no route of this peer")
    for field in ("id", "sizeBytes", *FIELDS[request["route"]]):
        if field not in request:
            raise ValueError(f"it lacks {field}")
    return request


def main(name):
    if name not in STRATEGIES:
        sys.exit(f"No strategy is named {name!r}; there are {', '.join(STRATEGIES)}.")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # stdout carries the protocol: whatever else is printed goes to stderr.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)

    def send(message):
        out.write(json.dumps(message) + "\n")
        out.flush()

    version = f"{platform.python_implementation()} {platform.python_version()}, {STRATEGIES[name][2]}"
    send({"type": "ready", "protocol": PROTOCOL, "strategy": name, "version": version})
    connections = Connection()
    for line in sys.stdin.buffer:
        try:
            request = decode(line.decode("utf-8"))
        except ValueError as error:
            sys.exit(f"This line is no message of the worker protocol: {line[:200]!r}: {error}")
        send(answer(STRATEGIES[name], request, connections))


main(sys.argv[1] if len(sys.argv) > 1 else "")
