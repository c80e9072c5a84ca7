//! Names of hosts, and where they are.

use std::io;
use std::net::{SocketAddr, ToSocketAddrs};

/// Who knows where the host of a name is.
pub trait Names: Send + Sync + std::fmt::Debug {
    /// The addresses of a host, at a port.
    ///
    /// # Errors
    /// When nobody knows it.
    fn find(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>>;
}

/// The names that this machine knows.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemNames;

impl Names for SystemNames {
    fn find(&self, host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
        Ok((host, port).to_socket_addrs()?.collect())
    }
}
