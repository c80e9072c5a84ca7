//! Inspections as people look at them: programmes with frame and draw, visits with what was noted, findings with their steps.

use std::collections::BTreeMap;

use measure::Drawing;
use model::{
    Adoption, AdoptionId, Date, DutyKind, EditId, Finding, FindingId, FindingState, FrameLine, Inspection,
    InspectionId, InspectionState, Noun, PostId, SiteVisit, TechnologyId, Thing, UnitId, VisitId, VisitNote,
    VisitPhoto, VisitState,
};
use store::VisitFilter;

use super::finding::{no_finding, oversees};
use super::visit::no_visit;
use super::{drawing, no_inspection};
use crate::attachment::Taken;
use crate::{Failure, Office, Officer};

/// A visit with the names of what it names.
#[derive(Clone, Debug)]
pub struct VisitLine {
    /// The visit.
    pub visit: SiteVisit,
    /// What is adopted.
    pub technology: String,
    /// What the unit is called.
    pub unit: String,
    /// What the post is called that owns the claim.
    pub owner: String,
    /// What the post is called that goes.
    pub inspector: Option<String>,
}

/// A programme with everything that its page shows.
#[derive(Clone, Debug)]
pub struct InspectionPage {
    /// The programme.
    pub inspection: Inspection,
    /// What it can draw; while it is drafted, what it could draw today.
    pub frame: Vec<FrameLine>,
    /// The draw; `None` before it, and to whoever does not see all of the frame.
    pub drawing: Option<Drawing>,
    /// Its visits.
    pub visits: Vec<VisitLine>,
    /// What technologies of the frame are called.
    pub technologies: BTreeMap<TechnologyId, String>,
    /// What units are called.
    pub units: BTreeMap<UnitId, String>,
    /// What its post is called.
    pub post: String,
}

/// A visit with everything that its page shows.
#[derive(Clone, Debug)]
pub struct SiteVisitPage {
    /// The visit.
    pub line: VisitLine,
    /// Its programme.
    pub inspection: Inspection,
    /// The adoption as it stands now.
    pub adoption: Adoption,
    /// What was noted, also what was written over.
    pub notes: Vec<VisitNote>,
    /// The photographs.
    pub photos: Vec<VisitPhoto>,
    /// The findings.
    pub findings: Vec<Finding>,
    /// Whether its owner was asked to answer it: not where they may not see it.
    pub is_owner_asked: bool,
}

/// A finding with the names of what it names.
#[derive(Clone, Debug)]
pub struct FindingLine {
    /// The finding.
    pub finding: Finding,
    /// What the post is called that has to do it.
    pub owner: String,
    /// The visit on which it was found.
    pub visit: VisitLine,
}

/// A finding with everything that its page shows.
#[derive(Clone, Debug)]
pub struct FindingPage {
    /// The finding.
    pub line: FindingLine,
    /// The programme of its visit.
    pub inspection: Inspection,
}

/// What a duty of an inspection is about: the programme, a visit or a finding.
#[derive(Clone, Debug)]
pub struct InspectedSubject {
    /// What it is called: the programme by its title, a visit and a finding by what is looked at.
    pub title: String,
    /// Where its page is.
    pub address: String,
    /// What the unit is called that is visited; `None` of a programme.
    pub unit: Option<String>,
}

/// What posts, units and technologies are called.
struct Names {
    posts: BTreeMap<PostId, String>,
    units: BTreeMap<UnitId, String>,
    technologies: BTreeMap<TechnologyId, String>,
}

impl Names {
    fn line(&self, visit: SiteVisit) -> VisitLine {
        let post = |post: &PostId| self.posts.get(post).cloned().unwrap_or_else(|| post.to_string());
        VisitLine {
            // Who sees a visit sees its adoption, and with it the technology.
            technology: self.technologies.get(&visit.technology).cloned().unwrap_or_else(|| "–".to_owned()),
            unit: self.units.get(&visit.unit).cloned().unwrap_or_else(|| visit.unit.to_string()),
            owner: post(&visit.owner),
            inspector: visit.inspector.as_ref().map(post),
            visit,
        }
    }
}

impl Office {
    fn inspection_names(&self) -> Result<Names, Failure> {
        let tree = self.tree()?;
        Ok(Names {
            posts: self.posts()?.into_iter().map(|post| (post.id, post.title)).collect(),
            units: tree.units().map(|unit| (unit.id.clone(), unit.name.clone())).collect(),
            technologies: self.technology_names()?,
        })
    }

