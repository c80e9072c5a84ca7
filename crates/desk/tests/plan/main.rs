//! Plans in a real office: lines with their fulfilment, taken in as tables, seen by those who may.
#![allow(missing_docs)]

#[allow(dead_code, reason = "the office of the tests of diffusion, of which these need a part")]
#[path = "../diffusion/house.rs"]
mod house;
mod line;
mod portfolio;
mod stated_figure;
