//! What the lists of control say while nothing is in them: what they are for, and the next step for whoever may take it.

use crate::house::House;

/// Each list, somebody who may take the next step, and where it is taken.
const LISTS: &[(&str, &str, &str)] = &[
    ("/cases", "administrator", "/regimes/new"),
    ("/regimes", "administrator", "/regimes/new"),
    ("/control-lists", "documentalist", "#load"),
    ("/party-lists", "administrator", "/party-lists/new"),
    ("/screenings", "engineer", "/screenings/new"),
    ("/releases", "engineer", "/releases/new"),
    ("/widenings", "engineer", "/records"),
];

#[tokio::test]
async fn an_empty_list_of_control_says_what_it_is_for_and_offers_the_next_step_to_who_may_take_it() {
    let house = House::build(|_| {}, |_| {});
    for (path, member, next) in LISTS {
        let session = house.session(member).await;
        let page = house.get(path, &session).await;
        assert_eq!(page.status, 200, "{path}");
        let offered = page.body.split("class=\"empty-next\"").nth(1).unwrap_or_default();
        assert!(offered.contains(&format!("href=\"{next}\"")), "{path}: {}", page.body);
    }
    let session = house.session("engineer").await;
    for (path, _, next) in LISTS.iter().take(4) {
        let page = house.get(path, &session).await;
        assert!(page.body.contains("class=\"empty\""), "{path}: {}", page.body);
        assert!(!page.body.contains(&format!("href=\"{next}\"")), "{path} offers what is refused: {}", page.body);
    }
}
