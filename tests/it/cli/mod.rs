mod database;
mod doctor;
mod errors;
mod operator;
mod rebuild;
mod settings;
mod support;
mod traces;
