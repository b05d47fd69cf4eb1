//! People: made, shown, let in again.

use super::{args::User, password};
use crate::{
    identity::{
        setup::{admin, people::people},
        users::NewUser,
    },
    kernel::app::App,
};
use anyhow::Result;
use comfy_table::Table;

pub async fn run(app: &App, args: &User) -> Result<()> {
    match args {
        User::List => list(app).await,
        User::Create(person) => {
            let chosen = password::choose(app, person.password_stdin)?;
            let new = NewUser {
                email: person.email.clone(),
                name: person.person.clone(),
                password: chosen.secret.clone(),
                is_super_admin: person.super_admin,
            };
            let user = admin::user_create(app, new).await?;
            println!("Account {}", user.email);
            chosen.show();
            Ok(())
        }
        User::ResetPassword(args) => {
            let chosen = password::choose(app, args.password_stdin)?;
            let user = admin::password_reset(app, &args.email, chosen.secret.clone()).await?;
            println!("{} has a new password; all their sessions have ended", user.email);
            chosen.show();
            Ok(())
        }
    }
}

async fn list(app: &App) -> Result<()> {
    let mut table = Table::new();
    table.load_preset(comfy_table::presets::UTF8_BORDERS_ONLY).set_header(["E-mail", "Name", "Belongs to"]);
    for person in people(app).await? {
        let mut belongs = person.agencies;
        if person.is_super_admin {
            belongs.insert(0, "the installation (super admin)".into());
        }
        if person.is_disabled {
            belongs.insert(0, "disabled".into());
        }
        table.add_row([person.email, person.name, belongs.join("\n")]);
    }
    println!("{table}");
    Ok(())
}
