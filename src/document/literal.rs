//! Texts, letters and numbers as they are written in a file.

use super::token::Kind;

/// How much of a line is looked at to guess what its author meant, in bytes.
const LINE_SIGHT: usize = 1000;

/// The first line of a text, as far as it is looked at.
pub(super) fn line(text: &str) -> &str {
    let sight = text.get(..text.floor_char_boundary(LINE_SIGHT)).unwrap_or("");
    sight.lines().next().unwrap_or("")
}

/// Reads a text after its opening quotation mark: its value, how many bytes it takes up to and
/// including the closing mark (`None` where there is none), and faulty escapes with their offsets.
pub(super) fn quoted(rest: &str) -> (String, Option<usize>, Vec<(usize, String)>) {
    let mut value = String::new();
    let mut faults = Vec::new();
    let mut at = 0;
    while let Some(character) = rest.get(at..).and_then(|rest| rest.chars().next()) {
        match character {
            '"' => return (value, Some(at + 1), faults),
            '\\' => {
                let (letter, length) = escape(rest.get(at + 1..).unwrap_or(""));
                match letter {
                    Some(letter) => value.push(letter),
                    None => {
                        let shown: String = rest.get(at..).unwrap_or("").chars().take(2).collect();
                        faults.push((at, format!("{} has no meaning in a text", shown.trim_end())));
                    }
                }
                at += 1 + length;
            }
            _ => {
                value.push(character);
                at += character.len_utf8();
            }
        }
    }
    (value, None, faults)
}

/// What stands after a backslash, and how many bytes it takes.
fn escape(rest: &str) -> (Option<char>, usize) {
    let Some(character) = rest.chars().next() else { return (None, 0) };
    let plain = |letter| (Some(letter), 1);
    match character {
        'n' => plain('\n'),
        'r' => plain('\r'),
        't' => plain('\t'),
        '0' => plain('\0'),
        '\\' | '"' | '\'' => plain(character),
        'x' => match rest.get(1..3).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(code) => (Some(char::from(code)), 3),
            None => (None, 1),
        },
        'u' => {
            let digits = rest.get(1..).and_then(|rest| rest.strip_prefix('{')).and_then(|rest| rest.split_once('}'));
            match digits.map(|(digits, _)| (digits, u32::from_str_radix(digits, 16).ok().and_then(char::from_u32))) {
                Some((digits, Some(letter))) => (Some(letter), digits.len() + 3),
                _ => (None, 1),
            }
        }
        _ => (None, character.len_utf8()),
    }
}

/// Reads one letter after its opening single mark: the letter, the bytes taken, a faulty escape.
/// Without a letter, the bytes run to the closing mark of the line or over the opening mark alone.
pub(super) fn character(rest: &str) -> (Option<char>, usize, Option<String>) {
    let mut letters = rest.chars();
    let (letter, length) = match letters.next() {
        Some('\\') => {
            let (letter, length) = escape(letters.as_str());
            (letter, length + 1)
        }
        Some('\'') | None => (None, 0),
        Some(letter) => (Some(letter), letter.len_utf8()),
    };
    if rest.get(length..).is_some_and(|rest| rest.starts_with('\'')) && length > 0 {
        let fault = letter.is_none().then(|| "this escape has no meaning".to_owned());
        return (Some(letter.unwrap_or(' ')), length + 1, fault);
    }
    let line = self::line(rest);
    let length = line.find('\'').map_or_else(|| line.find([',', ')', ']', '}']).unwrap_or(line.len()), |end| end + 1);
    (None, length, None)
}

/// The characters that belong to one number, as far as its writer may have meant one.
pub(super) fn number_run(text: &str) -> &str {
    let mut before = ' ';
    let radix = text.trim_start_matches(['+', '-']).starts_with("0x");
    let end = text.char_indices().find(|(at, character)| {
        let sign = matches!(character, '+' | '-') && (*at == 0 || (matches!(before, 'e' | 'E') && !radix));
        before = *character;
        !(sign || *character == '.' || *character == '_' || character.is_alphanumeric())
    });
    end.and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

/// The number of a run, or [`Kind::Broken`].
pub(super) fn number(run: &str) -> Kind {
    let (negative, digits) = match run.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, run.strip_prefix('+').unwrap_or(run)),
    };
    let clean = digits.replace('_', "");
    let based = |radix| {
        clean
            .get(2..)
            .filter(|digits| !digits.starts_with(['+', '-']))
            .and_then(|digits| i128::from_str_radix(digits, radix).ok())
    };
    let integer = match clean.get(..2) {
        Some("0x") => based(16),
        Some("0b") => based(2),
        Some("0o") => based(8),
        _ if clean.bytes().all(|byte| byte.is_ascii_digit()) => clean.parse().ok(),
        _ => None,
    };
    if let Some(integer) = integer {
        return Kind::Integer(if negative { -integer } else { integer });
    }
    let is_decimal = clean.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        && clean.bytes().all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte));
    match clean.parse::<f64>() {
        Ok(value) if is_decimal && value.is_finite() => Kind::Float(if negative { -value } else { value }),
        _ => Kind::Broken,
    }
}

