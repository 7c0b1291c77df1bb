//! Findings in the form SARIF 2.1.0, which editors and code reviews read.

use serde_json::{Value, json};

use crate::diagnostic::{Diagnostic, Position, Severity, codes};

/// The log of one run.
pub(super) fn log<'a>(findings: impl Iterator<Item = &'a Diagnostic>) -> String {
    let rules: Vec<Value> = codes::ALL
        .iter()
        .map(|entry| {
            json!({
                "id": entry.code,
                "shortDescription": { "text": entry.title },
                "fullDescription": { "text": entry.explanation },
            })
        })
        .collect();
    let results: Vec<Value> = findings.map(result).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "ctm-trainer",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_string_pretty(&log).unwrap_or_else(|error| error.to_string())
}

fn result(finding: &Diagnostic) -> Value {
    let level = match finding.severity {
        Severity::Warning => "warning",
        Severity::Error => "error",
    };
    let message = match finding.help.is_empty() {
        true => finding.message.clone(),
        false => format!("{} ({})", finding.message, finding.help),
    };
    let mut result = json!({
        "ruleId": finding.code,
        "level": level,
        "message": { "text": message },
        "locations": [{ "physicalLocation": place(&finding.file, finding.at, finding.end) }],
    });
    if let Some(fields) = result.as_object_mut().filter(|_| !finding.related.is_empty()) {
        let related = finding.related.iter().map(|related| {
            json!({
                "physicalLocation": place(&finding.file, related.at, related.at),
                "message": { "text": related.message },
            })
        });
        fields.insert("relatedLocations".into(), related.collect());
    }
    if let (Some(fields), Some(fix)) = (result.as_object_mut(), &finding.fix) {
        let fix = json!({
            "description": { "text": finding.help },
            "artifactChanges": [{
                "artifactLocation": { "uri": uri(&finding.file) },
                "replacements": [{
                    "deletedRegion": { "byteOffset": fix.start, "byteLength": fix.end - fix.start },
                    "insertedContent": { "text": fix.text },
                }],
            }],
        });
        fields.insert("fixes".into(), json!([fix]));
    }
    result
}

fn place(file: &str, at: Position, end: Position) -> Value {
    json!({
        "artifactLocation": { "uri": uri(file) },
        "region": {
            "startLine": at.line.max(1), "startColumn": at.column.max(1),
            "endLine": end.line.max(1), "endColumn": end.column.max(1),
        },
    })
}

/// A file's name as a relative reference: forward slashes, and the few signs that have a meaning in one.
fn uri(file: &str) -> String {
    let mut uri = String::new();
    for byte in file.replace('\\', "/").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' | b':' => {
                uri.push(char::from(byte))
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}
