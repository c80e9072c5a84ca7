//! Pages and JSON API of an office: the only crate that knows HTTP.
//!
//! A request passes the [`server`] (deadlines, limits, one Host), a guard that each route was registered
//! with ([`route`]), and reaches a handler that draws a page from [`component`]s in the words of [`speech`].
//! It must never know SQL, nor decide what the rules of the nouns decide.

mod account;
mod adoption;
mod agreement;
mod api;
mod app;
mod attachment;
mod biography;
mod bulletin;
mod caller;
mod case;
mod classification;
mod control_list;
mod country;
mod course;
mod credit;
mod delivery;
mod diffusion;
mod digest;
mod duty;
mod event;
mod exchange;
mod failed;
mod feed;
mod figure;
mod ground;
mod history;
mod host;
mod inbox;
mod incident;
mod inspection;
pub mod issue;
pub mod letter;
mod marking;
mod need;
mod office;
mod openid;
mod party_list;
mod passkey;
mod post_offer;
mod probe;
mod proof;
mod record;
mod regime;
mod release;
mod repository;
mod request;
mod rooms;
mod sample;
mod screening;
mod seal;
mod session;
mod source;
mod throttle;
mod typed;
mod upload;

pub mod asset;
pub mod choice;
pub mod component;
pub mod cookie;
pub mod fields;
pub mod gallery;

mod guard;
pub mod headers;
pub mod metrics;
mod mission;
mod patience;
mod plan;
pub mod problem;
pub mod route;
pub mod server;
mod specialist;
pub mod speech;
mod stand;
mod stated_figure;
pub mod visit;
pub mod watch;
mod widening;

pub use app::{App, World};
pub use openid::Provider;
pub use rooms::routes;
