//! A technology in use, with an offer of it, a barrier, a relief, a call, an entry of an equipment list, and what is planned and stated of it: for tests that ask who sees what.

use desk::Failure;
use model::{
    Adoption, AdoptionId, BarrierId, BarrierKind, BarrierState, Call, CallAnswer, CallId, CallKind, CallState,
    CaseStage, Date, Equipment, EquipmentId, EquipmentKind, GroundKind, LoggedBarrier, Marking, Noun, Offer,
    OfferGround, OfferId, OfferState, OfferStep, OfferStepKind, PlanLine, PlanLineId, Portfolio, PortfolioId, PostId,
    Quarter, QuarterAmount, Rational, Relief, ReliefId, ReliefState, StatedFigure, StatedFigureId, StatedKind,
    StatedStatus, Technology, TechnologyId, Thing, UnitId, Verb,
};
use store::Deed;

/// Where it happens: who uses it, and to whom it is offered.
pub struct Place {
    pub giver: &'static str,
    pub giver_post: &'static str,
    pub unit: &'static str,
    pub post: &'static str,
    pub today: Date,
    pub now: i64,
}

/// What was put there, in the order of [`NOUNS`].
pub type Names = [String; 10];

/// What stands in a path for each of them.
pub const NOUNS: [&str; 10] = [
    "technology",
    "adoption",
    "offer",
    "barrier",
    "relief",
    "call",
    "equipment",
    "plan_line",
    "portfolio",
    "stated_figure",
];

/// Puts it there. The technology and its use are marked as the first marking, all the rest at least as both.
pub fn diffusion(
    deed: &mut Deed<'_>,
    draw: &mut dyn FnMut() -> u64,
    place: &Place,
    word: &str,
    (of_use, more): (&Marking, &Marking),
) -> Result<Names, Failure> {
    let (technology, adoption) = (TechnologyId::from_bits(draw()), AdoptionId::from_bits(draw()));
    let (offer, barrier) = (OfferId::from_bits(draw()), BarrierId::from_bits(draw()));
    let (relief, call) = (ReliefId::from_bits(draw()), CallId::from_bits(draw()));
    let equipment = EquipmentId::from_bits(draw());
    let joined = of_use.join(more);
    used(deed, place, word, (technology, adoption), of_use)?;
    let fact = |deed: &Deed<'_>, noun: Noun, name: String| deed.fact(Verb::Registered, Thing::new(noun, name));
    let of_equipment = fact(deed, Noun::Equipment, equipment.to_string());
    deed.keep_equipment(&entry(place, word, equipment, &joined)?, &of_equipment)?;
    let of_offer = fact(deed, Noun::Offer, offer.to_string());
    deed.keep_offer(&an_offer(place, word, (offer, technology, adoption, equipment), &joined)?, &of_offer)?;
    let of_barrier = fact(deed, Noun::Barrier, barrier.to_string());
    let held = LoggedBarrier {
        id: barrier,
        on: Thing::new(Noun::Offer, offer),
        unit: UnitId::new(place.unit)?,
        post: PostId::new(place.post)?,
        owner: PostId::new(place.giver_post)?,
        kind: BarrierKind::Material,
        subject: format!("Steel for {word}"),
        statement: format!("There is none for {word}"),
        opened: place.today.plus_days(-9),
        due: place.today.plus_days(20),
        state: BarrierState::Open,
        closed: None,
        how: String::new(),
        removed_with: None,
        hint: None,
        marking: joined.clone(),
        invented: false,
        revision: 0,
        made_at: place.now,
    };
    deed.keep_barrier(&held, &of_barrier)?;
    let of_relief = fact(deed, Noun::Relief, relief.to_string());
    deed.keep_relief(&a_relief(place, word, (relief, adoption), &joined)?, &of_relief)?;
    let of_call = fact(deed, Noun::Call, call.to_string());
    deed.keep_unit_call(&a_call(place, word, (call, adoption), &joined)?, &of_call)?;
    let plan_line = PlanLineId::from_bits(draw());
    let of_line = fact(deed, Noun::PlanLine, plan_line.to_string());
    deed.keep_plan_line(&a_plan_line(place, word, plan_line, &joined)?, &of_line)?;
    let portfolio = PortfolioId::from_bits(draw());
    let of_portfolio = fact(deed, Noun::Portfolio, portfolio.to_string());
    deed.keep_portfolio(&a_portfolio(place, word, (portfolio, technology), &joined)?, &of_portfolio)?;
    let stated = StatedFigureId::from_bits(draw());
    let of_stated = fact(deed, Noun::StatedFigure, stated.to_string());
    deed.keep_stated_figure(&a_stated_figure(place, word, stated, &joined)?, &of_stated)?;
    Ok([
        technology.to_string(),
        adoption.to_string(),
        offer.to_string(),
        barrier.to_string(),
        relief.to_string(),
        call.to_string(),
        equipment.to_string(),
        plan_line.to_string(),
        portfolio.to_string(),
        stated.to_string(),
    ])
}

