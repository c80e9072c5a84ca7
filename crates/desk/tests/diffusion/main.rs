//! Diffusion in a real office: what proved itself is offered, what stands in the way is removed, targets are lowered for a time, and units ask
//! each other.
#![allow(missing_docs)]

mod adoption;
mod barrier;
mod call;
mod equipment;
mod house;
mod laws;
mod offer;
mod relief;
