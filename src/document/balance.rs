//! Makes the brackets of a token list match, so that the reader after it never loses its way.
//!
//! A file whose brackets match is left as it is, whatever its indentation. Only where they do not,
//! indentation is taken as a hint to what the author meant.

use super::source::Finding;
use super::syntax::Span;
use super::token::{Kind, Token};

/// Tokens with matching brackets, what had to be repaired, and how much of it.
pub(super) struct Balanced {
    pub(super) tokens: Vec<Token>,
    pub(super) findings: Vec<Finding>,
    /// How many brackets were added, dropped or changed.
    pub(super) cost: usize,
}

/// Matches the brackets; `guided` uses the indentation to place what is missing.
pub(super) fn balance(tokens: &[Token], guided: bool) -> Balanced {
    let mut balancer = Balancer {
        guided,
        open: Vec::new(),
        done: Balanced { tokens: Vec::with_capacity(tokens.len() + 8), findings: Vec::new(), cost: 0 },
    };
    if let [Token { kind: Kind::Word(_), span, .. }, Token { kind: Kind::Colon, .. }, ..] = tokens {
        let help = "put ( at the beginning and ) at the end";
        balancer.done.findings.push(Finding::new("E007", span.start, "the file does not begin with a bracket", help));
        balancer.done.cost += 1;
        balancer.opened('(', &made(Kind::Open('('), Span { start: span.start, end: span.start }), true);
        balancer.implied_root();
    }
    for (index, token) in tokens.iter().enumerate() {
        let ends_line = tokens.get(index + 1).is_none_or(|next| next.line > token.line);
        balancer.take(token, ends_line);
    }
    balancer.finish()
}

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
}

struct Balancer {
    guided: bool,
    open: Vec<Open>,
    done: Balanced,
}

fn closing(open: char) -> char {
    match open {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}

impl Balancer {
    fn report(&mut self, code: &'static str, at: usize, message: String, help: String) {
        self.done.findings.push(Finding::new(code, at, message, help));
        self.done.cost += 1;
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
        });
        self.done.tokens.push(token.clone());
    }

    fn implied_root(&mut self) {
        if let Some(root) = self.open.last_mut() {
            root.implied = true;
        }
    }

    fn take(&mut self, token: &Token, ends_line: bool) {
        match token.kind {
            Kind::Close(bracket) if self.guided => self.close_guided(token, bracket),
            Kind::Close(bracket) => self.close_strictly(token, bracket),
            _ => {
                if self.guided && token.first {
                    self.dedent(token);
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
            self.close_missing();
        }
    }

    fn close_strictly(&mut self, token: &Token, bracket: char) {
        match self.open.iter().rposition(|open| closing(open.bracket) == bracket) {
            Some(depth) => {
                while self.open.len() > depth + 1 {
                    self.close_missing();
                }
                self.close(token);
            }
            None => self.drop_stray(token, bracket),
        }
    }

    fn close_guided(&mut self, token: &Token, bracket: char) {
        let matches = |open: &Open| closing(open.bracket) == bracket;
        if token.first {
            while self.open.last().is_some_and(|top| top.indent > token.indent)
                && self.open.iter().rev().skip(1).any(|open| matches(open) && open.indent <= token.indent)
            {
                self.close_missing();
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
                self.close_wrong(token, bracket)
            }
            _ => match same_line.or(hanging) {
                Some(depth) => {
                    while self.open.len() > depth + 1 {
                        self.close_missing();
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

    /// Closes the innermost bracket, for which the text has no closing one.
    fn close_missing(&mut self) {
        let Some(top) = self.open.last() else { return };
        let (at, bracket) = (top.at, top.bracket);
        let message = format!("the bracket {bracket} is never closed");
        self.report("E007", at, message, format!("put {} where its content ends", closing(bracket)));
        self.add_closing();
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
        self.done.tokens.push(Token { kind: Kind::Close(right), ..token.clone() });
    }

    fn drop_stray(&mut self, token: &Token, bracket: char) {
        self.damage(1);
        let message = format!("the bracket {bracket} closes nothing");
        self.report("E008", token.span.start, message, "delete it, or open its bracket further up".to_owned());
    }

    /// Marks the innermost open brackets as uncertain; without indentation to go by, all of them.
    fn damage(&mut self, count: usize) {
        let count = if self.guided { count } else { usize::MAX };
        for open in self.open.iter().rev().take(count) {
            if let Some(token) = self.done.tokens.get_mut(open.index) {
                token.damaged = true;
            }
        }
    }

    /// Closes what the file's end leaves open, with one finding for all of it.
    fn finish(mut self) -> Balanced {
        let left: Vec<(usize, char, usize)> =
            self.open.iter().filter(|open| !open.implied).map(|open| (open.at, open.bracket, open.line)).collect();
        if let Some((at, bracket, _)) = left.last() {
            let others: Vec<String> =
                left.iter().rev().skip(1).map(|(_, bracket, line)| format!("{bracket} from line {line}")).collect();
            let help = match others.as_slice() {
                [] => format!("put {} where its content ends", closing(*bracket)),
                _ => format!("the file may be cut off; also open: {}", others.join(", ")),
            };
            self.report("E007", *at, format!("the bracket {bracket} is never closed"), help);
            self.done.cost += others.len();
        }
        while !self.open.is_empty() {
            self.add_closing();
        }
        self.done
    }
}
