//! Planted parameters are found again, and the laws that each fit keeps.

use super::*;
use crate::generator::Generator;

fn quick() -> Options {
    Options { n_replicates: 0, ..Options::default() }
}

fn bass(p: f64, q: f64, m: f64, n: usize) -> Vec<f64> {
    (0..n).map(|i| m * Form::Bass.between(p, q, i as f64, (i + 1) as f64).value).collect()
}

/// A normal deviate as a sum of twelve shares less six.
fn noise(chance: &mut Generator) -> f64 {
    (0..12).map(|_| chance.share()).sum::<f64>() - 6.0
}

#[track_caller]
fn near(found: f64, expected: f64, relative: f64) {
    assert!((found - expected).abs() <= relative * expected.abs(), "{found} is not {expected}");
}

#[test]
fn curves_without_noise_are_found_again_at_any_length_and_scale() {
    for (p, q, n) in [
        (0.03, 0.38, 15),
        (0.001, 0.6, 20),
        (0.01, 0.1, 60),
        (0.0001, 0.9, 18),
        (0.1, 0.15, 12),
        (0.02, 0.4, 6),
        (0.005, 1.3, 9),
        (1e-5, 0.25, 60),
        (0.3, 0.02, 10),
    ] {
        for m in [1e-9, 1.0, 3e4, 1e15] {
            let fit = fit_bass_nls(&bass(p, q, m, n), &quick()).unwrap();
            for (name, planted) in [("p", p), ("q", q), ("m", m)] {
                near(fit.get(name).unwrap().estimate, planted, 1e-6);
            }
        }
    }
}

#[test]
fn a_series_that_is_cut_off_at_its_beginning_is_doubted() {
    let whole = bass(0.01, 0.4, 1000.0, 25);
    let is_doubted = |series: &[f64]| {
        let fit = fit_bass_nls(series, &quick()).unwrap();
        fit.cautions.iter().any(|one| one.code == "left-truncated")
    };
    assert!(!is_doubted(&whole));
    assert!(is_doubted(&whole[8..]) && is_doubted(&whole[12..]));
}

#[test]
fn logistic_gompertz_and_the_new_for_the_old_are_found_again() {
    for (k, a, b, n) in [(100.0, 50.0, 0.4, 25), (1e9, 3.0, 0.1, 40), (0.8, 400.0, 1.1, 12)] {
        let logistic: Vec<f64> = (1..=n).map(|t| k / (1.0 + a * (-b * f64::from(t)).exp())).collect();
        let gompertz: Vec<f64> = (1..=n).map(|t| k * (-a.ln() * (-b * f64::from(t)).exp()).exp()).collect();
        let (one, two) = (fit_logistic(&logistic, &quick()).unwrap(), fit_gompertz(&gompertz, &quick()).unwrap());
        for (fit, a) in [(&one, a), (&two, a.ln())] {
            for (name, planted) in [("K", k), ("a", a), ("b", b)] {
                near(fit.get(name).unwrap().estimate, planted, 1e-6);
            }
        }
        near(one.get("peak_time").unwrap().estimate, a.ln() / b, 1e-6);
        let shares: Vec<f64> = logistic.iter().map(|y| y / k).collect();
        near(fit_fisher_pry(&shares, &quick()).unwrap().get("takeover").unwrap().estimate, 81f64.ln() / b, 1e-9);
    }
}

#[test]
fn generations_are_found_again() {
    let (p, q, m) = (0.01, 0.45, [500.0, 20_000.0, 3000.0]);
    let came = [0usize, 6, 13];
    let share = |i: usize, t: usize| {
        if t >= came[i] { Form::Bass.share(p, q, (t + 1 - came[i]) as f64).value } else { 0.0 }
    };
    let mut series = vec![Vec::new(); 3];
    for t in 0..26 {
        let (f1, f2, f3) = (share(0, t), share(1, t), share(2, t));
        series[0].push(f1 * m[0] * (1.0 - f2));
        series[1].push(f2 * (m[1] + f1 * m[0]) * (1.0 - f3));
        series[2].push(f3 * (m[2] + f2 * (m[1] + f1 * m[0])));
    }
    let names: Vec<String> = ["one", "two", "three"].iter().map(|n| (*n).to_owned()).collect();
    let fit = fit_norton_bass(&names, &series, &quick()).unwrap();
    for (name, planted) in [("p", p), ("q", q), ("m_one", m[0]), ("m_two", m[1]), ("m_three", m[2])] {
        near(fit.get(name).unwrap().estimate, planted, 1e-6);
    }
}

#[test]
fn rates_by_profitability_agree_with_sums_by_hand() {
    // y = 1 + 2x with residuals 1, -1, -1, 1 and 0 around it, which neither the constant nor x sees.
    let (x, y) = ([1.0, 2.0, 4.0, 5.0, 3.0], [4.0, 4.0, 8.0, 12.0, 7.0]);
    let fit = fit_mansfield(&y, &x, None, &quick()).unwrap();
    near(fit.get("profitability").unwrap().estimate, 2.0, 1e-12);
    near(fit.get("z").unwrap().estimate, 1.0, 1e-12);
    // Residual variance 4/3, sum of squares of x about its mean 10; Student's .975 with 3 degrees is 3.182446.
    let slope = fit.get("profitability").unwrap();
    near(slope.se.unwrap(), (4.0f64 / 30.0).sqrt(), 1e-12);
    near(slope.delta.unwrap().high.unwrap(), 2.0 + 3.182_446_305_284 * (4.0f64 / 30.0).sqrt(), 1e-9);
    near(fit.get("t_profitability").unwrap().estimate, 2.0 / (4.0f64 / 30.0).sqrt(), 1e-12);
    assert_eq!(fit_mansfield(&y, &x, Some(&x), &quick()).unwrap_err().code, "not-identified");
}