fn a_stated_figure(place: &Place, word: &str, id: StatedFigureId, marking: &Marking) -> Result<StatedFigure, Failure> {
    Ok(StatedFigure {
        id,
        programme: format!("Programme of {word}"),
        parameter: format!("Tons of {word}"),
        kind: StatedKind::Count,
        stage: Some(CaseStage::Delivered),
        status: StatedStatus::Given,
        value: Some(Rational::ONE),
        wording: String::new(),
        measure: "t".to_owned(),
        period: "1932".to_owned(),
        source: format!("A book about {word}"),
        place: String::new(),
        note: format!("Of {word}"),
        post: PostId::new(place.post)?,
        marking: marking.clone(),
        invented: false,
        revision: 0,
        made_at: place.now,
    })
}

fn a_plan_line(place: &Place, word: &str, id: PlanLineId, marking: &Marking) -> Result<PlanLine, Failure> {
    let quarter = Quarter::of(place.today);
    Ok(PlanLine {
        id,
        unit: UnitId::new(place.unit)?,
        parameter: format!("Tons of {word}"),
        measure: "t".to_owned(),
        targets: vec![QuarterAmount { quarter, amount: Rational::ONE }],
        setter: PostId::new(place.giver_post)?,
        owner: Some(PostId::new(place.post)?),
        money: format!("Budget for {word}"),
        supplier: String::new(),
        note: String::new(),
        marking: marking.clone(),
        invented: false,
        revision: 0,
        made_at: place.now,
    })
}

/// A portfolio that was drawn up from the technology.
fn a_portfolio(
    place: &Place,
    word: &str,
    (id, technology): (PortfolioId, TechnologyId),
    marking: &Marking,
) -> Result<Portfolio, Failure> {
    Ok(Portfolio {
        id,
        title: format!("What to buy of {word}"),
        post: PostId::new(place.post)?,
        problem: format!("# {word}"),
        note: format!("After {word}"),
        adopted: None,
        sources: vec![Thing::new(Noun::Technology, technology)],
        marking: marking.clone(),
        invented: false,
        revision: 0,
        made_at: place.now,
    })
}

fn used(
    deed: &mut Deed<'_>,
    place: &Place,
    word: &str,
    (technology, adoption): (TechnologyId, AdoptionId),
    marking: &Marking,
) -> Result<(), Failure> {
    let held = Technology {
        id: technology,
        name: format!("Casting of {word}"),
        statement: format!("{word} is cast under pressure"),
        classes: Vec::new(),
        origins: Vec::new(),
        marking: marking.clone(),
        invented: false,
        revision: 0,
        made_at: place.now,
    };
    let fact = deed.fact(Verb::Registered, Thing::new(Noun::Technology, technology));
    deed.keep_technology(&held, &fact)?;
    let held = Adoption {
        id: adoption,
        technology,
        unit: UnitId::new(place.giver)?,
        post: PostId::new(place.giver_post)?,
        need: None,
        from: None,
        output: format!("parts of {word}"),
        measure: String::new(),
        remark: String::new(),
        reached: Vec::new(),
        past: Vec::new(),
        end: None,
        marking: marking.clone(),
        invented: false,
        revision: 0,
        made_at: place.now,
    };
    let fact = deed.fact(Verb::Registered, Thing::new(Noun::Adoption, adoption));
    Ok(deed.keep_adoption(&held, &fact)?)
}

