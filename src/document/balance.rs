//! Makes the brackets of a token list match, so that the reader after it never loses its way.
//!
//! A file whose brackets match is left as it is, whatever its indentation. Only where they do not,
//! indentation is taken as a hint to what the author meant.

use super::source::{FAULT_LIMIT, Finding};
use super::syntax::Span;
use super::token::{Kind, Token};

/// Tokens with matching brackets, what had to be repaired, and how much of it.
pub(super) struct Balanced {
    pub(super) tokens: Vec<Token>,
    pub(super) findings: Vec<Finding>,
    /// How many brackets were added, dropped or changed.
    pub(super) cost: usize,
}

/// Matches the brackets of the tokens of a text; `guided` uses the indentation to place what is missing.
pub(super) fn balance(text: &str, tokens: &[Token], guided: bool) -> Balanced {
    let mut balancer = Balancer {
        text,
        guided,
        open: Vec::new(),
        dropped: false,
        done: Balanced { tokens: Vec::with_capacity(tokens.len() + 8), findings: Vec::new(), cost: 0 },
    };
    if let [Token { kind: Kind::Word(_) | Kind::Text(_), span, .. }, Token { kind: Kind::Colon, .. }, ..] = tokens {
        let bracket = if matches!(tokens.first(), Some(Token { kind: Kind::Word(_), .. })) { '(' } else { '{' };
        let help = format!("put {bracket} at the beginning and {} at the end", closing(bracket));
        balancer.report("E007", span.start, "the file does not begin with a bracket".to_owned(), help);
        balancer.opened(bracket, &made(Kind::Open(bracket), Span { start: span.start, end: span.start }), true);
        balancer.implied_root();
    }
    for (index, token) in tokens.iter().enumerate() {
        if balancer.done.findings.len() >= FAULT_LIMIT {
            break;
        }
        let rest = tokens.get(index + 1..).unwrap_or(&[]);
        balancer.take(token, rest);
        balancer.colon_forgotten(token, rest.first());
    }
    balancer.finish()
}

/// How many open brackets are named when a file ends too early.
const NAMED_LIMIT: usize = 5;

fn made(kind: Kind, span: Span) -> Token {
    Token { kind, span, line: 0, indent: 0, first: false, made: true, damaged: false }
}

/// An opening bracket whose closing one has not come yet.
struct Open {
    bracket: char,
    /// Where its token stands in the result.
    index: usize,
    at: usize,
    line: usize,
    indent: usize,
    /// Whether its line ends with it.
    ends_line: bool,
    /// Whether the file's end closes it without complaint.
    implied: bool,
    /// Whether its content begins with a field's name and colon.
    fields: Option<bool>,
}

struct Balancer<'a> {
    text: &'a str,
    guided: bool,
    open: Vec<Open>,
    /// Whether the token before was a closing bracket that has been left out.
    dropped: bool,
    done: Balanced,
}

