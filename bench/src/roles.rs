//! What this program is when it is started as somebody's child: a server of ours, or the least server that does the same.

use crate::{app, fan, limit};
use anyhow::{Result, bail};
use axum::Router;
use leadwire::{cli, http, schema};
use std::path::Path;
use tokio::{io::AsyncReadExt, net::TcpListener};

/// Runs `role`, if it is one.
pub async fn run(args: &[&str]) -> Option<Result<()>> {
    Some(match args {
        ["serve", url, folder] => serve(url, folder).await,
        ["limit", url, folder] => limit(url, folder).await,
        ["live", url, folder] => fan::server(url, Path::new(folder)).await,
        ["sockets", addr, count, tokens] => fan::client(addr, count, tokens).await,
        ["leadwire", rest @ ..] => leadwire(rest).await,
        _ => return None,
    })
}

/// Ours, without workers: they have nothing to do here.
async fn serve(url: &str, folder: &str) -> Result<()> {
    let app = app::leadwire(url, Path::new(folder)).await?;
    let front = http::router(app.clone(), schema::build(app))?;
    Ok(http::serve(listen().await?, front, Box::pin(over())).await?)
}

async fn limit(url: &str, folder: &str) -> Result<()> {
    let router: Router = limit::router(app::leadwire(url, Path::new(folder)).await?)?;
    let listener = axum::serve::ListenerExt::tap_io(listen().await?, |stream| {
        let _ = stream.set_nodelay(true);
    });
    Ok(axum::serve(listener, router).with_graceful_shutdown(over()).await?)
}

/// The command itself.
async fn leadwire(args: &[&str]) -> Result<()> {
    use clap::Parser;
    // A command that asks something reads its standard input itself.
    let asks = args.first() == Some(&"import");
    let args = cli::Args::try_parse_from(std::iter::once(&"leadwire").chain(args))?;
    tokio::select! {
        ended = cli::run_with(args, crate::soak::wire) => {
            if let Err(error) = &ended {
                eprintln!("{error:#}");
            }
            // The thread that waits for our standard input to close would keep the process from ending.
            std::process::exit(i32::from(ended.is_err()));
        }
        () = over(), if !asks => Ok(()),
    }
}

/// On a free port, which is told to whoever started us.
pub async fn listen() -> Result<TcpListener> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("at {}", listener.local_addr()?);
    Ok(listener)
}

/// Until whoever started us hangs up.
pub async fn over() {
    let _ = tokio::io::stdin().read_to_end(&mut Vec::new()).await;
}

/// No benchmark of that name.
pub fn unknown(name: &str, all: &[&str]) -> Result<()> {
    bail!("no benchmark is called {name}; there are {}", all.join(", "))
}
