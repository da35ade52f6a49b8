// A complete adapter in Rust, without any crate: run it with `rustc -O adapter.rs && gauntlet run -- ./adapter`. Put your
// parser in the place of `my_parser`. A panic ends the process: the runner starts it again and reports a crash.
use std::io::{BufRead, Write};

const HELLO: &str = r#"{"protocol":1,"implementation":{"name":"my-parser","version":"1.0","language":"Rust"},
"operations":["challenges"],"observes":{"lines":"one","challenges":"first","token68":false}}"#;

fn token(value: &[u8]) -> usize {
    value.iter().take_while(|c| c.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(c)).count()
}

type Params = Vec<(Vec<u8>, Vec<u8>)>;

fn my_parser(value: &[u8]) -> Option<(Vec<u8>, Params)> {
    let scheme = token(value);
    let mut rest = &value[scheme..];
    if scheme == 0 || (!rest.is_empty() && rest[0] != b' ') {
        return None;
    }
    let mut params = Vec::new();
    let blank = |c: &u8| *c == b' ';
    rest = &rest[rest.iter().take_while(|c| blank(c)).count()..];
    while !rest.is_empty() {
        let name = token(rest);
        if name == 0 || rest.get(name) != Some(&b'=') {
            return None;
        }
        let (mut at, mut out) = (name + 1, Vec::new());
        if rest.get(at) == Some(&b'"') {
            at += 1;
            while *rest.get(at)? != b'"' {
                at += usize::from(rest[at] == b'\\');
                out.push(*rest.get(at)?);
                at += 1;
            }
            at += 1;
        } else {
            out.extend(&rest[at..at + token(&rest[at..])]);
            at += out.len();
            if out.is_empty() {
                return None;
            }
        }
        params.push((rest[..name].to_vec(), out));
        let more = rest[at..].iter().take_while(|c| blank(c) || **c == b',').count();
        if more == 0 && at < rest.len() {
            return None;
        }
        rest = &rest[at + more..];
    }
    Some((value[..scheme].to_vec(), params))
}

// The string of the protocol that begins behind a DQUOTE: a code point for each octet.
fn octets(json: &str) -> Vec<u8> {
    let (mut out, mut chars) = (Vec::new(), json.chars());
    while let Some(c) = chars.next().filter(|c| *c != '"') {
        out.push(match c {
            '\\' => match chars.next().unwrap() {
                'u' => u8::from_str_radix(&chars.by_ref().take(4).collect::<String>(), 16).unwrap(),
                'n' => b'\n',
                'r' => b'\r',
                't' => b'\t',
                'b' => 8,
                'f' => 12,
                other => other as u8,
            },
            other => other as u8,
        });
    }
    out
}

fn text(octets: &[u8]) -> String {
    octets.iter().map(|c| if c.is_ascii_alphanumeric() { char::from(*c).to_string() } else { format!("\\u{:04x}", c) }).collect()
}

fn main() {
    let mut out = std::io::stdout();
    for line in std::io::stdin().lock().lines().map(Result::unwrap) {
        let after = |word: &str| line.find(word).map(|at| &line[at + word.len()..]);
        let command = after("\"cmd\":").unwrap().trim_start().split('"').nth(1).unwrap();
        if command == "stop" {
            return;
        }
        if command == "hello" {
            writeln!(out, "{}", HELLO.replace('\n', "")).unwrap();
            continue;
        }
        let digits = after("\"seq\":").unwrap().trim_start();
        let seq = &digits[..digits.find(|c: char| !c.is_ascii_digit()).unwrap()];
        if !after("\"operation\":").unwrap().trim_start().starts_with("\"challenges\"") {
            writeln!(out, "{{\"seq\":{seq},\"outcome\":\"unsupported\",\"reason\":\"challenges only\"}}").unwrap();
            continue;
        }
        let lines = after("\"lines\":").unwrap().trim_start()[1..].trim_start();
        let value = lines.strip_prefix('"').map(octets).unwrap_or_default();
        match my_parser(&value) {
            None => writeln!(out, "{{\"seq\":{seq},\"outcome\":\"reject\"}}"),
            Some((scheme, params)) => {
                let pair = |(name, value): &(Vec<u8>, Vec<u8>)| format!("{{\"name\":\"{}\",\"value\":\"{}\"}}", text(name), text(value));
                let params = params.iter().map(pair).collect::<Vec<_>>().join(",");
                let scheme = text(&scheme);
                writeln!(out, "{{\"seq\":{seq},\"outcome\":\"accept\",\"challenges\":[{{\"scheme\":\"{scheme}\",\"token68\":null,\"params\":[{params}]}}]}}")
            }
        }
        .unwrap();
        out.flush().unwrap();
    }
}
