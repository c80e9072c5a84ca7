//! Serves the gallery of components until it is interrupted: `cargo run -p uptake-web --example gallery [ADDRESS]`.
//! Writes its address on the first line of standard output.

use std::io::{self, Write};
use std::net::TcpListener;
use std::sync::Arc;

use web::route::{OpenGate, Routes};
use web::server::{Limits, asked_to_stop, run};

fn main() -> io::Result<()> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:0".to_owned());
    let listener = TcpListener::bind(address)?;
    writeln!(io::stdout(), "http://{}", listener.local_addr()?)?;
    let routes = web::gallery::add(Routes::new(Arc::new(OpenGate)));
    run(listener, routes.router(()), Limits::default(), 2, async {
        // Where signals cannot be heard, the process ends with them all the same.
        if asked_to_stop().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
