"""Has the kernel answer one system call with an error, in this process and all that it becomes or starts.

Usage: refuse-call.py CALL ERRNO COMMAND...   such as: refuse-call.py cachestat ENOSYS node main.js

A seccomp filter (seccomp(2)), which takes no privileges with no_new_privs and is no tracer: strace(1) still works
inside.
"""

import ctypes
import errno
import os
import platform
import struct
import sys

# By machine as uname(2) has it; numbers of arch/x86/entry/syscalls/syscall_64.tbl and asm-generic/unistd.h.
NUMBERS = {
    "x86_64": {"cachestat": 451, "perf_event_open": 298, "mincore": 27},
    "aarch64": {"cachestat": 451, "perf_event_open": 241, "mincore": 232},
}
PR_SET_NO_NEW_PRIVS = 38  # linux/prctl.h
PR_SET_SECCOMP = 22
SECCOMP_MODE_FILTER = 2  # linux/seccomp.h
SECCOMP_RET_ALLOW = 0x7FFF0000
SECCOMP_RET_ERRNO = 0x00050000
BPF_LD_W_ABS = 0x20  # linux/bpf_common.h
BPF_JMP_JEQ_K = 0x15
BPF_RET_K = 0x06

call, name, *command = sys.argv[1:]
numbers = NUMBERS.get(platform.machine())
if numbers is None:
    sys.exit(f"the number of {call} on {platform.machine()} is not known here")
# Offset 0 of struct seccomp_data is the number of the call.
instructions = [
    (BPF_LD_W_ABS, 0, 0, 0),
    (BPF_JMP_JEQ_K, 0, 1, numbers[call]),
    (BPF_RET_K, 0, 0, SECCOMP_RET_ERRNO | getattr(errno, name)),
    (BPF_RET_K, 0, 0, SECCOMP_RET_ALLOW),
]
code = b"".join(struct.pack("HBBI", *one) for one in instructions)


class Program(ctypes.Structure):
    """struct sock_fprog of linux/filter.h."""

    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_char_p)]


libc = ctypes.CDLL(None, use_errno=True)
libc.prctl.argtypes = [ctypes.c_int, *[ctypes.c_ulong] * 4]
program = Program(len(instructions), code)
if (
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
    or libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.addressof(program), 0, 0) != 0
):
    sys.exit(f"prctl: {os.strerror(ctypes.get_errno())}")
os.execvp(command[0], command)
