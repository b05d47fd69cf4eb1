//! Web addresses as they may be kept where nothing can be taken out again.

/// The address without what stands after `?`, where keys are often put; that there was something, it still says. Other text
/// stays as it is.
#[must_use]
pub fn without_query(text: &str) -> String {
    let is_address = text.starts_with("https://") || text.starts_with("http://");
    match text.split_once('?').filter(|_| is_address) {
        Some((place, _)) => format!("{place}?…"),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::without_query;

    #[test]
    fn a_query_is_left_out_and_nothing_else() {
        assert_eq!(without_query("https://a.example/in/7?key=k1&n=2?3"), "https://a.example/in/7?…");
        for same in ["https://a.example/in/7", "http://a.example", "Who? Heads of sales", ""] {
            assert_eq!(without_query(same), same);
        }
    }
}
