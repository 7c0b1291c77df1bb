//! From tokens to the tree of values. It never stops at a mistake: it reports it, does the most
//! likely thing, and goes on.

use std::collections::BTreeMap;

use super::balance::balance;
use super::source::Finding;
use super::syntax::{Field, Name, Node, Span, Tree, Value};
use super::token::{self, Kind, Token};

/// How many brackets may stand inside each other.
pub const NESTING_LIMIT: usize = 64;

/// Parses a text; with no finding the tree is exactly what the text says.
///
/// A faulty text is read in four ways, with and without suspecting unfinished texts and with and
/// without trusting the indentation; the reading that needs the fewest repairs is the one told.
pub(super) fn parse(text: &str) -> (Tree, Vec<Finding>) {
    let mut best: Option<(usize, Node, Vec<Finding>)> = None;
    for (careful, guided) in [(false, false), (true, true), (false, true), (true, false)] {
        let (tokens, mut findings) = token::tokens(text, careful);
        let balanced = balance(text, &tokens, guided);
        let repairs = findings.len() + balanced.cost;
        findings.extend(balanced.findings);
        let mut parser = Parser { tokens: balanced.tokens, at: 0, findings: Vec::new() };
        let root = parser.file();
        let cost = repairs + parser.findings.len();
        findings.extend(parser.findings);
        if cost == 0 {
            return (Tree::new(root), findings);
        }
        // Of equal readings the one guided by indentation is kept.
        let better = best.as_ref().is_none_or(|(known, ..)| cost < *known || (cost == *known && careful && guided));
        if better {
            best = Some((cost, root, findings));
        }
    }
    match best {
        Some((_, root, findings)) => (Tree::new(root), findings),
        None => (Tree::new(Node::new(Value::Wildcard, Span::default())), Vec::new()),
    }
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    findings: Vec<Finding>,
}

