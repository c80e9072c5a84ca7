//! What is to be done in so many days is due when the unit works, and late when its day is over there.

use desk::{MissionStep, WorkHours, keep_free_days, keep_work_calendar};
use model::{Date, DutyState, JobKind, Mission, PostId, Power, Stage, UnitId, WorkCalendar};

use super::house::*;

impl House {
    fn works(&self, unit: &str, country: Option<&str>, zone: Option<&str>) -> Result<WorkHours, desk::Failure> {
        let said = |text: Option<&str>| text.map(str::to_owned);
        let unit = UnitId::new(unit).unwrap();
        let revision = self.office.work_hours(&unit).unwrap().own.revision;
        let calendar = WorkCalendar { unit, country: said(country), zone: said(zone), revision };
        self.act("petrova", move |writer, turn, _| keep_work_calendar(writer, turn, calendar))
    }

    /// When the review of a mission that is proposed today is due.
    fn review_due(&self) -> (Mission, Date) {
        self.need("drives", "engineer", Stage::Accepted, &[QUESTION], "open");
        let mission = self.draft(&["drives"], vec![self.host("open")], NOVEMBER);
        let mission = self.ask(&mission, vec![of_need("drives", QUESTION)]).unwrap();
        let proposed = self.step("sokolov", &mission, MissionStep::Propose).unwrap();
        let due = self.duties(&proposed).first().map(|duty| duty.due).unwrap();
        (proposed, due)
    }

    fn duties(&self, mission: &Mission) -> Vec<model::Duty> {
        let about = self.office.duties_about(&model::Thing::new(model::Noun::Mission, mission.id)).unwrap();
        about.into_iter().filter(|duty| duty.state == DutyState::Open).collect()
    }
}

#[test]
fn what_is_given_in_days_is_due_on_a_day_on_which_the_unit_works() {
    // The fourteenth day after the first of September 1957 is a Sunday.
    for (unit, country, due) in [
        (None, "SU", "1957-09-15"),
        (Some("ministry"), "SU", "1957-09-17"),
        (Some("ministry"), "DE", "1957-09-16"),
        // The review is a duty of the ministry, whatever the units below it say.
        (Some("institute"), "SU", "1957-09-15"),
    ] {
        let house = house();
        let free = vec![(date("1957-09-16"), "Day of the works".to_owned())];
        house.act("petrova", move |writer, turn, _| keep_free_days(writer, turn, "SU", &free)).unwrap();
        if let Some(unit) = unit {
            house.works(unit, Some(country), None).unwrap();
        }
        assert_eq!(house.review_due().1, date(due), "{unit:?} {country}");
    }
}

#[test]
fn a_duty_is_late_when_its_day_is_over_where_its_post_is() {
    for (zone, is_raised) in [(None, false), (Some("Asia/Vladivostok"), true), (Some("America/New_York"), false)] {
        let mut house = house();
        house.works("ministry", None, zone).unwrap();
        // A post above the coordinator, so that there is somebody to go to.
        house.operator(|deed| {
            let minister = model::Post {
                id: PostId::new("minister")?,
                title: "Minister".to_owned(),
                unit: UnitId::new("ministry")?,
                powers: [Power::Lead].into(),
                closed: false,
            };
            deed.keep_post(&minister)?;
            Ok(())
        });
        let (mission, due) = house.review_due();
        house.today = due;
        let evening = due.days_since(Date::of_number(0)) * DAY + DAY * 23 / 24;
        house.operator(move |deed| Ok(deed.enqueue(JobKind::RaiseDuties, "", evening)?));
        house.run_jobs(evening);
        let raised = house.duties(&mission).iter().any(|duty| duty.n_raised > 0);
        assert_eq!(raised, is_raised, "{zone:?}");
    }
}

#[test]
fn what_a_calendar_says_is_checked_and_taken_up_once() {
    let house = house();
    assert!(said(&house.works("ministry", Some("Germany"), None).unwrap_err()).contains("no country"));
    assert!(said(&house.works("ministry", None, Some("Berlin")).unwrap_err()).contains("no time zone"));
    let calendar =
        WorkCalendar { country: Some("DE".to_owned()), ..WorkCalendar::of(UnitId::new("ministry").unwrap()) };
    let (by_engineer, stale) = (calendar.clone(), calendar);
    assert!(house.act("sokolov", move |writer, turn, _| keep_work_calendar(writer, turn, by_engineer)).is_err());
    assert_eq!(house.works("ministry", Some("DE"), None).unwrap().own.revision, 1);
    let stale = WorkCalendar { zone: Some("Europe/Berlin".to_owned()), ..stale };
    let stale = house.act("petrova", move |writer, turn, _| keep_work_calendar(writer, turn, stale));
    assert!(said(&stale.unwrap_err()).contains("in between"));
    let nowhere = WorkCalendar::of(UnitId::new("nowhere").unwrap());
    assert!(house.act("petrova", move |writer, turn, _| keep_work_calendar(writer, turn, nowhere)).is_err());
    let below = house.office.work_hours(&UnitId::new("works").unwrap()).unwrap();
    assert_eq!((below.country.as_deref(), below.own.country), (Some("DE"), None));
}
