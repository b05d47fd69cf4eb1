//! Sources that fail, stall, refuse and lie: the result is poorer and says so; only when all fail, the job does.

use super::support::{ALL, DESCRIPTION, Lab};
use entity::{
    data_source::{DataSourceKind as Kind, DataSourceStatus},
    job::JobStatus,
    job_log::LogLevel,
    lead_request::LeadRequestStatus,
};
use leadwire::{
    connections,
    sandbox::{Override, Provider, SandboxSettings},
};
use serde_json::json;

fn with(provider: Provider, knobs: Override) -> SandboxSettings {
    let mut settings = SandboxSettings::default();
    settings.providers.insert(provider, knobs);
    settings
}

#[tokio::test]
async fn a_source_that_is_down_is_named_and_the_others_go_on() {
    let down = Override {
        error_rate: Some(1.0),
        charged_error_share: Some(0.0),
        slow_ms: Some(50),
        ..Override::default()
    };
    let lab = Lab::with(with(Provider::Apollo, down), ALL).await;
    let request = lab.ask(DESCRIPTION).await;
    let job = lab.finish(&request).await;
    assert_eq!(job.status, JobStatus::Completed, "{job:#?}");
    assert!(lab.results(&request).await.len() >= 20);
    let request = lab.request(&request).await;
    let apollo: Vec<_> = request.degraded.0.iter().filter(|d| d.source == "Apollo").collect();
    assert!(!apollo.is_empty() && apollo.iter().all(|d| d.count > 0 && !d.recovered), "{apollo:?}");
    let log = lab.log(&request).await;
    let told = log.iter().filter(|line| line.level == LogLevel::Warning && line.message.contains("Apollo"));
    assert!(told.count() >= 1, "{log:#?}");
}

#[tokio::test]
async fn errors_now_and_then_cost_nobody_a_place_in_the_results() {
    for seed in [1, 2] {
        let settings = SandboxSettings { seed, error_rate: 0.3, slow_ms: 100, ..SandboxSettings::default() };
        let lab = Lab::with(settings, ALL).await;
        let request = lab.ask(DESCRIPTION).await;
        let job = lab.finish(&request).await;
        assert_eq!(job.status, JobStatus::Completed, "{job:#?}");
        let found = lab.results(&request).await.len();
        assert!(found >= 20, "{found} with seed {seed}");
        let request = lab.request(&request).await;
        assert!(!request.degraded.0.is_empty());
        let calls = lab.calls().await;
        assert_eq!(calls["most_per_fact"], json!(1), "{calls:#}");
    }
}

#[tokio::test]
async fn all_sources_failing_fails_the_request_with_the_reasons() {
    let settings = SandboxSettings {
        error_rate: 1.0,
        charged_error_share: 0.0,
        slow_ms: 20,
        ..SandboxSettings::default()
    };
    let lab = Lab::with(settings, &[Kind::Apollo, Kind::Zoominfo]).await;
    let request = lab.ask(DESCRIPTION).await;
    let job = lab.finish(&request).await;
    assert_eq!(job.status, JobStatus::Failed);
    let request = lab.request(&request).await;
    assert_eq!(request.status, LeadRequestStatus::Failed);
    let error = request.error.clone().unwrap();
    assert!(error.contains("Apollo") && error.contains("Zoominfo"), "{error}");
    assert!(lab.results(&request).await.is_empty());

    // Well again: the same request, tried again, goes through.
    lab.knobs(json!({ "error_rate": 0.0 })).await;
    lab.settle_breakers().await;
    lab.steer("jobRetry", &request).await;
    assert_eq!(lab.finish(&request).await.status, JobStatus::Completed);
    assert!(lab.results(&request).await.len() >= 20);
    assert_eq!(lab.request(&request).await.error, None);
}

#[tokio::test]
async fn a_refused_key_is_told_at_once_and_the_source_is_not_used_any_more() {
    let lab = Lab::with(SandboxSettings::default(), &[Kind::Zoominfo, Kind::Hunter]).await;
    let bad = lab.plug_with(Kind::Apollo, json!({ "apiKey": "bad-key" })).await;
    let request = lab.ask(DESCRIPTION).await;
    assert_eq!(lab.finish(&request).await.status, JobStatus::Completed);
    let request = lab.request(&request).await;
    let told = request.degraded.0.iter().find(|d| d.source == "Apollo").unwrap();
    assert_eq!((told.reason.as_str(), told.count, told.recovered), ("unauthorized", 1, false));
    let source = connections::get(&lab.app, &lab.scope, bad.id).await.unwrap();
    assert_eq!(source.status, DataSourceStatus::Error);
}

#[tokio::test]
async fn lies_and_gaps_in_the_data_do_not_reach_the_results() {
    let settings = SandboxSettings { bad_data_rate: 0.5, ..SandboxSettings::default() };
    let lab = Lab::with(settings, ALL).await;
    let request = lab.ask(DESCRIPTION).await;
    assert_eq!(lab.finish(&request).await.status, JobStatus::Completed);
    let people = lab.results(&request).await;
    assert!(people.len() >= 20, "{}", people.len());
    for person in &people {
        assert!(!person.full_name.contains(['*', '\u{200b}']) && !person.full_name.trim().is_empty());
        assert!(person.email.as_deref().is_none_or(|email| email.contains('@') && !email.contains(' ')));
        assert!(person.country.as_deref().is_none_or(|country| country.len() == 2), "{person:?}");
        assert!(
            person.linkedin_url.as_deref().is_none_or(|url| url.starts_with("https://www.linkedin.com/in/"))
        );
    }
}

#[tokio::test]
async fn a_limit_that_passes_is_waited_out_and_told_as_recovered() {
    let tight = Override { rate_limit_per_minute: Some(30), ..Override::default() };
    let lab = Lab::with(with(Provider::Directory, tight), &[Kind::HttpApi, Kind::Zoominfo]).await;
    let request = lab.ask(DESCRIPTION).await;
    assert_eq!(lab.finish(&request).await.status, JobStatus::Completed);
}

#[tokio::test]
async fn without_a_source_that_finds_people_the_request_fails_and_says_what_helps() {
    let lab = Lab::with(SandboxSettings::default(), &[Kind::Hunter]).await;
    let request = lab.ask(DESCRIPTION).await;
    let job = lab.finish(&request).await;
    assert_eq!(job.status, JobStatus::Failed);
    assert!(lab.request(&request).await.error.unwrap().contains("dataSourceCreate"));
    assert_eq!(lab.calls().await["requests"], json!([]), "nobody was asked");
}

#[tokio::test]
async fn nobody_fits_is_an_answer_and_no_failure() {
    let lab = Lab::with(SandboxSettings::default(), &[Kind::Apollo]).await;
    let request = lab.ask("Head beekeepers of monasteries in Iceland with fewer than 3 employees").await;
    let job = lab.finish(&request).await;
    assert_eq!(job.status, JobStatus::Completed, "{job:#?}");
    if lab.results(&request).await.is_empty() {
        let note = job.progress_note.unwrap();
        assert!(note.contains("fits") || note.contains("ranked"), "{note}");
    }
}
