// A complete adapter in Go: run it with `go build adapter.go && gauntlet run -- ./adapter`. Put your parser in the place of
// myParser. A panic ends the process: the runner starts it again and reports a crash.
package main

import (
	"bufio"
	"encoding/json"
	"os"
	"regexp"
	"strings"
)

type object = map[string]any

const token = "[-!#$%&'*+.^_`|~0-9A-Za-z]+"

var (
	schemeAndRest = regexp.MustCompile("(?s)^(" + token + ")(?: +(.*))?$")
	oneParam      = regexp.MustCompile(`(?s)^(` + token + `)=(?:"((?:[^"\\]|\\.)*)"|(` + token + `))(?: *, *|$)`)
	quotedPair    = regexp.MustCompile(`(?s)\\(.)`)
)

// The text has a code point for each octet. A parser that takes bytes gets them from octets, and its results go through text.
func myParser(value string) object {
	found := schemeAndRest.FindStringSubmatch(value)
	if found == nil {
		return object{"outcome": "reject", "error": "no scheme"}
	}
	params := []object{}
	for rest := found[2]; rest != ""; {
		param := oneParam.FindStringSubmatch(rest)
		if param == nil {
			return object{"outcome": "reject", "error": "no parameter"}
		}
		params = append(params, object{"name": param[1], "value": param[3] + quotedPair.ReplaceAllString(param[2], "$1")})
		rest = rest[len(param[0]):]
	}
	return object{"outcome": "accept", "challenges": []object{{"scheme": found[1], "token68": nil, "params": params}}}
}

func octets(text string) []byte {
	out := make([]byte, 0, len(text))
	for _, r := range text {
		out = append(out, byte(r))
	}
	return out
}

func text(octets []byte) string {
	var out strings.Builder
	for _, octet := range octets {
		out.WriteRune(rune(octet))
	}
	return out.String()
}

func main() {
	hello := object{"protocol": 1, "implementation": object{"name": "my-parser", "version": "1.0", "language": "Go"},
		"operations": []string{"challenges"},
		"observes":   object{"lines": "one", "challenges": "first", "token68": false}}
	in := bufio.NewReader(os.Stdin)
	for {
		line, err := in.ReadBytes('\n')
		var query struct {
			Cmd, Operation string
			Seq            int
			Lines          []string
		}
		if err != nil || json.Unmarshal(line, &query) != nil || query.Cmd == "stop" {
			return
		}
		answer := hello
		if query.Cmd == "parse" {
			answer = object{"outcome": "unsupported", "reason": "challenges only"}
			if query.Operation == "challenges" {
				answer = myParser(text(octets(strings.Join(query.Lines, ", "))))
			}
			answer["seq"] = query.Seq
		}
		out, _ := json.Marshal(answer)
		var ascii strings.Builder
		for _, r := range string(out) {
			if r < 0x7F {
				ascii.WriteRune(r)
			} else {
				ascii.WriteString(`\u00` + string("0123456789abcdef"[r>>4&15]) + string("0123456789abcdef"[r&15]))
			}
		}
		os.Stdout.WriteString(ascii.String() + "\n")
	}
}
