//! In which of the two media types the answer goes out (GraphQL over HTTP, "Media Types").

use axum::http::{HeaderMap, header::ACCEPT};

/// The media types of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    /// `application/graphql-response+json`: the status says whether the request was run.
    Response,
    /// `application/json`: a well-formed request is answered with 200 whatever becomes of its document.
    Json,
}

impl Media {
    #[must_use]
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Response => "application/graphql-response+json; charset=utf-8",
            Self::Json => "application/json; charset=utf-8",
        }
    }

    /// The one the client likes best; without a wish `application/json`. `None`: it takes neither.
    #[must_use]
    pub fn wanted(headers: &HeaderMap) -> Option<Self> {
        let mut wishes: Vec<(f32, Self)> = vec![];
        let mut wished = false;
        for header in headers.get_all(ACCEPT) {
            for part in header.to_str().unwrap_or_default().split(',').filter(|part| !part.trim().is_empty())
            {
                wished = true;
                let (name, quality) = read(part);
                let media = match name.as_str() {
                    "application/graphql-response+json" => Self::Response,
                    "application/json" | "application/*" | "*/*" => Self::Json,
                    _ => continue,
                };
                wishes.push((quality, media));
            }
        }
        if !wished {
            return Some(Self::Json);
        }
        let mut best: Option<(f32, Self)> = None;
        for wish in wishes.into_iter().filter(|(quality, _)| *quality > 0.0) {
            if best.is_none_or(|(quality, _)| wish.0 > quality) {
                best = Some(wish);
            }
        }
        best.map(|(_, media)| media)
    }
}

/// Does the client ask for a stream of events?
#[must_use]
pub fn wants_events(headers: &HeaderMap) -> bool {
    let mut all = headers.get_all(ACCEPT).iter().filter_map(|header| header.to_str().ok());
    all.any(|header| header.split(',').any(|part| read(part).0 == "text/event-stream"))
}

fn read(part: &str) -> (String, f32) {
    let mut pieces = part.split(';').map(str::trim);
    let name = pieces.next().unwrap_or_default().to_ascii_lowercase();
    let quality = pieces.find_map(|piece| piece.strip_prefix("q=")).and_then(|q| q.parse().ok());
    (name, quality.unwrap_or(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(accept: &str) -> Option<Media> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT, accept.parse().unwrap());
        Media::wanted(&headers)
    }

    #[test]
    fn without_a_wish_it_is_json() {
        assert_eq!(Media::wanted(&HeaderMap::new()), Some(Media::Json));
        assert_eq!(wanted("*/*"), Some(Media::Json));
    }

    #[test]
    fn the_best_liked_of_the_two_wins_and_the_first_of_equals() {
        assert_eq!(
            wanted("application/graphql-response+json, application/json;q=0.9"),
            Some(Media::Response)
        );
        assert_eq!(wanted("application/json, application/graphql-response+json"), Some(Media::Json));
        assert_eq!(
            wanted("application/json;q=0.5, application/graphql-response+json;q=0.9"),
            Some(Media::Response)
        );
        assert_eq!(wanted("text/html, */*;q=0.1"), Some(Media::Json));
    }

    #[test]
    fn who_takes_neither_gets_none() {
        assert_eq!(wanted("text/html"), None);
        assert_eq!(wanted("application/json;q=0"), None);
    }
}
