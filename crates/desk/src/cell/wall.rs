//! The walls of a cell.

use std::collections::BTreeMap;
use std::io;

use rustix::process::{Resource, Rlimit, setrlimit};
use seccompiler::{BpfProgram, SeccompAction, SeccompFilter, TargetArch};

/// What a cell may use.
#[derive(Clone, Copy, Debug)]
pub(super) struct Walls {
    /// Most memory, in bytes.
    pub memory_max: u64,
    /// Most time on the processor, in seconds.
    pub processor_seconds_max: u64,
}

/// Those of a reader. It holds an entry of 32 MiB and what becomes of it; a file of 16 MiB takes it a second.
pub(super) const READING: Walls = Walls { memory_max: 256 * 1024 * 1024, processor_seconds_max: 20 };

/// Those of the press. An issue of 5,000 abstracts takes it 13 seconds and 1.2 GB.
pub(super) const PRINTING: Walls = Walls { memory_max: 3 * 1024 * 1024 * 1024, processor_seconds_max: 100 };

/// Those of a process that examines one file that was attached.
const EXAMINING: Walls = Walls { processor_seconds_max: 5, ..READING };

/// Deepest stack, in bytes.
const STACK_MAX: u64 = 8 * 1024 * 1024;

/// What a process needs that reads standard input, computes and writes standard output. No file is opened, no socket, no
/// other process begun: those fail as if they were not permitted.
const CALLS: &[libc::c_long] = &[
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_close,
    libc::SYS_fstat,
    libc::SYS_lseek,
    libc::SYS_mmap,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_mprotect,
    libc::SYS_madvise,
    libc::SYS_brk,
    libc::SYS_futex,
    libc::SYS_sched_yield,
    libc::SYS_clock_gettime,
    libc::SYS_getrandom,
    libc::SYS_getpid,
    libc::SYS_gettid,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_tgkill,
    libc::SYS_exit,
    libc::SYS_exit_group,
];

/// Shuts the process in: its memory and time are limited, and this thread, the only one of a cell, opens nothing any more.
///
/// # Errors
/// When the system knows no such walls. Then nothing may be parsed here.
pub fn shut_in() -> io::Result<()> {
    shut_in_within(READING)
}

/// The same for a process that prints.
///
/// # Errors
/// When the system knows no such walls. Then nothing may be printed here.
pub fn shut_in_to_print() -> io::Result<()> {
    // Before the walls stand: behind them no thread can be begun.
    press::stay_on_this_thread().map_err(io::Error::other)?;
    shut_in_within(PRINTING)
}

/// The same for a process that examines one file that was attached.
///
/// # Errors
/// When the system knows no such walls. Then nothing may be examined here.
pub fn shut_in_to_examine() -> io::Result<()> {
    shut_in_within(EXAMINING)
}

/// The same, within other walls.
pub(super) fn shut_in_within(walls: Walls) -> io::Result<()> {
    let limits = [
        (Resource::Data, walls.memory_max),
        (Resource::Stack, STACK_MAX),
        (Resource::Cpu, walls.processor_seconds_max),
        (Resource::Fsize, 0),
        (Resource::Core, 0),
        (Resource::Nofile, 3),
    ];
    for (resource, most) in limits {
        setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) })?;
    }
    let allowed = CALLS.iter().map(|call| (*call, Vec::new())).collect::<BTreeMap<_, _>>();
    let denied = SeccompAction::Errno(libc::EPERM.unsigned_abs());
    let filter = SeccompFilter::new(
        allowed,
        denied,
        SeccompAction::Allow,
        TargetArch::try_from(std::env::consts::ARCH).map_err(io::Error::other)?,
    )
    .map_err(io::Error::other)?;
    let program: BpfProgram = filter.try_into().map_err(io::Error::other)?;
    seccompiler::apply_filter(&program).map_err(io::Error::other)
}
