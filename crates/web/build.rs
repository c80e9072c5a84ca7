//! Lists the catalogues of each language, so that a new file is spoken without being named in code.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    let root = env::var("CARGO_MANIFEST_DIR").expect("cargo names the folder of the crate");
    let mut code = String::new();
    for (list, language) in [("ENGLISH", "en"), ("RUSSIAN", "ru"), ("GERMAN", "de")] {
        let folder = Path::new(&root).join("catalogues").join(language);
        println!("cargo::rerun-if-changed={}", folder.display());
        let entries = fs::read_dir(&folder).expect("each language has a folder of catalogues");
        let mut names: Vec<String> = entries
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|name| name.ends_with(".ftl"))
            .collect();
        names.sort();
        write!(code, "/// The catalogues of `{language}`: file name and text.\npub const {list}: &[(&str, &str)] = &[")
            .expect("a string takes text");
        for name in names {
            let path = folder.join(&name);
            println!("cargo::rerun-if-changed={}", path.display());
            write!(code, "({name:?}, include_str!({:?})),", path.display().to_string()).expect("a string takes text");
        }
        code.push_str("];\n");
    }
    let out = env::var("OUT_DIR").expect("cargo names a folder for what is made");
    fs::write(Path::new(&out).join("catalogues.rs"), code).expect("the folder can be written");
}
