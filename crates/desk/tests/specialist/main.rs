//! Promises about specialists: who fits, who is signed on, what both sides say, and what stays.

mod affair;
mod course;
mod fitting;
mod house;