    /// Every programme, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub fn inspections(&self) -> Result<Vec<Inspection>, Failure> {
        Ok(self.reader.inspections(&self.scope)?)
    }

    /// The programme of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn inspection(&self, text: &str) -> Result<Inspection, Failure> {
        let id = InspectionId::parse(text).ok_or_else(|| no_inspection(text))?;
        Ok(self.reader.inspection(&self.scope, id)?.ok_or_else(|| no_inspection(text))?)
    }

    /// What a programme can draw; while it is drafted, what it could draw today.
    ///
    /// # Errors
    /// When the store fails.
    pub fn frame(&self, inspection: &Inspection) -> Result<Vec<FrameLine>, Failure> {
        match inspection.state {
            InspectionState::Drafted => self.frame_now(inspection),
            _ => Ok(self.reader.frame(&self.scope, inspection.id)?),
        }
    }

    /// The draw of a programme; `None` before it, and to whoever does not see all claims of its frame: from some of them it would come out otherwise.
    ///
    /// # Errors
    /// Refused when the frame as it is seen cannot be drawn from.
    pub fn inspection_drawing(&self, inspection: &Inspection, frame: &[FrameLine]) -> Result<Option<Drawing>, Failure> {
        if inspection.state < InspectionState::Drawn || frame.is_empty() || !inspection.is_whole_frame(frame.len()) {
            return Ok(None);
        }
        drawing(inspection, frame, &inspection.seed).map(Some)
    }

    /// A programme with everything that its page shows.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn inspection_page(&self, text: &str) -> Result<InspectionPage, Failure> {
        let inspection = self.inspection(text)?;
        let names = self.inspection_names()?;
        let frame = self.frame(&inspection)?;
        let filter = VisitFilter { inspection: Some(inspection.id), ..VisitFilter::default() };
        let visits = self.reader.site_visits(&self.scope, &filter)?;
        let post = names.posts.get(&inspection.post).cloned().unwrap_or_else(|| inspection.post.to_string());
        Ok(InspectionPage {
            drawing: self.inspection_drawing(&inspection, &frame)?,
            visits: visits.into_iter().map(|visit| names.line(visit)).collect(),
            technologies: names.technologies,
            units: names.units,
            post,
            frame,
            inspection,
        })
    }

    /// Visits that fit, by the day on which they are due.
    ///
    /// # Errors
    /// When the store fails.
    pub fn visit_lines(&self, filter: &VisitFilter) -> Result<Vec<VisitLine>, Failure> {
        let names = self.inspection_names()?;
        let visits = self.reader.site_visits(&self.scope, filter)?;
        Ok(visits.into_iter().map(|visit| names.line(visit)).collect())
    }

    /// The visit of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn site_visit(&self, text: &str) -> Result<SiteVisit, Failure> {
        let id = VisitId::parse(text).ok_or_else(|| no_visit(text))?;
        Ok(self.reader.site_visit(&self.scope, id)?.ok_or_else(|| no_visit(text))?)
    }

    /// What a visit is called: what is looked at. `None` outside the scope.
    pub fn visit_title(&self, text: &str) -> Option<String> {
        let visit = self.site_visit(text).ok()?;
        Some(self.reader.technology(&self.scope, visit.technology).ok()??.name)
    }

    /// A visit with everything that its page shows.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn visit_page(&self, text: &str) -> Result<SiteVisitPage, Failure> {
        let visit = self.site_visit(text)?;
        let inspection = self.reader.inspection(&self.scope, visit.inspection)?.ok_or_else(|| no_visit(text))?;
        let adoption = self.reader.adoption(&self.scope, visit.adoption)?.ok_or_else(|| no_visit(text))?.adoption;
        let photos = self.reader.visit_photos(&self.scope, visit.id)?;
        let duties = self.duties_about(&Thing::new(Noun::Visit, visit.id))?;
        Ok(SiteVisitPage {
            notes: self.reader.visit_notes(&self.scope, visit.id)?,
            photos: photos.into_iter().map(|held| held.photo).collect(),
            findings: self.reader.findings(&self.scope, Some(visit.id))?,
            is_owner_asked: duties.iter().any(|duty| duty.kind == DutyKind::AnswerVisit),
            line: self.inspection_names()?.line(visit),
            inspection,
            adoption,
        })
    }

    /// A photograph of a visit with its bytes.
    ///
    /// # Errors
    /// Refused when there is none; a fault when the bytes are gone or are not those that came.
    pub fn visit_photo(&self, text: &str, photo: EditId, now: i64) -> Result<(VisitPhoto, Vec<u8>), Failure> {
        let visit = self.site_visit(text)?;
        let held = self.reader.visit_photos(&self.scope, visit.id)?;
        let held = held.into_iter().find(|held| held.photo.id == photo).ok_or_else(|| no_visit(text))?;
        match self.shelf_held()?.take(&held.digest, held.photo.n_bytes, now)? {
            Taken::Whole(bytes) => Ok((held.photo, bytes)),
            Taken::Changed => Err(Failure::Broken(
                format!("the bytes of a photograph of visit {text} are not those that came; nothing was given out")
                    .into(),
            )),
            Taken::Gone => Err(Failure::Broken(format!("the bytes of a photograph of visit {text} are gone").into())),
        }
    }

    /// What speaks against a claim: the last visit on which it was seen, where that found less than was claimed.
    ///
    /// # Errors
    /// When the store fails.
    pub fn contradiction_of(&self, adoption: AdoptionId) -> Result<Option<SiteVisit>, Failure> {
        let filter = VisitFilter { adoption: Some(adoption), ..VisitFilter::default() };
        let visits = self.reader.site_visits(&self.scope, &filter)?;
        let last = visits.into_iter().filter(SiteVisit::was_seen).max_by_key(|visit| visit.at);
        Ok(last.filter(SiteVisit::contradicts))
    }

    /// Findings that stand so, or all, by the day on which they are due.
    ///
    /// # Errors
    /// When the store fails.
    pub fn findings(&self, state: Option<FindingState>) -> Result<Vec<FindingLine>, Failure> {
        let names = self.inspection_names()?;
        let mut lines = Vec::new();
        for finding in self.reader.findings(&self.scope, None)? {
            if state.is_some_and(|state| finding.state != state) {
                continue;
            }
            let Some(visit) = self.reader.site_visit(&self.scope, finding.visit)? else { continue };
            let owner = names.posts.get(&finding.owner).cloned().unwrap_or_else(|| finding.owner.to_string());
            lines.push(FindingLine { finding, owner, visit: names.line(visit) });
        }
        Ok(lines)
    }

    /// The finding of this name.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn finding(&self, text: &str) -> Result<Finding, Failure> {
        let id = FindingId::parse(text).ok_or_else(|| no_finding(text))?;
        Ok(self.reader.finding(&self.scope, id)?.ok_or_else(|| no_finding(text))?)
    }

    /// A finding with everything that its page shows.
    ///
    /// # Errors
    /// Refused when there is none.
    pub fn finding_page(&self, text: &str) -> Result<FindingPage, Failure> {
        let finding = self.finding(text)?;
        let names = self.inspection_names()?;
        let visit = self.reader.site_visit(&self.scope, finding.visit)?.ok_or_else(|| no_finding(text))?;
        let inspection = self.reader.inspection(&self.scope, visit.inspection)?;
        let owner = names.posts.get(&finding.owner).cloned().unwrap_or_else(|| finding.owner.to_string());
        Ok(FindingPage {
            inspection: inspection.ok_or_else(|| no_finding(text))?,
            line: FindingLine { finding, owner, visit: names.line(visit) },
        })
    }

    /// Whether an officer leads a programme.
    pub fn leads(&self, officer: &Officer, inspection: &Inspection) -> bool {
        officer.acts_for(&inspection.post)
    }

    /// Whether an officer makes a visit that is open. Whether they may, by the rule of independence, is said when they write.
    pub fn makes_visit(&self, officer: &Officer, visit: &SiteVisit) -> bool {
        visit.state == VisitState::Assigned && visit.inspector.as_ref().is_some_and(|post| officer.acts_for(post))
    }

    /// Whether an officer writes findings of a visit and looks whether these are done.
    pub fn oversees_visit(&self, officer: &Officer, visit: &SiteVisit, inspection: &Inspection) -> bool {
        oversees(officer, visit.inspector.as_ref(), &inspection.post)
    }

    /// What a duty of an inspection is about; `None` outside the scope.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) fn inspected_subject(&self, thing: &Thing) -> Result<Option<InspectedSubject>, Failure> {
        let name = &thing.name;
        let visit = match thing.noun {
            Noun::Inspection => {
                let Some(id) = InspectionId::parse(name) else { return Ok(None) };
                let found = self.reader.inspection(&self.scope, id)?;
                let address = format!("/inspections/{name}");
                return Ok(found.map(|one| InspectedSubject { title: one.title, address, unit: None }));
            }
            Noun::Visit => match VisitId::parse(name) {
                Some(id) => self.reader.site_visit(&self.scope, id)?.map(|visit| (visit, format!("/visits/{name}"))),
                None => None,
            },
            _ => {
                let Some(id) = FindingId::parse(name) else { return Ok(None) };
                let Some(finding) = self.reader.finding(&self.scope, id)? else { return Ok(None) };
                let visit = self.reader.site_visit(&self.scope, finding.visit)?;
                visit.map(|visit| (visit, format!("/findings/{name}")))
            }
        };
        let Some((visit, address)) = visit else { return Ok(None) };
        let technology = self.reader.technology(&self.scope, visit.technology)?;
        let unit = self.unit_name(visit.unit.as_str())?;
        Ok(technology.map(|one| InspectedSubject { title: one.name, address, unit }))
    }

    /// Findings whose day is over, of a list.
    pub fn late_findings(&self, lines: &[FindingLine], today: Date) -> usize {
        lines.iter().filter(|line| line.finding.is_late(today)).count()
    }

    /// Whether what a visit notes may be kept on a phone: nothing narrower than restricted, as with missions.
    pub fn may_visit_be_kept_on_phones(&self, page: &SiteVisitPage) -> bool {
        self.may_marking_be_kept_on_phones(&page.inspection.marking.join(&page.adoption.marking))
    }
}
