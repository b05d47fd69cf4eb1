//! Whom nobody in the installation may contact, entered and taken away by its operator on the machine.

use crate::cli::support::Place;

async fn founded() -> Place {
    let place = Place::installed().await;
    place.run(&["admin", "agency", "create", "Acme", "--email", "ada@example.com"]).await.done();
    place
}

const SUPPRESS: [&str; 2] = ["admin", "suppress"];

async fn run(place: &Place, args: &[&str]) -> crate::cli::support::Ran {
    place.run(&[&SUPPRESS[..], args].concat()).await
}

#[tokio::test]
async fn somebody_is_entered_once_listed_without_a_name_and_taken_away() {
    let place = founded().await;
    let entered = ["add", "email", "Jane.Doe@Globex.example", "--reason", "A court said so"];
    let added = run(&place, &entered).await.done();
    assert!(added.contains("supp_") && !added.to_lowercase().contains("jane"), "{added}");
    assert!(run(&place, &entered).await.done().contains("entered already"));
    let raised = ["add", "EMAIL", "jane.doe@globex.example", "--source", "legal"];
    assert!(run(&place, &raised).await.done().contains("stronger reason"));
    run(&place, &["add", "domain", "rivals.example"]).await.done();
    let listed = run(&place, &["list"]).await.done();
    for word in ["EMAIL", "LEGAL", "A court said so", "DOMAIN", "MANUAL"] {
        assert!(listed.contains(word), "no {word} in {listed}");
    }
    assert!(!listed.to_lowercase().contains("jane"), "{listed}");
    let mut db = place.sql().await;
    let count = "SELECT count(*) FROM suppression WHERE scope = 'INSTANCE' AND agency_id IS NULL";
    assert_eq!(sqlx::query_scalar::<_, i64>(count).fetch_one(&mut db).await.unwrap(), 2);
    let record =
        "SELECT count(*) FROM audit_entry WHERE action LIKE 'SUPPRESSION_%' AND reason = 'A court said so'";
    assert_eq!(sqlx::query_scalar::<_, i64>(record).fetch_one(&mut db).await.unwrap(), 1);

    let by_value = ["remove", "email", "JANE.DOE@globex.example", "--reason", "Entered by mistake"];
    run(&place, &by_value).await.done();
    run(&place, &by_value).await.refused(&["No such suppression"]);
    let id = listed.split_whitespace().filter(|word| word.starts_with("supp_"));
    let all: Vec<&str> = id.collect();
    assert_eq!(all.len(), 2, "{listed}");
    run(&place, &["remove", "--id", all[0]]).await.done();
    assert_eq!(sqlx::query_scalar::<_, i64>(count).fetch_one(&mut db).await.unwrap(), 0);
}

#[tokio::test]
async fn what_is_none_of_its_kind_and_a_persons_own_word_are_refused() {
    let place = founded().await;
    run(&place, &["add", "email", "nobody"]).await.refused(&["value"]);
    run(&place, &["add", "email", "a@x.example", "--source", "COMPLAINT"]).await.done();
    run(&place, &["remove", "email", "a@x.example"]).await.refused(&["asked for this themselves"]);
    run(&place, &["remove", "--id", "supp_nothing"]).await.refused(&["an entry's id"]);
    for wrong in [&["add", "letter", "x"][..], &["remove"], &["remove", "email"], &["add", "email"]] {
        let ran = run(&place, wrong).await;
        assert_eq!(ran.code, Some(2), "{ran:?}");
    }
    let help = run(&place, &["--help"]).await.done();
    assert!(help.contains("add") && help.contains("remove") && help.contains("list"), "{help}");
}
