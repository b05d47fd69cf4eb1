//! People and accounts as Unipile writes them down.

use crate::sandbox::world::{
    Sighting, World,
    draw::Draw,
    person::{PersonId, Persona},
};
use serde_json::{Value, json};

/// LinkedIn's internal id, as this account sees it: other accounts see another.
pub fn provider_id(persona: &Persona, account: &str) -> String {
    format!("ACoAA{:06X}Bx{}", viewer(account), persona.id.code(0))
}

/// Reads [`provider_id`]; `Err` when it was read through another account.
pub fn read_provider_id(text: &str, account: &str) -> Option<Result<PersonId, ()>> {
    let rest = text.strip_prefix("ACoAA")?;
    let (seen_by, code) = rest.split_once("Bx")?;
    let id = PersonId::from_code(code)?;
    Some(if seen_by == format!("{:06X}", viewer(account)) { Ok(id) } else { Err(()) })
}

fn viewer(account: &str) -> u64 {
    Draw::seeded(0).tag(account).bits() & 0xFF_FFFF
}

/// How near the account is to the person.
pub fn distance(world: &World, persona: &Persona, account: &str) -> &'static str {
    let draw = world.draw.tag("network").tag(account).tag(&persona.id.code(0));
    match draw.below(20) {
        0 => "FIRST_DEGREE",
        1..=8 => "SECOND_DEGREE",
        9..=16 => "THIRD_DEGREE",
        _ => "OUT_OF_NETWORK",
    }
}

/// A row of a people search.
pub fn hit(world: &World, sighting: &Sighting<'_>, account: &str) -> Value {
    let persona = sighting.persona;
    let public_id = persona.linkedin_id(0);
    let distance = distance(world, persona, account).replace("FIRST_DEGREE", "DISTANCE_1");
    let distance = distance.replace("SECOND_DEGREE", "DISTANCE_2").replace("THIRD_DEGREE", "DISTANCE_3");
    json!({
        "object": "SearchResult", "type": "PEOPLE",
        "id": provider_id(persona, account),
        "public_identifier": public_id,
        "public_profile_url": format!("https://www.linkedin.com/in/{public_id}"),
        "profile_url": format!("https://www.linkedin.com/in/{public_id}"),
        "profile_picture_url": null,
        "member_urn": format!("urn:li:member:{}", persona.id.code(0)),
        "name": persona.full_name(),
        "first_name": persona.first_name(),
        "last_name": persona.last_name(),
        "network_distance": distance,
        "location": persona.place(sighting.company).label(),
        "industry": null,
        "headline": headline(sighting),
        "pending_invitation": false,
        "premium": persona.id.person.is_multiple_of(5),
        "open_profile": persona.id.person.is_multiple_of(7),
        "current_positions": [{
            "company": sighting.company.name, "company_id": company_id(sighting), "role": sighting.role.title,
            "location": persona.place(sighting.company).label(), "tenure_at_role": {"years": 2},
        }],
    })
}

/// A profile; work experience only when its section is asked for.
pub fn profile(world: &World, sighting: &Sighting<'_>, account: &str, has_experience: bool) -> Value {
    let persona = sighting.persona;
    let distance = distance(world, persona, account);
    let mut row = json!({
        "object": "UserProfile", "provider": "LINKEDIN",
        "provider_id": provider_id(persona, account),
        "public_identifier": persona.linkedin_id(0),
        "first_name": persona.first_name(),
        "last_name": persona.last_name(),
        "headline": headline(sighting),
        "summary": format!("{} at {}.", sighting.role.title, sighting.company.name),
        "location": persona.place(sighting.company).label(),
        "network_distance": distance,
        "is_relationship": distance == "FIRST_DEGREE",
        "is_open_profile": persona.id.person.is_multiple_of(7),
        "is_premium": persona.id.person.is_multiple_of(5),
        "follower_count": 100 + u32::from(persona.id.company),
        "connections_count": 200 + u32::from(persona.id.person) * 10,
        "websites": [], "profile_picture_url": null, "contact_info": {},
    });
    if has_experience {
        row["work_experience"] = json!([
            {"position": sighting.role.title, "company": sighting.company.name, "company_id": company_id(sighting),
             "location": persona.place(sighting.company).label(), "start": "4/1/2023", "end": null},
            {"position": persona.former_role().title, "company": sighting.company.name,
             "company_id": company_id(sighting), "location": null, "start": "1/1/2019", "end": "3/1/2023"},
        ]);
        row["work_experience_total_count"] = json!(2);
    }
    row
}

fn headline(sighting: &Sighting<'_>) -> String {
    format!("{} at {}", sighting.role.title, sighting.company.name)
}

fn company_id(sighting: &Sighting<'_>) -> String {
    (880_000 + u32::from(sighting.company.index)).to_string()
}

/// A LinkedIn account connected to Unipile.
pub fn account(id: &str, status: &str) -> Value {
    json!({
        "object": "Account", "id": id, "name": "Sandbox User", "type": "LINKEDIN",
        "created_at": "2026-01-05T08:00:00.000Z", "groups": [],
        "connection_params": {"im": {"id": "ACoAAOWN01", "username": "Sandbox User", "premiumId": null,
                                     "publicIdentifier": "sandbox-user-demo", "premiumFeatures": []}},
        "sources": [{"id": format!("{id}_MESSAGING"), "status": status}],
    })
}