/// Where the text that begins at `start` should be cut off because its closing mark is missing;
/// `None` where it looks complete.
///
/// A text is taken for unfinished if it runs over its line's end although the next line looks like
/// fields or brackets, or if its line has an odd number of marks and what follows its closing mark
/// cannot follow a text.
pub(super) fn cut(text: &str, start: usize) -> Option<usize> {
    let body = text.get(start + 1..)?;
    let line = self::line(body);
    let (first, odd) = unescaped_marks(line);
    if let Some(first) = first {
        let follows = line.get(first + 1..).unwrap_or("").trim_start().chars().next();
        let fits = follows.is_none_or(|character| ",)]}:/".contains(character));
        if fits || odd {
            return None;
        }
        let before = line.get(..first).unwrap_or("").trim_end();
        if let Some(content) = before.strip_suffix(',') {
            return Some(start + 1 + content.len());
        }
        let comma =
            line.match_indices(',').map(|(at, _)| at).find(|at| looks_like_field(line.get(at + 1..).unwrap_or("")));
        return comma.map(|comma| start + 1 + comma);
    }
    let next = body.lines().skip(1).map(str::trim_start).find(|line| !line.is_empty());
    let code = next.is_none_or(|next| {
        next.starts_with(['(', '[', '{', ')', ']', '}', '"']) || next.starts_with("//") || looks_like_field(next)
    });
    let closed = quoted(body).1.is_some();
    (code || !closed).then(|| {
        let key = line.trim_end_matches(|letter: char| "([{ \t\r".contains(letter)).strip_suffix(':');
        let content = key.unwrap_or(line.trim_end_matches(|letter: char| ",)]} \t\r".contains(letter)));
        // A bracket that the text itself opened belongs to it.
        let closing = line.get(content.len()..).filter(|rest| rest.starts_with(')')).map_or(0, |_| 1);
        let own = content.matches(" (").count() > content.matches(')').count();
        start + 1 + content.len() + if own { closing } else { 0 }
    })
}

/// The length of a text at the beginning of `rest` that lacks its opening quotation mark (then it
/// includes the closing one, and the second value is true) or both; `None` where it looks like
/// something else. Three words in a row are taken for text.
pub(super) fn bare(rest: &str) -> Option<(usize, bool)> {
    let line = self::line(rest);
    let (first, odd) = unescaped_marks(line);
    if let Some(mark) = first.filter(|_| odd) {
        let before = line.get(..mark)?;
        let after = line.get(mark + 1..)?.trim_start().chars().next();
        let fields = before.match_indices(',').any(|(at, _)| looks_like_field(before.get(at + 1..).unwrap_or("")));
        let fits = after.is_none_or(|character| ",)]}:".contains(character));
        if fits && !fields && !looks_like_field(before) && brackets_are_prose(before) {
            return Some((mark + 1, true));
        }
    }
    let end = line.find([',', '(', ')', '[', ']', '{', '}', '"', ':']).unwrap_or(line.len());
    let words = line.get(..end)?.trim_end();
    let next = line.get(end..)?.chars().next();
    (next != Some(':') && next != Some('"') && !words.contains('=') && words.split_whitespace().count() >= 3)
        .then_some((words.len(), false))
}

/// Whether brackets stand as in a sentence: a blank before each, and all of them closed.
fn brackets_are_prose(text: &str) -> bool {
    let opened = text.matches('(').count();
    !text.contains(['[', ']', '{', '}']) && opened == text.matches(" (").count() && opened == text.matches(')').count()
}

/// The place of the first quotation mark that is not escaped, and whether there is an odd number.
fn unescaped_marks(line: &str) -> (Option<usize>, bool) {
    let (mut first, mut odd, mut escaped) = (None, false, false);
    for (at, byte) in line.bytes().enumerate() {
        if byte == b'"' && !escaped {
            first = first.or(Some(at));
            odd = !odd;
        }
        escaped = byte == b'\\' && !escaped;
    }
    (first, odd)
}

/// Whether a line begins as `name:` or `Name(` do.
fn looks_like_field(text: &str) -> bool {
    let text = text.trim_start();
    let end = text.find(|letter: char| !(letter == '_' || letter.is_alphanumeric())).unwrap_or(text.len());
    let rest = text.get(end..).unwrap_or("");
    end > 0 && (rest.starts_with('(') || rest.trim_start().starts_with(':'))
}
