//! All routes of an office.

use std::sync::Arc;

use crate::app::App;
use crate::route::Routes;
use crate::session::SessionGate;
use crate::{
    account, adoption, agreement, api, attachment, biography, bulletin, case, classification, control_list, credit,
    delivery, diffusion, digest, duty, event, exchange, feed, figure, host, inbox, incident, inspection, issue, letter,
    mission, need, office, party_list, plan, probe, record, regime, release, repository, request, sample, screening,
    source, specialist, stand, stated_figure, widening,
};

/// The routes of an office, each with its policy. One line a room.
pub fn routes(app: &App) -> Routes<App> {
    let routes = Routes::new(Arc::new(SessionGate::new(app.clone())));
    let chance = app.clone();
    let routes = routes.watched(Arc::clone(app.watch()), move || chance.ids()());
    let routes = probe::routes(routes);
    let routes = repository::routes(routes);
    let routes = account::routes(routes);
    let routes = inbox::routes(routes);
    let routes = delivery::routes(routes);
    let routes = duty::routes(routes);
    let routes = letter::routes(routes);
    let routes = feed::routes(routes);
    let routes = record::routes(routes);
    let routes = attachment::routes(routes);
    let routes = biography::routes(routes);
    let routes = digest::routes(routes);
    let routes = source::routes(routes);
    let routes = bulletin::routes(routes);
    let routes = issue::routes(routes);
    let routes = request::routes(routes);
    let routes = need::routes(routes);
    let routes = host::routes(routes);
    let routes = credit::routes(routes);
    let routes = event::routes(routes);
    let routes = sample::routes(routes);
    let routes = adoption::routes(routes);
    let routes = inspection::routes(routes);
    let routes = figure::routes(routes);
    let routes = stated_figure::routes(routes);
    let routes = control_list::routes(routes);
    let routes = classification::routes(routes);
    let routes = stand::routes(routes);
    let routes = exchange::routes(routes);
    let routes = release::routes(routes);
    let routes = widening::routes(routes);
    let routes = incident::routes(routes);
    let routes = agreement::routes(routes);
    let routes = specialist::routes(routes);
    let routes = mission::routes(routes);
    let routes = diffusion::routes(routes);
    let routes = plan::routes(routes);
    let routes = case::routes(routes);
    let routes = regime::routes(routes);
    let routes = party_list::routes(routes);
    let routes = screening::routes(routes);
    let routes = office::routes(routes);
    api::routes(routes)
}