fn closing(open: char) -> char {
    match open {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}

/// Whether the content of a bracket clearly goes on: then what came before did not close it.
fn goes_on(top: &Open, rest: &[Token]) -> bool {
    match rest {
        [Token { kind: Kind::Close(next), .. }, ..] => *next == closing(top.bracket),
        [Token { kind: Kind::Comma, .. }, Token { kind: Kind::Word(_), .. }, Token { kind: Kind::Colon, .. }, ..] => {
            top.fields == Some(true)
        }
        _ => false,
    }
}

impl Balancer<'_> {
    fn report(&mut self, code: &'static str, at: usize, message: String, help: String) {
        self.done.findings.push(Finding::new(code, at, message, help));
        self.done.cost += 1;
    }

    /// Gives the finding that was reported last the change that mends it.
    fn mend(&mut self, span: Span, text: impl Into<String>) {
        if let Some(last) = self.done.findings.pop() {
            self.done.findings.push(last.replace(span, text));
        }
    }

    fn opened(&mut self, bracket: char, token: &Token, ends_line: bool) {
        self.open.push(Open {
            bracket,
            index: self.done.tokens.len(),
            at: token.span.start,
            line: token.line,
            indent: token.indent,
            ends_line,
            implied: false,
            fields: None,
        });
        self.done.tokens.push(token.clone());
    }

    fn implied_root(&mut self) {
        if let Some(root) = self.open.last_mut() {
            root.implied = true;
        }
    }

    fn take(&mut self, token: &Token, rest: &[Token]) {
        let ends_line = rest.first().is_none_or(|next| next.line > token.line);
        let field = matches!(token.kind, Kind::Word(_)) && rest.first().is_some_and(|next| next.kind == Kind::Colon);
        let after_dropped = std::mem::take(&mut self.dropped);
        let nothing_before =
            self.done.tokens.last().is_none_or(|last| matches!(last.kind, Kind::Comma | Kind::Open(_)));
        if after_dropped && nothing_before && token.kind == Kind::Comma {
            return;
        }
        match token.kind {
            Kind::Close(bracket) if self.guided => self.close_guided(token, bracket, rest),
            Kind::Close(bracket) => self.close_strictly(token, bracket),
            _ => {
                if self.guided && token.first {
                    self.dedent(token);
                }
                if self.guided && field {
                    self.misplaced_field(token);
                }
                if self.guided {
                    self.content_without_bracket(token);
                }
                if let Some(top) = self.open.last_mut() {
                    top.fields.get_or_insert(field);
                }
                match token.kind {
                    Kind::Open(bracket) => self.opened(bracket, token, ends_line),
                    _ => self.done.tokens.push(token.clone()),
                }
            }
        }
    }

    /// A line that begins no deeper than the line of an open bracket does not belong into it.
    fn dedent(&mut self, token: &Token) {
        while self.open.len() > 1
            && self.open.last().is_some_and(|top| top.line < token.line && token.indent <= top.indent)
        {
            self.close_missing(token);
        }
    }

    /// Brackets that begin with `name value` hold fields too; the colon is asked for later.
    fn colon_forgotten(&mut self, token: &Token, next: Option<&Token>) {
        let Kind::Word(word) = &token.kind else { return };
        let value = next.is_some_and(|next| !matches!(next.kind, Kind::Comma | Kind::Close(_) | Kind::Open('(')));
        let first = self.done.tokens.len().checked_sub(2);
        if let Some(top) = self.open.last_mut().filter(|top| Some(top.index) == first)
            && value
            && word.starts_with(char::is_lowercase)
        {
            top.fields = Some(true);
        }
    }

    /// A field cannot be the value of another, stand in a list, or follow values without names: an
    /// opening bracket before it or a closing one further up is missing.
    fn misplaced_field(&mut self, token: &Token) {
        let Some((last, top)) = self.done.tokens.last().zip(self.open.last()) else { return };
        let (line, indent, end) = (last.line, last.indent, last.span.end);
        match (&last.kind, top.bracket) {
            (Kind::Colon, _) if line == token.line || token.indent > indent => {
                self.open_missing(
                    &Token { line, indent, ..made(Kind::Open('('), Span { start: end, end }) },
                    line < token.line,
                );
            }
            (Kind::Comma, '(') if top.fields == Some(false) => self.close_missing(token),
            (Kind::Open('[') | Kind::Comma, '[') => {
                let before = self.done.tokens.len().checked_sub(2).and_then(|index| self.done.tokens.get(index));
                let after_group = before.is_none_or(|token| matches!(token.kind, Kind::Close(_)));
                if last.kind == Kind::Comma && !after_group {
                    return self.close_missing(token);
                }
                // Fields that begin their lines stand deeper than the brackets around them.
                let (place, indent) = if token.first {
                    (self.line_left_empty(line, token), indent)
                } else {
                    (token.span.start, token.indent)
                };
                let span = Span { start: place, end: place };
                self.open_missing(&Token { line: token.line, indent, ..made(Kind::Open('('), span) }, false);
            }
            _ => {}
        }
    }

    /// Where a bracket belongs that stood alone in its line: in the line that is empty now between the line
    /// `above` and the first token of the next; without such a line before that token.
    fn line_left_empty(&self, above: usize, token: &Token) -> usize {
        let before = self.text.get(..token.span.start).unwrap_or("").trim_end_matches([' ', '\t']);
        let end = before.strip_suffix('\n').map(|before| before.strip_suffix('\r').unwrap_or(before).len());
        end.filter(|_| token.line == above + 2).unwrap_or(token.span.start)
    }

    /// `Name[…]` and `Name"…"` have lost the bracket after the name.
    fn content_without_bracket(&mut self, token: &Token) {
        let content = matches!(token.kind, Kind::Open('[' | '{') | Kind::Text(_) | Kind::Integer(_) | Kind::Float(_));
        let Some(Token { kind: Kind::Word(word), span, line, indent, .. }) = self.done.tokens.last() else { return };
        if content && *line == token.line && span.end == token.span.start && word.starts_with(char::is_uppercase) {
            let span = Span { start: span.end, end: span.end };
            let (line, indent) = (*line, *indent);
            self.open_missing(&Token { line, indent, ..made(Kind::Open('('), span) }, false);
        }
    }

    fn open_missing(&mut self, token: &Token, ends_line: bool) {
        let help = "put ( before the first field and ) after the last".to_owned();
        self.report("E007", token.span.start, "an opening bracket ( is missing here".to_owned(), help);
        let space = if token.span.start == token.span.end
            && self.done.tokens.last().is_some_and(|last| last.kind == Kind::Colon)
        {
            " ("
        } else {
            "("
        };
        self.mend(Span { start: token.span.start, end: token.span.start }, space);
        self.opened('(', token, ends_line);
    }

    fn close_strictly(&mut self, token: &Token, bracket: char) {
        match self.open.iter().rposition(|open| closing(open.bracket) == bracket) {
            Some(depth) => {
                while self.open.len() > depth + 1 {
                    self.close_missing(token);
                }
                self.close(token);
            }
            None => self.drop_stray(token, bracket),
        }
    }

    fn close_guided(&mut self, token: &Token, bracket: char, rest: &[Token]) {
        let matches = |open: &Open| closing(open.bracket) == bracket;
        if token.first {
            while self.open.last().is_some_and(|top| top.indent > token.indent)
                && self.open.iter().rev().skip(1).any(|open| matches(open) && open.indent <= token.indent)
            {
                self.close_missing(token);
            }
            match self.open.last() {
                Some(top) if matches(top) && (token.indent <= top.indent || !top.ends_line) => self.close(token),
                Some(top) if !matches(top) && top.indent == token.indent => self.close_wrong(token, bracket),
                _ => self.drop_stray(token, bracket),
            }
            return;
        }
        let same_line = self.open.iter().rposition(|open| matches(open) && open.line == token.line);
        let hanging = self.open.iter().rposition(|open| matches(open) && !open.ends_line);
        match self.open.last() {
            Some(top) if matches(top) && (top.line == token.line || !top.ends_line) => self.close(token),
            Some(top) if same_line.is_none() && !matches(top) && top.line == token.line => {
                if goes_on(top, rest) {
                    self.drop_stray(token, bracket)
                } else {
                    self.close_wrong(token, bracket)
                }
            }
            _ => match same_line.or(hanging) {
                Some(depth) => {
                    while self.open.len() > depth + 1 {
                        self.close_missing(token);
                    }
                    self.close(token);
                }
                None => self.drop_stray(token, bracket),
            },
        }
    }

    fn close(&mut self, token: &Token) {
        self.open.pop();
        self.done.tokens.push(token.clone());
    }

    /// Closes the innermost bracket, for which the text has no closing one before `next`.
    fn close_missing(&mut self, next: &Token) {
        let Some(top) = self.open.last() else { return };
        let (opened, bracket, line, indent) = (top.at, top.bracket, top.line, top.indent);
        let place = match self.done.tokens.last() {
            // What follows in the line goes on after the bracket, and so does its comma.
            Some(last) if last.kind == Kind::Comma && (last.line == next.line || last.line == line) => last.span.start,
            // A comma alone in its line has lost the bracket before it.
            _ if next.kind == Kind::Comma && next.first => next.span.start,
            // Two brackets are closed in one line.
            _ if matches!(next.kind, Kind::Close(_)) && next.first && next.indent == indent => next.span.start,
            Some(last) => last.span.end,
            None => opened,
        };
        let right = closing(bracket);
        let message = format!("the bracket {right} is missing here");
        let help = format!("put {right} where the content of {bracket} ends");
        self.report("E007", place, message, help);
        self.relate(opened);
        self.mend(Span { start: place, end: place }, right.to_string());
        self.add_closing();
    }

    /// Tells with the finding that was reported last where its bracket was opened.
    fn relate(&mut self, opened: usize) {
        if let Some(last) = self.done.findings.pop() {
            self.done.findings.push(last.related(opened, "opened here"));
        }
    }

    fn add_closing(&mut self) {
        self.damage(2);
        let Some(top) = self.open.pop() else { return };
        let end = self.done.tokens.last().map_or(top.at, |token| token.span.end);
        self.done.tokens.push(made(Kind::Close(closing(top.bracket)), Span { start: end, end }));
    }

    fn close_wrong(&mut self, token: &Token, bracket: char) {
        let Some(top) = self.open.pop() else { return };
        let right = closing(top.bracket);
        let message = format!("the bracket {} from line {} is closed by {bracket}", top.bracket, top.line);
        self.report("E008", token.span.start, message, format!("write {right} here"));
        self.mend(token.span, right.to_string());
        self.done.tokens.push(Token { kind: Kind::Close(right), ..token.clone() });
    }

    /// A `]` or `}` that begins its line, as far in as a line above that ends in a colon, or that
    /// stands in one line with a colon, shows where its opening bracket is missing.
    fn open_further_up(&mut self, token: &Token, bracket: char) -> bool {
        let missing = match bracket {
            ']' => '[',
            '}' => '{',
            _ => return false,
        };
        let mut depth = 0_usize;
        let mut next_line = token.line;
        let mut place = None;
        for (index, above) in self.done.tokens.iter().enumerate().rev() {
            match above.kind {
                Kind::Close(_) => depth += 1,
                Kind::Open(_) if depth == 0 => break,
                Kind::Open(_) => depth -= 1,
                Kind::Colon
                    if depth == 0 && above.indent == token.indent && (above.line < next_line || !token.first) =>
                {
                    place = Some((index, above.span.end));
                    break;
                }
                _ => {}
            }
            next_line = above.line;
        }
        let Some((index, end)) = place else { return false };
        self.done.tokens.insert(index + 1, made(Kind::Open(missing), Span { start: end, end }));
        let message = format!("an opening bracket {missing} is missing here");
        self.report("E007", end, message, format!("put {missing} before the first value"));
        self.mend(Span { start: end, end }, format!(" {missing}"));
        self.done.tokens.push(token.clone());
        true
    }

    fn drop_stray(&mut self, token: &Token, bracket: char) {
        if self.guided && self.open_further_up(token, bracket) {
            return;
        }
        self.damage(1);
        self.dropped = true;
        let message = format!("the bracket {bracket} closes nothing");
        self.report("E008", token.span.start, message, "delete it, or open its bracket further up".to_owned());
        self.mend(token.span, "");
    }

    /// Marks the innermost open brackets as uncertain; without indentation to go by, all of them.
    fn damage(&mut self, count: usize) {
        let count = if self.guided { count } else { usize::MAX };
        for open in self.open.iter().rev().take(count) {
            match self.done.tokens.get_mut(open.index) {
                Some(token) if !token.damaged => token.damaged = true,
                // What is around it has been marked before.
                _ if !self.guided => break,
                _ => {}
            }
        }
    }

    /// Closes what the file's end leaves open, with one finding for all of it.
    fn finish(mut self) -> Balanced {
        let left: Vec<(usize, char, usize)> =
            self.open.iter().filter(|open| !open.implied).map(|open| (open.at, open.bracket, open.line)).collect();
        if let Some((at, bracket, _)) = left.last() {
            let others: Vec<String> = left
                .iter()
                .rev()
                .skip(1)
                .take(NAMED_LIMIT)
                .map(|(_, bracket, line)| format!("{bracket} from line {line}"))
                .collect();
            let help = match others.as_slice() {
                [] => format!("put {} where the content of {bracket} ends", closing(*bracket)),
                _ => format!("the file may be cut off; also open: {}", others.join(", ")),
            };
            let end = self.done.tokens.last().map_or(*at, |token| token.span.end);
            self.report("E007", end, format!("the bracket {} is missing here", closing(*bracket)), help);
            self.relate(*at);
            let all: String = left.iter().rev().map(|(_, bracket, _)| closing(*bracket)).collect();
            self.mend(Span { start: end, end }, all);
            self.done.cost += left.len() - 1;
        }
        while !self.open.is_empty() {
            self.add_closing();
        }
        self.done
    }
}
