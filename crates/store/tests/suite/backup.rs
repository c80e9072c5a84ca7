use std::fs;

use crate::kit::{Office, article, scope};
use store::{Reader, Writer};

/// What stands beside the database; the store does not read it.
const SETTINGS: &[u8] = b"title_weight = 3.0\n";

#[test]
fn a_backup_brings_the_whole_office_back() {
    let mut office = Office::new();
    office.keep((0..50).map(|n| article(&format!("a{n}"), &format!("Title {n}"), &[])).collect());
    let file = office.dir.path().join("office.backup");
    let made = store::backup(office.dir.path(), &file, SETTINGS, &|_| Vec::new()).unwrap();
    assert_eq!(made.n_packed, fs::metadata(&file).unwrap().len());
    let dir = office.dir.path().join("restored");
    store::restore(&file, &dir, "settings", &|_| false).unwrap();
    let reader = Reader::open(&dir).unwrap();
    assert_eq!(reader.position().unwrap(), office.reader().position().unwrap());
    assert!(store::verify(&reader, &scope(), &mut |_| {}).unwrap().findings.is_empty());
    assert_eq!(fs::read(dir.join("settings")).unwrap(), SETTINGS);
    Writer::open(&dir).unwrap();
    let left: Vec<_> = fs::read_dir(office.dir.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("backup.")), "{left:?}");
}

#[test]
fn a_backup_without_settings_brings_none_back() {
    let office = Office::new();
    let file = office.dir.path().join("office.backup");
    store::backup(office.dir.path(), &file, b"", &|_| Vec::new()).unwrap();
    let dir = office.dir.path().join("restored");
    store::restore(&file, &dir, "settings", &|_| false).unwrap();
    assert!(!dir.join("settings").exists());
    Writer::open(&dir).unwrap();
}

#[test]
fn a_backup_under_load_holds_every_write_acknowledged_before_it() {
    let mut office = Office::new();
    office.keep_one(article("first", "First", &[]));
    let dir = office.dir.path().to_owned();
    let (stop, stopped) = std::sync::mpsc::channel::<()>();
    let mut acknowledged = Vec::new();
    let office = std::thread::scope(|scope| {
        let writing = scope.spawn(move || {
            for n in 0.. {
                let batch = (0..20).map(|k| article(&format!("{n}-{k}"), &format!("Title {n} {k}"), &[])).collect();
                office.keep(batch);
                if stopped.try_recv().is_ok() {
                    break;
                }
            }
            // Given back, because its directory goes with it.
            office
        });
        for n in 0..5 {
            let before = Reader::open(&dir).unwrap().position().unwrap();
            store::backup(&dir, &dir.join(format!("backup-{n}")), SETTINGS, &|_| Vec::new()).unwrap();
            acknowledged.push(before);
        }
        stop.send(()).unwrap();
        writing.join().unwrap()
    });
    for (n, before) in acknowledged.iter().enumerate() {
        let target = dir.join(format!("restored-{n}"));
        store::restore(&dir.join(format!("backup-{n}")), &target, "settings", &|_| false).unwrap();
        let reader = Reader::open(&target).unwrap();
        assert!(reader.holds(before).unwrap(), "backup {n} lacks what was acknowledged");
        assert!(store::verify(&reader, &crate::kit::scope(), &mut |_| {}).unwrap().findings.is_empty());
    }
    office.check_whole();
}

#[test]
fn nothing_is_overwritten() {
    let office = Office::new();
    let file = office.dir.path().join("b");
    store::backup(office.dir.path(), &file, SETTINGS, &|_| Vec::new()).unwrap();
    let refused = store::backup(office.dir.path(), &file, SETTINGS, &|_| Vec::new()).unwrap_err().to_string();
    assert!(refused.contains("never overwritten"), "{refused}");
    let refused = store::restore(&file, office.dir.path(), "settings", &|_| false).unwrap_err().to_string();
    assert!(refused.contains("is not empty"), "{refused}");
}

#[test]
fn a_damaged_backup_is_refused_and_leaves_nothing() {
    let office = Office::new();
    let file = office.dir.path().join("b");
    store::backup(office.dir.path(), &file, SETTINGS, &|_| Vec::new()).unwrap();
    let whole = fs::read(&file).unwrap();
    let target = office.dir.path().join("restored");
    let mut cases: Vec<(Vec<u8>, &str)> = (0..30)
        .map(|n| {
            let mut flipped = whole.clone();
            let at = 8 + n * (whole.len() - 8) / 30;
            flipped[at] ^= 1 << (n % 8);
            (flipped, "checksum does not fit")
        })
        .collect();
    cases.push((whole[..whole.len() - 1].to_vec(), "checksum does not fit"));
    cases.push((whole[..whole.len() / 2].to_vec(), "checksum does not fit"));
    cases.push((Vec::new(), "is not a backup"));
    cases.push((b"PK\x03\x04 an archive of something else, long enough to have a sum".to_vec(), "is not a backup"));
    for (bytes, expected) in cases {
        fs::write(&file, bytes).unwrap();
        let refused = store::restore(&file, &target, "settings", &|_| false).unwrap_err().to_string();
        assert!(refused.contains(expected), "{refused}");
        assert!(!target.exists());
    }
    let refused =
        store::restore(&office.dir.path().join("absent"), &target, "settings", &|_| false).unwrap_err().to_string();
    assert!(refused.contains("There is no file"), "{refused}");
}
