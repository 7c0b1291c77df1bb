//! The learner over time: results of attempts, kept between sessions of study.
//!
//! [`Results`] is the form `ctm-results/1`. It is read and written as text; where the text is kept,
//! and what day it is, is for others to say.

pub mod pack;
pub mod results;

pub use results::Results;
