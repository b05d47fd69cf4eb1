//! With a collector named, what the server did arrives there; what must not leave stays.

use crate::cli::support::Place;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "the test is a client from outside")]
async fn a_request_becomes_a_span_without_what_it_carried() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let (sender, mut arrived) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(collect(stream, sender.clone()));
        }
    });
    let place = Place::empty().with("LEADWIRE_LOG__OTLP_ENDPOINT", endpoint);
    let serving = place.serve().await;
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::new();
    let body = r#"{"query":"mutation { sessionCreate(input: {email: \"ana@example.com\", password: \"correct horse battery\"}) { accessToken } }"}"#;
    let asked = client.post(format!("{}/graphql", serving.url)).header("content-type", "application/json");
    let asked = asked.header("x-request-id", "traced-request-1").bearer_auth("lw_secretsecret").body(body);
    asked.send().await.unwrap();
    serving.stop().await;

    let mut text = String::new();
    while let Ok((head, body)) = arrived.try_recv() {
        assert!(head.starts_with("POST /v1/traces "), "{head}");
        assert!(head.to_lowercase().contains("content-type: application/x-protobuf"), "{head}");
        text.push_str(&String::from_utf8_lossy(&body));
    }
    for word in ["leadwire", "service.name", "service.version", "request_id", "traced-request-1"] {
        assert!(text.contains(word), "no {word} in {text:?}");
    }
    for secret in ["ana@example.com", "correct horse", "secretsecret", "sessionCreate", "INSERT INTO"] {
        assert!(!text.contains(secret), "{secret} left by a trace");
    }
}

#[tokio::test]
async fn a_collector_that_is_no_address_is_refused_by_the_settings_name() {
    let place = Place::empty().with("LEADWIRE_LOG__OTLP_ENDPOINT", "localhost:4318");
    place.run(&["migrate"]).await.refused(&["log.otlp_endpoint", "http://"]);
}

/// As much of an OTLP collector as it takes to be sent to.
async fn collect(stream: TcpStream, arrived: mpsc::UnboundedSender<(String, Vec<u8>)>) {
    let mut stream = BufReader::new(stream);
    loop {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if stream.read_line(&mut head).await.unwrap_or(0) == 0 {
                return;
            }
        }
        let length =
            head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        stream.read_exact(&mut body).await.unwrap();
        arrived.send((head, body)).unwrap();
        let answer = b"HTTP/1.1 200 OK\r\ncontent-type: application/x-protobuf\r\ncontent-length: 0\r\n\r\n";
        stream.write_all(answer).await.unwrap();
    }
}