fn entry(place: &Place, word: &str, id: EquipmentId, marking: &Marking) -> Result<Equipment, Failure> {
    Ok(Equipment {
        id,
        unit: UnitId::new(place.unit)?,
        kind: EquipmentKind::Equipment,
        name: format!("Press for {word}"),
        maker: String::new(),
        classes: Vec::new(),
        note: format!("Two of {word}"),
        since: None,
        until: None,
        marking: marking.clone(),
        invented: false,
        revision: 0,
        made_at: place.now,
    })
}

fn an_offer(
    place: &Place,
    word: &str,
    (id, technology, adoption, equipment): (OfferId, TechnologyId, AdoptionId, EquipmentId),
    marking: &Marking,
) -> Result<Offer, Failure> {
    let ground = OfferGround {
        kind: GroundKind::Equipment,
        about: Thing::new(Noun::Equipment, equipment),
        said: format!("Press for {word}"),
    };
    let step = OfferStep {
        kind: OfferStepKind::Made,
        decline: None,
        text: String::new(),
        by: "office".to_owned(),
        at: place.now,
    };
    Ok(Offer {
        id,
        technology,
        adoption,
        giver: UnitId::new(place.giver)?,
        unit: UnitId::new(place.unit)?,
        post: PostId::new(place.post)?,
        need: None,
        grounds: vec![ground],
        n_grounds_left: 0,
        state: OfferState::Open,
        course: vec![step],
        taken: None,
        giver_ended: None,
        marking: marking.clone(),
        invented: false,
        revision: 0,
        made_at: place.now,
    })
}

fn a_relief(
    place: &Place,
    word: &str,
    (id, adoption): (ReliefId, AdoptionId),
    marking: &Marking,
) -> Result<Relief, Failure> {
    let lost = vec![QuarterAmount { quarter: Quarter::of(place.today), amount: Rational::whole(12) }];
    Ok(Relief {
        id,
        adoption,
        unit: UnitId::new(place.giver)?,
        post: PostId::new(place.giver_post)?,
        setter: PostId::new(place.post)?,
        plan_line: format!("Parts of {word}"),
        measure: "t".to_owned(),
        asked: lost.clone(),
        lost,
        granted: Vec::new(),
        reason: format!("The furnace for {word} is rebuilt"),
        answer: String::new(),
        until: None,
        state: ReliefState::Asked,
        decided_by: String::new(),
        marking: marking.clone(),
        invented: false,
        revision: 0,
        made_at: place.now,
    })
}

fn a_call(place: &Place, word: &str, (id, adoption): (CallId, AdoptionId), marking: &Marking) -> Result<Call, Failure> {
    Ok(Call {
        id,
        kind: CallKind::Material,
        what: format!("Sand for {word}"),
        amount: Rational::whole(3),
        measure: "t".to_owned(),
        by: place.today.plus_days(30),
        reason: format!("To cast {word}"),
        on: Some(Thing::new(Noun::Adoption, adoption)),
        unit: UnitId::new(place.giver)?,
        post: PostId::new(place.giver_post)?,
        answers: vec![CallAnswer::asked(PostId::new(place.post)?, UnitId::new(place.unit)?)],
        state: CallState::Open,
        marking: marking.clone(),
        invented: false,
        revision: 0,
        made_at: place.now,
    })
}