impl Parser {
    fn token(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.at + ahead)
    }

    fn kind(&self, ahead: usize) -> Option<&Kind> {
        self.token(ahead).map(|token| &token.kind)
    }

    fn previous(&self) -> Option<&Token> {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at))
    }

    /// The end of the token before, where something that is missing should stand.
    fn end(&self) -> usize {
        self.previous().map_or(0, |token| token.span.end)
    }

    fn report(&mut self, code: &'static str, at: usize, message: impl Into<String>, help: impl Into<String>) {
        self.findings.push(Finding::new(code, at, message, help));
    }

    /// Gives the finding that was reported last the change that mends it.
    fn mend(&mut self, span: Span, text: impl Into<String>) {
        if let Some(last) = self.findings.pop() {
            self.findings.push(last.replace(span, text));
        }
    }

    fn mend_at(&mut self, at: usize, text: &str) {
        self.mend(Span { start: at, end: at }, text);
    }

    fn file(&mut self) -> Node {
        if self.tokens.is_empty() {
            self.report("E015", 0, "the file is empty", "begin it with ( and end it with )");
            return Node::new(Value::Wildcard, Span::default());
        }
        let root = self.value(0, "at the beginning of the file");
        if let Some(token) = self.token(0) {
            let at = token.span.start;
            let help =
                "check whether the outermost bracket is closed too early; delete what does not belong to the file";
            self.report("E012", at, "the file goes on after its end", help);
        }
        root
    }

    /// Reads one value; where there is none it reports so and takes nothing.
    fn value(&mut self, depth: usize, place: &str) -> Node {
        let Some(token) = self.token(0).cloned() else { return self.missing_value(place) };
        let leaf = |value| Node::new(value, token.span);
        let node = match token.kind {
            Kind::Close(_) | Kind::Comma | Kind::Colon => return self.missing_value(place),
            Kind::Open(bracket) => return self.group(bracket, None, depth),
            Kind::Word(ref word) => match self.kind(1) {
                Some(Kind::Open('(')) => {
                    self.at += 1;
                    return self.group('(', Some(Name { text: word.clone(), span: token.span }), depth);
                }
                Some(Kind::Open('{')) => {
                    self.at += 1;
                    self.report("E008", self.end() + 1, "the fields stand in curly brackets", "use round brackets ( )");
                    let group = self.group('{', None, depth);
                    return Node::new(Value::Wildcard, Span { start: token.span.start, end: group.span.end });
                }
                _ => leaf(match word.as_str() {
                    "true" => Value::Bool(true),
                    "false" => Value::Bool(false),
                    _ => Value::Word(word.clone()),
                }),
            },
            Kind::Integer(value) => leaf(Value::Integer(value)),
            Kind::Float(value) => leaf(Value::Float(value)),
            Kind::Text(ref value) => leaf(Value::Text(value.clone())),
            Kind::Character(value) => leaf(Value::Character(value)),
            Kind::Broken => leaf(Value::Wildcard),
        };
        self.at += 1;
        node
    }

    fn missing_value(&mut self, place: &str) -> Node {
        let at = self.end();
        self.report("E010", at, format!("a value is missing {place}"), "");
        Node::new(Value::Wildcard, Span { start: at, end: at })
    }

    fn group(&mut self, bracket: char, name: Option<Name>, depth: usize) -> Node {
        let Some(open) = self.token(0).cloned() else { return self.missing_value("here") };
        let start = name.as_ref().map_or(open.span.start, |name| name.span.start);
        if depth >= NESTING_LIMIT {
            let message = format!("more than {NESTING_LIMIT} brackets stand inside each other");
            self.report("E004", open.span.start, message, "check for brackets that are never closed");
            self.skip_group();
            return Node::new(Value::Wildcard, Span { start, end: self.end() });
        }
        self.at += 1;
        let value = match bracket {
            '(' => self.round(name, depth + 1, open.damaged),
            '[' => self.list(depth + 1),
            _ => self.map(depth + 1, open.damaged),
        };
        if matches!(self.kind(0), Some(Kind::Close(_))) {
            self.at += 1;
        }
        Node { value, span: Span { start, end: self.end() }, id: 0, damaged: open.damaged }
    }

    fn skip_group(&mut self) {
        let mut depth = 0_usize;
        while let Some(kind) = self.kind(0) {
            match kind {
                Kind::Open(_) => depth += 1,
                Kind::Close(_) => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return;
            }
        }
    }

    fn at_close(&self) -> bool {
        matches!(self.kind(0), Some(Kind::Close(_)) | None)
    }

    /// What must follow an element: a comma, or the closing bracket.
    fn separator(&mut self) {
        match self.kind(0) {
            Some(Kind::Comma) => self.at += 1,
            Some(Kind::Close(_)) | None => {}
            Some(Kind::Colon) => {
                let at = self.token(0).map_or(0, |token| token.span.start);
                self.report("E012", at, "a colon cannot stand here", "only names of fields and keys have a colon");
                self.at += 1;
            }
            Some(_) if self.previous().is_some_and(|token| token.made) => {}
            Some(_) => {
                let at = self.end();
                self.report("E009", at, "a comma is missing here", "put , after the value");
                self.mend_at(at, ",");
            }
        }
    }

    /// Takes a comma or colon that stands where an element should.
    fn surplus(&mut self) -> bool {
        let Some(token) = self.token(0) else { return false };
        let (span, sign) = match token.kind {
            Kind::Comma => (token.span, "comma"),
            Kind::Colon => (token.span, "colon"),
            _ => return false,
        };
        let at = span.start;
        if !self.previous().is_some_and(|token| token.made) {
            self.report(
                "E012",
                at,
                format!("there is nothing before this {sign}"),
                "delete it, or add what is missing",
            );
            self.mend(span, "");
        }
        self.at += 1;
        true
    }

    fn list(&mut self, depth: usize) -> Value {
        let mut items = Vec::new();
        let mut told = false;
        while !self.at_close() {
            if self.surplus() {
                continue;
            }
            let start = self.token(0).map_or(0, |token| token.span.start);
            let mut item = self.value(depth, "in this list");
            if matches!(self.kind(0), Some(Kind::Colon)) {
                if !told {
                    let help = "put ( before the first field and ) after the last";
                    self.report("E012", start, "a field cannot stand in a list without its brackets", help);
                }
                told = true;
                self.at += 1;
                self.value(depth, "after the colon");
                item.value = Value::Wildcard;
            }
            items.push(item);
            self.separator();
        }
        Value::List(items)
    }

    fn map(&mut self, depth: usize, damaged: bool) -> Value {
        let mut entries: Vec<(Node, Node)> = Vec::new();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        while !self.at_close() {
            if self.surplus() {
                continue;
            }
            let key = self.value(depth, "in these curly brackets");
            let place = match &key.value {
                Value::Text(text) => format!("for \"{text}\""),
                _ => "for this key".to_owned(),
            };
            if matches!(self.kind(0), Some(Kind::Colon)) {
                self.at += 1;
            } else {
                let at = self.end();
                self.report("E011", at, "a colon is missing here", "an entry looks like \"key\": value");
                self.mend_at(at, ":");
            }
            let value = self.value(depth, &place);
            let text = key.key_text();
            match known.get(&text) {
                Some(first) if key.value != Value::Wildcard => {
                    if !damaged {
                        self.twice(&text, key.span.start, *first);
                    }
                }
                _ => {
                    known.insert(text, key.span.start);
                    entries.push((key, value));
                }
            }
            self.separator();
        }
        Value::Map(entries)
    }

    fn twice(&mut self, name: &str, at: usize, first: usize) {
        let finding = Finding::new("E022", at, format!("\"{name}\" is given twice"), "keep one of them");
        self.findings.push(finding.related(first, "first given here"));
    }

    fn round(&mut self, name: Option<Name>, depth: usize, damaged: bool) -> Value {
        let mut fields: Vec<Field> = Vec::new();
        let mut items: Vec<Node> = Vec::new();
        let mut known: BTreeMap<String, usize> = BTreeMap::new();
        while !self.at_close() {
            if self.decimal_comma(&mut fields) || self.surplus() {
                continue;
            }
            if let Some(field_name) = self.field_name(!fields.is_empty()) {
                let place = format!("after {}:", field_name.text);
                let value = self.value(depth, &place);
                match known.get(&field_name.text) {
                    Some(first) => {
                        if !damaged {
                            self.twice(&field_name.text.clone(), field_name.span.start, *first);
                        }
                    }
                    None => {
                        known.insert(field_name.text.clone(), field_name.span.start);
                        fields.push(Field { name: field_name, value });
                    }
                }
            } else {
                items.push(self.value(depth, "here"));
            }
            self.separator();
        }
        if fields.is_empty() {
            return Value::Tuple(name, items);
        }
        // A bracket that went wrong has been reported; what fell into it needs no second finding.
        for item in items.iter().filter(|item| !damaged && item.value != Value::Wildcard) {
            let help = "every value here needs its name, as in name: value";
            self.findings.push(Finding::new("E017", item.span.start, "this value has no name", help));
        }
        Value::Struct(name, fields)
    }

    /// Takes the name of a field and its colon, also where the colon is missing or the name quoted.
    fn field_name(&mut self, among_fields: bool) -> Option<Name> {
        let token = self.token(0)?;
        let (span, line) = (token.span, token.line);
        let (text, quoted) = match &token.kind {
            Kind::Word(text) => (text.clone(), false),
            Kind::Text(text) => (text.clone(), true),
            _ => return None,
        };
        let next = self.token(1)?;
        if next.kind == Kind::Colon {
            self.at += 2;
            if quoted {
                self.report("E012", span.start, "the name of a field stands in quotes", format!("write {text}:"));
                self.mend(span, text.clone());
            }
            return Some(Name { text, span });
        }
        let starts_value = match next.kind {
            Kind::Text(_) | Kind::Integer(_) | Kind::Float(_) | Kind::Open('[' | '{') => true,
            Kind::Word(_) => {
                (among_fields || text.starts_with(char::is_lowercase)) && self.kind(2) != Some(&Kind::Colon)
            }
            Kind::Open('(') => among_fields && text.starts_with(char::is_lowercase),
            _ => false,
        };
        if quoted || !starts_value || next.line != line {
            return None;
        }
        self.at += 1;
        self.report(
            "E011",
            span.end,
            format!("a colon is missing after {text}"),
            format!("write {text}: and then the value"),
        );
        self.mend_at(span.end, ":");
        Some(Name { text, span })
    }

    /// `depth: 0,5` is meant as a number.
    fn decimal_comma(&mut self, fields: &mut [Field]) -> bool {
        let Some(last) = fields.last_mut() else { return false };
        let (Value::Integer(whole), Some(Token { kind: Kind::Integer(part), span, .. })) =
            (&last.value.value, self.token(0))
        else {
            return false;
        };
        if span.start != last.value.span.end + 1 {
            return false;
        }
        let finding = Finding::new(
            "E014",
            last.value.span.start,
            format!("{whole},{part} is not a number that can be read"),
            format!("decimals follow a point: write {whole}.{part}"),
        );
        let whole_span = Span { start: last.value.span.start, end: span.end };
        let tail = span.end;
        self.findings
            .push(finding.over(whole_span).replace(Span { end: tail, ..whole_span }, format!("{whole}.{part}")));
        last.value.value = Value::Wildcard;
        self.at += 1;
        self.separator();
        true
    }
}
