//! What pages are made of: functions of plain data to markup.
//!
//! Words come in as arguments, except those which belong to the component itself; they are spoken in the
//! language of the [`Speech`](crate::speech::Speech) it is given. Everything works without script; `data-`
//! attributes are what `script/uptake.js` builds on. The gallery shows each component in each state.

mod acquisition;
mod banner;
mod button;
mod card;
mod chart;
mod classes;
mod control;
mod control_line;
mod empty;
mod facet;
mod failure_page;
mod field;
mod form;
mod groups;
mod highlight;
mod icon;
mod inbox_row;
mod inspection;
mod key_hint;
mod layout;
mod menu;
mod meter;
mod pager;
mod passkey;
mod proof;
mod qr;
mod rows;
mod slip;
mod summary;
mod table;
mod tabs;
mod tag;
mod thread_bar;
mod timeline;
mod tree;

pub use acquisition::{AcquisitionRoom, acquisition_tabs};
pub use banner::{banner, disclosure};
pub use button::{Button, link_button};
pub use card::{Card, card_list};
pub use chart::{Chart, Point};
pub use classes::{CLASSES_SCRIPT, ClassWritten, Classes, ClassesOf};
pub use control::{ControlRoom, control_tabs};
pub use control_line::control_line;
pub use empty::empty;
pub use facet::{Facet, FacetValue, facet_list};
pub use failure_page::{Trouble, confirm_again, failure_page, signed_out_form};
pub(crate) use failure_page::{leading_on, sign_in};
pub use field::{Choice, Field};
pub use form::Form;
pub use groups::Groups;
pub use highlight::highlight;
pub use icon::{Icon, icon};
pub use inbox_row::{Action, InboxRow, inbox};
pub use inspection::{InspectionRoom, inspection_tabs};
pub use key_hint::key_hint;
pub use layout::{Crumb, Page, Section};
pub use meter::{meter, progress};
pub use pager::pager;
pub use passkey::{PASSKEY_SCRIPT, PasskeyAsk, PasskeyDeed, passkey_button};
pub use proof::{PROOF, PROVE_ADDRESS, PROVE_BY_PROVIDER, Ways, prove_again, prove_at};
pub use qr::{qr_picture, qr_rows};
pub use rows::{RowColumn, Rows};
pub use slip::{Slips, slip_summary};
pub use summary::{SummaryRow, summary_list};
pub use table::{Column, Sort, Table};
pub use tabs::{Tab, tabs};
pub use tag::{Tone, tag};
pub use thread_bar::{Step, StepState, Thread, ThreadStep, thread_bar};
pub use timeline::{Happening, timeline};
pub use tree::{Branch, tree};
