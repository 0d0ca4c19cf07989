"""A filter on system calls that a process puts upon itself, for good and for all it becomes.

It is a list of what is refused, not of what is allowed, for decoders and their C libraries change;
whatever the kernel learns after our list was made does not exist for the process. The program is
the classic BPF of seccomp(2): load a word, compare, jump or return.
"""

import ctypes
import errno
import platform
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from os import getpid, strerror

# Of each call: its number on x86-64 and on 64-bit ARM; None where it does not exist.
Numbers = dict[str, tuple[int | None, int | None]]
NETWORK: Numbers = {
    "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "bind": (49, 200),
    "listen": (50, 201), "accept": (43, 202), "accept4": (288, 242), "sendto": (44, 206),
    "sendmsg": (46, 211), "sendmmsg": (307, 269), "recvfrom": (45, 207), "recvmsg": (47, 212),
    "recvmmsg": (299, 243), "mq_open": (240, 180), "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
}  # fmt: skip
NEIGHBOURS: Numbers = {
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "process_madvise": (440, 440), "process_mrelease": (448, 448), "kcmp": (312, 272),
    "pidfd_open": (434, 434), "pidfd_getfd": (438, 438), "pidfd_send_signal": (424, 424),
    "kill": (62, 129), "tkill": (200, 130), "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240), "setpriority": (141, 140), "ioprio_set": (251, 30),
    "sched_setscheduler": (144, 119), "sched_setattr": (314, 274), "migrate_pages": (256, 238),
    "move_pages": (279, 239), "shmget": (29, 194), "msgget": (68, 186), "semget": (64, 190),
}  # fmt: skip
KERNEL: Numbers = {
    "unshare": (272, 97), "setns": (308, 268), "mount": (165, 40), "umount2": (166, 39),
    "pivot_root": (155, 41), "chroot": (161, 51), "open_tree": (428, 428),
    "move_mount": (429, 429), "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432),
    "fspick": (433, 433), "mount_setattr": (442, 442), "bpf": (321, 280),
    "perf_event_open": (298, 241), "userfaultfd": (323, 282), "add_key": (248, 217),
    "request_key": (249, 218), "keyctl": (250, 219), "init_module": (175, 105),
    "finit_module": (313, 273), "delete_module": (176, 106), "kexec_load": (246, 104),
    "kexec_file_load": (320, 294), "reboot": (169, 142), "swapon": (167, 224),
    "swapoff": (168, 225), "acct": (163, 89), "quotactl": (179, 60), "quotactl_fd": (443, 443),
    "personality": (135, 92), "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265),
    "fanotify_init": (300, 262), "settimeofday": (164, 170), "clock_settime": (227, 112),
    "clock_adjtime": (305, 266), "adjtimex": (159, 171), "sethostname": (170, 161),
    "setdomainname": (171, 162), "syslog": (103, 116), "vhangup": (153, 58), "iopl": (172, None),
    "ioperm": (173, None), "modify_ldt": (154, None), "uselib": (134, None),
    "memfd_secret": (447, 447), "lookup_dcookie": (212, 18),
}  # fmt: skip
# A fence around files does not cover who may do what with them.
RIGHTS: Numbers = {
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452),
    "chown": (92, None), "lchown": (94, None), "fchown": (93, 55), "fchownat": (260, 54),
    "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16),
}  # fmt: skip
FORKING: Numbers = {"fork": (57, None), "vfork": (58, None)}
PROGRAMS: Numbers = {"execve": (59, 221), "execveat": (322, 281)}
CLONE: Numbers = {"clone": (56, 220)}
CLONE3: Numbers = {"clone3": (435, 435)}
ONLY_MYSELF: Numbers = {"tgkill": (234, 131), "prlimit64": (302, 261)}
# The last call that we have looked at (mseal); newer ones say ENOSYS, which libraries expect.
NEWEST = 462
CLONE_THREAD = 0x10000

LOAD, JUMP_EQUAL, JUMP_GREATER, JUMP_SET, RETURN = 0x20, 0x15, 0x25, 0x45, 0x06
CALL, MACHINE, ARGUMENT = 0, 4, 16
KILL, ALLOW, REFUSE = 0x80000000, 0x7FFF0000, 0x00050000
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2


@dataclass(frozen=True, slots=True)
class Machine:
    """A kind of processor: the kernel's name for it, and its column in the tables."""

    audit: int
    column: int


MACHINES = {"x86_64": Machine(0xC000003E, 0), "aarch64": Machine(0xC00000B7, 1)}

Step = tuple[int, int, int, int]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def machine() -> Machine | None:
    """The kind of processor that we run on, if the filter is written for it."""
    if sys.platform != "linux" or sys.maxsize < 2**32:
        return None
    return MACHINES.get(platform.machine())


def restrict(*, programs: bool, threads: bool) -> bool:
    """Refuse this process, from now on, network, other processes and the kernel's inner rooms.

    `programs` allows it to become another program, which inherits all of this; it can start no
    process beside itself in any case. False where this system has no such filter. Call it while
    there is one thread.
    """
    where = machine()
    if where is None:
        return False
    steps = b"".join(struct.pack("=HBBI", *step) for step in written(where, programs, threads))
    filter = _Program(len(steps) // 8, steps)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), strerror(ctypes.get_errno()))
    return bool(libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ctypes.byref(filter), 0, 0) == 0)


def written(where: Machine, programs: bool, threads: bool) -> list[Step]:
    """The filter for this process on such a machine."""
    refused = [NETWORK, NEIGHBOURS, KERNEL, RIGHTS, FORKING]
    refused += [] if programs else [PROGRAMS]
    refused += [] if threads else [CLONE]
    return [
        (LOAD, 0, 0, MACHINE),
        (JUMP_EQUAL, 1, 0, where.audit),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, CALL),
        (JUMP_GREATER, 0, 1, NEWEST),
        (RETURN, 0, 0, REFUSE | errno.ENOSYS),
        *(step for table in refused for step in _refuse(table, where, errno.EPERM)),
        # Its flags lie where a filter cannot look; where it does not exist, libraries use clone.
        *_refuse(CLONE3, where, errno.ENOSYS),
        *_only_if(CLONE, where, (JUMP_SET, CLONE_THREAD)),
        *_only_if(ONLY_MYSELF, where, (JUMP_EQUAL, getpid()), (JUMP_EQUAL, 0)),
        (RETURN, 0, 0, ALLOW),
    ]


def _refuse(table: Numbers, where: Machine, code: int) -> Iterator[Step]:
    for number in _numbers(table, where):
        yield JUMP_EQUAL, 0, 1, number
        yield RETURN, 0, 0, REFUSE | code


def _only_if(table: Numbers, where: Machine, *tests: tuple[int, int]) -> Iterator[Step]:
    """Allow these calls if their first argument stands one of the tests."""
    for number in _numbers(table, where):
        yield JUMP_EQUAL, 0, 2 + len(tests) + 1, number
        yield LOAD, 0, 0, ARGUMENT
        for place, (jump, value) in enumerate(tests):
            yield jump, len(tests) - place, 0, value
        yield RETURN, 0, 0, REFUSE | errno.EPERM
        yield RETURN, 0, 0, ALLOW


def _numbers(table: Numbers, where: Machine) -> list[int]:
    found = (numbers[where.column] for numbers in table.values())
    return [number for number in found if number is not None]
