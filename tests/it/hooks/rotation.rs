use super::support::{good_signatures, ok, with_receiver};
use crate::support::actor::code;
use chrono::TimeDelta;
use entity::membership::Role;
use serde_json::json;

#[tokio::test]
async fn for_a_day_both_secrets_sign_then_only_the_new_one() {
    let (t, receiver) = with_receiver(vec![ok()]).await;
    let ada = t.agency("acme").await;
    let (id, old) = ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
    let rotated = ada.do_hook("webhookEndpointRotateSecret", &id, "secret endpoint { version }").await;
    let rotated = &rotated["data"]["webhookEndpointRotateSecret"];
    let new = rotated["secret"].as_str().unwrap().to_owned();
    assert_eq!(rotated["endpoint"]["version"], json!(2));
    assert_ne!(old, new);
    for (hours, good_old, good_new) in [
        (0, vec![false, true], vec![true, false]),
        (23, vec![false, true], vec![true, false]),
        (2, vec![false], vec![true]),
    ] {
        t.advance(TimeDelta::hours(hours));
        ada.new_lead("Ana").await;
        t.run_tasks().await;
        let last = receiver.seen().pop().unwrap();
        assert_eq!(
            (good_signatures(&last, &old), good_signatures(&last, &new)),
            (good_old, good_new),
            "{hours} h later"
        );
    }
}

#[tokio::test]
async fn rotated_twice_the_oldest_is_of_no_use() {
    let (t, receiver) = with_receiver(vec![ok()]).await;
    let ada = t.agency("acme").await;
    let (id, first) = ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
    let mut secrets = vec![first];
    for _ in 0..2 {
        let rotated = ada.do_hook("webhookEndpointRotateSecret", &id, "secret").await;
        let secret = &rotated["data"]["webhookEndpointRotateSecret"]["secret"];
        secrets.push(secret.as_str().unwrap().to_owned());
    }
    ada.new_lead("Ana").await;
    t.run_tasks().await;
    let seen = receiver.only();
    let good: Vec<bool> =
        secrets.iter().map(|secret| good_signatures(&seen, secret).contains(&true)).collect();
    assert_eq!(good, [false, true, true]);
    let rob = ada.colleague(Role::Researcher).await;
    assert_eq!(code(&rob.do_hook("webhookEndpointRotateSecret", &id, "secret").await), "FORBIDDEN");
}
