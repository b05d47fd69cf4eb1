//! Whom the sandbox's Hunter tells of, counted in its world and not over its API.

use leadwire::sandbox::{
    Provider::Hunter,
    world::{World, person::Oddity},
};

/// People at this domain with an address that Hunter knows and may tell; in the world of the default seed.
pub fn known_to_hunter(domain: &str) -> usize {
    let world = World::seeded(1);
    let Some(company) = world.company_by_site(domain) else { return 0 };
    let told = world.people_of(company).iter().filter(|persona| {
        persona.oddity != Oddity::Claimed
            && world.sighting(Hunter, persona).is_some_and(|it| it.email.is_some())
    });
    told.count()
}
