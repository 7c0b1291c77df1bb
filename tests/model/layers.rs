//! The order of dependencies holds: no module uses one that comes after it.

use std::{fs, path::Path};

use ctm_trainer::LAYERS;

/// Every `crate::<module>` used in a source file, with its line.
fn uses(source: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in source.lines().enumerate() {
        let code = line.split("//").next().unwrap_or_default();
        for (at, _) in code.match_indices("crate::") {
            let rest = &code[at + "crate::".len()..];
            let names: Vec<&str> = match rest.strip_prefix('{') {
                Some(list) => list.split(',').map(|item| item.trim().split("::").next().unwrap_or_default()).collect(),
                None => vec![rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default()],
            };
            found.extend(names.into_iter().map(|name| (number + 1, name.to_owned())));
        }
    }
    // A list over several lines: `use crate::{` and then one item a line.
    let mut inside = false;
    let mut depth = 0_i32;
    for (number, line) in source.lines().enumerate() {
        if line.trim_start().starts_with("use crate::{") && !line.contains('}') {
            inside = true;
            depth = 1;
            continue;
        }
        if inside {
            if depth == 1 {
                let name: String = line.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                found.push((number + 1, name));
            }
            depth += line.matches('{').count() as i32 - line.matches('}').count() as i32;
            inside = depth > 0;
        }
    }
    found
}

fn visit(folder: &Path, violations: &mut Vec<String>, seen: &mut usize) {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            visit(&path, violations, seen);
            continue;
        }
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let name = path.strip_prefix(&source).unwrap().to_string_lossy().replace('\\', "/");
        let module = name.split(['/', '.']).next().unwrap_or_default();
        let Some(own) = LAYERS.iter().position(|layer| *layer == module) else { continue };
        *seen += 1;
        for (line, used) in uses(&fs::read_to_string(&path).unwrap()) {
            if LAYERS.iter().position(|layer| *layer == used).is_some_and(|other| other > own) {
                violations.push(format!("`{module}` may not use `{used}` (src/{name}:{line})"));
            }
        }
    }
}

#[test]
fn no_module_uses_one_that_comes_after_it() {
    let mut violations = Vec::new();
    let mut seen = 0;
    visit(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut violations, &mut seen);
    assert!(seen > 20, "only {seen} source files were looked at");
    assert!(violations.is_empty(), "{}", violations.join("\n"));
}

#[test]
fn a_use_against_the_order_would_be_seen() {
    let source =
        "use crate::{\n    knowledge::id::ZoneId,\n    scene::camera,\n};\nfn f() { crate::interface::x(); }\n";
    let found: Vec<String> = uses(source).into_iter().map(|(_, name)| name).collect();
    assert!(found.contains(&"scene".to_owned()), "{found:?}");
    assert!(found.contains(&"interface".to_owned()), "{found:?}");
}
