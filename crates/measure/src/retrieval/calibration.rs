//! Whether a stated probability holds: of a hundred documents that are said to be relevant with 0.7, seventy should be.

use serde::Serialize;

/// Documents whose stated probability lies in one band.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Band {
    /// How many there are.
    pub n: usize,
    /// Mean of what was stated.
    pub stated: f64,
    /// Share that came true.
    pub seen: f64,
}

/// How far stated probabilities are from what was seen.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Calibration {
    /// How many were stated.
    pub n: usize,
    /// Expected calibration error: the mean over all documents of how far their band is off (Naeini, Cooper and Hauskrecht 2015).
    pub error: f64,
    /// Mean square of what was stated less what came (Brier 1950).
    pub brier: f64,
    /// The bands of equal width, from nought to one.
    pub bands: Vec<Band>,
}

/// Holds stated probabilities against what came, in `n_bands` bands of equal width. `None` where nothing was stated.
pub fn calibration(stated: &[(f64, bool)], n_bands: usize) -> Option<Calibration> {
    if stated.is_empty() || n_bands == 0 {
        return None;
    }
    let mut bands = vec![Band::default(); n_bands];
    let mut brier = 0.0;
    for (probability, came) in stated {
        let (probability, came) = (probability.clamp(0.0, 1.0), f64::from(u8::from(*came)));
        let band = &mut bands[((probability * n_bands as f64) as usize).min(n_bands - 1)];
        band.n += 1;
        band.stated += probability;
        band.seen += came;
        brier += (probability - came).powi(2);
    }
    let n = stated.len() as f64;
    let error = bands.iter().map(|band| (band.stated - band.seen).abs()).sum::<f64>() / n;
    for band in bands.iter_mut().filter(|band| band.n > 0) {
        band.stated /= band.n as f64;
        band.seen /= band.n as f64;
    }
    Some(Calibration { n: stated.len(), error, brier: brier / n, bands })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_as_often_as_it_was_said_has_no_error() {
        let said: Vec<(f64, bool)> = (0..100).map(|i| (0.25, i % 4 == 0)).collect();
        let found = calibration(&said, 10).unwrap();
        assert!(found.error < 1e-12 && (found.brier - 0.1875).abs() < 1e-12);
    }

    #[test]
    fn too_sure_by_a_fifth_is_an_error_of_a_fifth() {
        let said: Vec<(f64, bool)> = (0..100).map(|i| (0.95, i % 4 != 0)).collect();
        assert!((calibration(&said, 10).unwrap().error - 0.2).abs() < 1e-12);
        assert_eq!(calibration(&[], 10), None);
        assert_eq!(calibration(&[(1.0, true)], 10).unwrap().bands[9].n, 1);
    }
}
