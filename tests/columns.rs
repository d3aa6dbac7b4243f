//! Contract: the documentation of the columns is the one the program writes.

use std::path::Path;

use sparrowfall::experiment::columns;

#[test]
fn the_page_of_columns_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/COLUMNS.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, columns::page()).unwrap();
    }
    let page = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(page, columns::page(), "run UPDATE_DOCS=1 cargo test --test columns");
}