#[test]
fn the_ceiling_grows_with_the_unit_and_the_rates_do_not() {
    let mut chance = Generator(7);
    let counts: Vec<f64> =
        bass(0.02, 0.4, 5000.0, 16).iter().map(|x| (x + 30.0 * noise(&mut chance)).max(0.0)).collect();
    let plain = fit_bass_nls(&counts, &quick()).unwrap();
    let large: Vec<f64> = counts.iter().map(|x| x * 1e6).collect();
    let scaled = fit_bass_nls(&large, &quick()).unwrap();
    for (name, by) in [("p", 1.0), ("q", 1.0), ("m", 1e6), ("peak_time", 1.0), ("peak_rate", 1e6)] {
        near(scaled.get(name).unwrap().estimate, by * plain.get(name).unwrap().estimate, 1e-9);
        near(scaled.get(name).unwrap().se.unwrap(), by * plain.get(name).unwrap().se.unwrap(), 1e-6);
    }
    near(
        scaled.get("m").unwrap().profile.unwrap().high.unwrap(),
        1e6 * plain.get("m").unwrap().profile.unwrap().high.unwrap(),
        1e-6,
    );
}

#[test]
fn a_logistic_curve_that_begins_later_keeps_its_ceiling_and_rate() {
    let mut chance = Generator(11);
    let levels: Vec<f64> =
        (1..=30).map(|t| 80.0 / (1.0 + 60.0 * (-0.3 * f64::from(t)).exp()) + 0.3 * noise(&mut chance)).collect();
    let all = fit_logistic(&levels, &quick()).unwrap();
    let mut early = vec![0.0; 4];
    early.extend(&levels);
    // Four empty periods in front shift the middle by four where they are nearly nought anyway.
    let shifted = fit_logistic(&early, &quick()).unwrap();
    near(shifted.get("K").unwrap().estimate, all.get("K").unwrap().estimate, 0.01);
    near(shifted.get("peak_time").unwrap().estimate, all.get("peak_time").unwrap().estimate + 4.0, 0.01);
}

#[test]
fn intervals_cover_what_was_planted() {
    let (p, q, m) = (0.02, 0.38, 4000.0);
    let clean = bass(p, q, m, 18);
    let (mut delta, mut profile, mut band) = (0, 0, 0);
    for seed in 0..200 {
        let mut chance = Generator(1000 + seed);
        let counts: Vec<f64> = clean.iter().map(|x| (x + 12.0 * noise(&mut chance)).max(0.0)).collect();
        let fit = fit_bass_nls(&counts, &Options { periods_ahead: 1, ..quick() }).unwrap();
        let inside = |interval: Interval, x: f64| {
            usize::from(interval.low.is_none_or(|l| l <= x) && interval.high.is_none_or(|h| x <= h))
        };
        let ceiling = fit.get("m").unwrap();
        delta += inside(ceiling.delta.unwrap(), m);
        profile += inside(ceiling.profile.unwrap(), m);
        let next = (m * Form::Bass.between(p, q, 18.0, 19.0).value + 12.0 * noise(&mut chance)).max(0.0);
        band += inside(fit.forecast[0].band.unwrap(), next);
    }
    for (what, covered) in [("delta", delta), ("profile", profile), ("band", band)] {
        assert!((180..=199).contains(&covered), "{what} covers {covered} of 200");
    }
}

#[test]
fn the_likelihood_covers_what_was_planted_out_of_a_known_population() {
    let (p, q, c, n) = (0.03, 0.4, 0.6, 12);
    let (mut covered, mut found_c) = (0, 0.0);
    for seed in 0..200 {
        let mut chance = Generator(5000 + seed);
        let mut counts = vec![0.0; n];
        for _ in 0..800 {
            let (draw, mut until) = (chance.share(), 0.0);
            for (i, count) in counts.iter_mut().enumerate() {
                until += c * Form::Bass.between(p, q, i as f64, (i + 1) as f64).value;
                if draw < until {
                    *count += 1.0;
                    break;
                }
            }
        }
        let fit = fit_bass(&counts, Some(800.0), &quick()).unwrap();
        let share = fit.get("c").unwrap();
        found_c += share.estimate / 200.0;
        let interval = share.profile.unwrap();
        covered += usize::from(interval.low.unwrap() <= c && c <= interval.high.unwrap());
    }
    near(found_c, c, 0.02);
    assert!((180..=199).contains(&covered), "the profile covers {covered} of 200");
}

#[test]
fn series_of_every_length_and_with_nothing_in_them_end_well() {
    let mut chance = Generator(3);
    for n in (5..=13).chain([20, 35, 60]) {
        for kind in 0..4 {
            let counts: Vec<f64> = (0..n)
                .map(|t| match kind {
                    0 => f64::from(chance.events(20.0)),
                    1 => f64::from(chance.events(0.3)),
                    2 => f64::from(u8::from(t == n / 2)) * 50.0,
                    _ => 1000.0 * 0.5f64.powi(t),
                })
                .collect();
            for fit in [fit_bass_nls(&counts, &quick()), fit_bass(&counts, Some(1e4), &quick())] {
                match fit {
                    Ok(fit) => assert!(fit.parameters.iter().all(|p| p.estimate.is_finite()), "{counts:?}"),
                    Err(reason) => assert!(["no-adoptions", "no-fit"].contains(&reason.code), "{reason}"),
                }
            }
        }
    }
}
