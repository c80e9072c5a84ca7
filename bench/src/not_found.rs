//! How long it takes to say that something is not there: of what is hidden as of what never was.

use model::{Level, Marking, Need, NeedId, PostId, RecordId, RequestId, UnitId};
use store::Batch;

use crate::pages::{Apart, incoming};
use crate::served::{Reader, Served, now};
use crate::tally::{median, percentile};
use crate::{half_open, town, writes};

/// Pages of each sort.
const PAGES: usize = 3_000;

/// Measures and prints.
pub fn measure() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    writes::office(&folder).close();
    let served = Served::open(&folder.path().join("office"));
    let hidden = Marking::at(Level::Confidential);
    let marking = hidden.clone();
    let record = served.clerk.write(move |writer| {
        writer.transact("bench", now(), |deed| -> Result<RecordId, desk::Failure> {
            let batch = Batch::marked(vec![incoming(1)], marking.clone());
            let kept = deed.ingest(&batch, &Apart, &mut town::ids(8))?;
            let need = Need::draft(NeedId::new("hidden")?, "Hidden", UnitId::new("works")?, PostId::new("engineer")?);
            deed.keep_need(&Need { marking, ..need })?;
            Ok(kept[0].record)
        })
    });
    let record = record.expect("hidden things");
    let request = RequestId::from_bits(7 << 32);
    writes::ask_marked(&served.clerk, request.bits(), hidden).expect("a hidden request");
    let mut reader = Reader::connect(served.address, &half_open::somebody(&served));
    println!("\n## Not there: hidden beside never was, {PAGES} pages of each, in turn\n");
    println!("| page | never was, p50 ms | hidden, p50 ms | ratio | p99 of hidden of p99 of never was |");
    println!("|---|---|---|---|---|");
    let pairs = [
        ("record", format!("/records/{record}"), format!("/records/{}", RecordId::from_bits(record.bits() ^ 1))),
        ("need", "/needs/hidden".to_owned(), "/needs/absent".to_owned()),
        ("request", format!("/requests/{request}"), format!("/requests/{}", RequestId::from_bits(6 << 32))),
    ];
    for (name, hidden, absent) in pairs {
        let (mut of_hidden, mut of_absent) = (Vec::new(), Vec::new());
        for at in 0..2 * PAGES {
            let (path, times) = if at % 2 == 0 { (&hidden, &mut of_hidden) } else { (&absent, &mut of_absent) };
            let (status, _, time) = reader.get(path);
            assert_eq!(status, 404, "{path}");
            times.push(time);
        }
        let (tail, tail_absent) = (percentile(of_hidden.clone(), 0.99), percentile(of_absent.clone(), 0.99));
        let (a, b) = (median(of_absent), median(of_hidden));
        println!("| {name} | {a:.3} | {b:.3} | {:.3} | {:.2} |", b / a, tail / tail_absent);
    }
    served.close();
}
