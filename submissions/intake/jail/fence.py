"""The doors that a child shuts behind itself before it touches a stranger's file. Nothing of it can be undone.

What holds on Linux, x86-64 and arm64: limits on memory, processor time, file sizes and open files; no core dumps; no new
privileges; no network, by a system call filter (seccomp) that lets nobody make a socket, or only local ones; no looking
into other processes; for the reader no starting of programs; of the file system nothing but programs and their libraries
to read, and the child's own folder to write (Landlock, from Linux 5.19 on); an end with the parent. Where the kernel has no
such filter, a network of its own is tried (unshare), in which there is nobody. On other systems the limits alone hold.

Each fence that a kernel lacks is left out without a word: the others still stand, and what comes back is checked anyway.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import resource
import signal
import struct
import sys
from pathlib import Path

PR_SET_PDEATHSIG = 1  # linux/prctl.h
PR_SET_SECCOMP = 22
PR_SET_NO_NEW_PRIVS = 38
SECCOMP_MODE_FILTER = 2
CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000  # linux/sched.h
AF_UNIX = 1

# Offsets in struct seccomp_data, and the few instructions of a classic BPF filter (linux/filter.h).
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.EACCES
# The second set of system calls that x86-64 kernels may offer, by another number for the same door.
X32 = 0x40000000

# Landlock (linux/landlock.h): the same three system calls on every machine, and the rights of its second version, the
# first that lets a file be moved from one folder to another.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
WHICH_VERSION, SECOND_VERSION = 1, 2
PATH_BENEATH = 1
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, REMOVE_FILE, MAKE_SOCKET = 1, 2, 4, 8, 32, 512
EVERYTHING = 0x3FFF
READABLE = (
    "/usr",
    "/lib",
    "/lib64",
    "/bin",
    "/opt",
    "/etc/fonts",
    "/etc/ld.so.cache",
    "/etc/libreoffice",
    "/etc/localtime",
    "/etc/passwd",
    "/var/cache/fontconfig",
    "/var/lib/libreoffice",
    "/var/spool/libreoffice",
    "/proc/self",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/sys/devices/system/cpu",
    "/dev/random",
    "/dev/urandom",
    "/dev/zero",
)
PROJECT = Path(__file__).resolve().parents[3]

# machine: (audit number, socket, execve, execveat, ptrace, process_vm_readv, process_vm_writev, io_uring_setup)
MACHINES = {
    "x86_64": (0xC000003E, 41, 59, 322, 101, 310, 311, 425),
    "aarch64": (0xC00000B7, 198, 221, 281, 117, 270, 271, 425),
}


def shut(*, memory: int, seconds: int, file_bytes: int, open_files: int, programs: bool) -> None:
    """Takes from this process, and from all it will ever start, what it does not need.

    ``memory`` and ``file_bytes`` in bytes, ``seconds`` of the processor. ``programs``: it may start programs, and these
    may speak to each other on this machine.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    resource.setrlimit(resource.RLIMIT_NOFILE, (open_files, open_files))
    if sys.platform != "linux":
        return
    kernel = ctypes.CDLL(None, use_errno=True)
    _end_with_parent(kernel)
    if kernel.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return
    _stay_here(kernel)
    if not _filter_calls(kernel, programs=programs):
        _leave_network(kernel)


def _end_with_parent(kernel: ctypes.CDLL) -> None:
    """The parent waits in the thread that started this process, so that thread's end is the parent's."""
    parent = os.getppid()
    kernel.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent or parent == 1:
        os.kill(os.getpid(), signal.SIGKILL)


def _stay_here(kernel: ctypes.CDLL) -> None:
    """Hides all files but programs, libraries and our own code, and all places to write but the current folder."""
    if kernel.syscall(CREATE_RULESET, None, 0, WHICH_VERSION) < SECOND_VERSION:
        return
    handled = ctypes.create_string_buffer(struct.pack("=Q", EVERYTHING), 8)
    rules = kernel.syscall(CREATE_RULESET, ctypes.byref(handled), 8, 0)
    if rules < 0:
        return
    code = [PROJECT / "cms", PROJECT / "submissions", sys.prefix, sys.base_prefix]
    code += [path for path in sys.path if Path(path) != PROJECT]
    for path in {str(path) for path in (*READABLE, *code)}:
        _allow(kernel, rules, path, READ_FILE | READ_DIR | EXECUTE)
    _allow(kernel, rules, "/dev/null", READ_FILE | WRITE_FILE)
    _allow(kernel, rules, ".", EVERYTHING)
    # The finder of modules lists what it looks through.
    _allow(kernel, rules, str(PROJECT), READ_DIR)
    # LibreOffice puts a socket there, whatever it is told of temporary folders.
    _allow(kernel, rules, "/tmp", MAKE_SOCKET | REMOVE_FILE)  # noqa: S108  (its own fixed place)
    kernel.syscall(RESTRICT_SELF, rules, 0)
    os.close(rules)


def _allow(kernel: ctypes.CDLL, rules: int, path: str, rights: int) -> None:
    try:
        descriptor = os.open(path, os.O_PATH)
    except OSError:
        return
    if not Path(path).is_dir():
        rights &= READ_FILE | WRITE_FILE | EXECUTE
    # struct landlock_path_beneath_attr { __u64 allowed_access; __s32 parent_fd; } __attribute__((packed))
    rule = ctypes.create_string_buffer(struct.pack("=Qi", rights, descriptor), 12)
    kernel.syscall(ADD_RULE, rules, PATH_BENEATH, ctypes.byref(rule), 0)
    os.close(descriptor)


def _filter_calls(kernel: ctypes.CDLL, *, programs: bool) -> bool:
    """Whether the filter stands."""
    machine = MACHINES.get(platform.machine())
    if machine is None or sys.byteorder != "little":
        return False
    audit, socket, execve, execveat, *closed = machine
    if not programs:
        closed += [execve, execveat]
    code = [(LOAD, 0, 0, ARCHITECTURE), (EQUAL, 1, 0, audit), (RETURN, 0, 0, REFUSE), (LOAD, 0, 0, NUMBER)]
    code += [(AT_LEAST, 0, 1, X32), (RETURN, 0, 0, REFUSE)]
    for number in closed:
        code += [(EQUAL, 0, 1, number), (RETURN, 0, 0, REFUSE)]
    # Sockets come last, as the first argument takes the place of the number.
    code += [(EQUAL, 0, 3, socket), (LOAD, 0, 0, FIRST_ARGUMENT)]
    code += [(EQUAL, 1, 0, AF_UNIX if programs else 0xFFFFFFFF), (RETURN, 0, 0, REFUSE), (RETURN, 0, 0, ALLOW)]
    instructions = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *each) for each in code))
    # struct sock_fprog { unsigned short len; struct sock_filter *filter; }
    program = ctypes.create_string_buffer(struct.pack("@HP", len(code), ctypes.addressof(instructions)))
    return bool(kernel.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def _leave_network(kernel: ctypes.CDLL) -> None:
    """Moves into an empty network of its own, as the same user; where the kernel says no, nothing happens."""
    user, group = os.getuid(), os.getgid()
    if kernel.unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0:
        return
    for name, line in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        Path("/proc/self", name).write_text(line, encoding="ascii")
