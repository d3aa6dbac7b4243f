//! Contract: no branch in a shader depends on something that is the same for the whole picture. What differs from
//! picture to picture is a variant of the shader or a factor.
//!
//! With such a branch, lavapipe, Mesa's software Vulkan driver (seen in 22.3.6), takes more memory for each frame and
//! keeps it: one `if` took 20 MB a second. It probably compiles a copy of the shader for the values of each frame.
#![cfg(feature = "window")]

use std::path::Path;

#[test]
fn no_branch_depends_on_what_is_the_same_for_a_whole_picture() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/shaders");
    let mut shaders = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        shaders += 1;
        for (number, line) in (1..).zip(text.lines()) {
            let code = line.split("//").next().unwrap_or_default();
            let words: Vec<&str> = code.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '.').collect();
            let branches = ["if", "for", "while", "switch"].iter().any(|word| words.contains(word));
            let is_told = |word: &&str| {
                ["look.", "animal.", "view.", "transform.", "opacity"].iter().any(|of| word.starts_with(of))
            };
            let told = words.iter().find(|word| is_told(word));
            assert!(!branches || told.is_none(), "{}:{number}: {}", path.display(), line.trim());
        }
    }
    assert_eq!(shaders, 9);
}
