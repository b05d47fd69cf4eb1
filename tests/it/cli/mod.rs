mod database;
mod doctor;
mod errors;
mod operator;
mod settings;
mod support;
mod traces;
