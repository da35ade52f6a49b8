// The adapter protocol (PROTOCOL.md, section 3) for Go: the loop, the octets and the ends of a request.
//
// An adapter hands the lines of a request to its library and returns what came back. It returns reject where the library rejects in
// its documented way, and unsupported where the library cannot be asked that; a panic is a fault of the library. A Go string is
// octets already; JSON's strings are mapped.
package main

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"runtime"
	"sort"
	"strings"
)

type object = map[string]any

type end struct{ outcome, member, why string }

func (e end) Error() string { return e.why }

func reject(why string) error      { return end{"reject", "error", why} }
func unsupported(why string) error { return end{"unsupported", "reason", why} }

// The version of the library's Debian package; build.sh sets it.
var packaged = "unknown"

type parser func(operation string, lines []string) (any, error)

func octets(text string) string {
	out := make([]byte, 0, len(text))
	for _, r := range text {
		out = append(out, byte(r))
	}
	return string(out)
}

func text(octets string) string {
	out := make([]rune, len(octets))
	for i := range out {
		out[i] = rune(octets[i])
	}
	return string(out)
}

func param(name, value string) object { return object{"name": text(name), "value": text(value)} }

// Params (PROTOCOL.md, section 2.2) from a map, which has no order.
func params(found map[string]string) []object {
	out := []object{}
	for name, value := range found {
		out = append(out, param(name, value))
	}
	sort.Slice(out, func(i, j int) bool { return out[i]["name"].(string) < out[j]["name"].(string) })
	return out
}

func challenge(scheme string, params []object) object {
	return object{"scheme": text(scheme), "token68": nil, "params": params}
}

// C for an API that returns user-id and password. Several token68 can stand for one pair: shown is the one of the line if it does,
// else the usual one, so that a library that reads another pair than was sent cannot hide it.
func basicCredentials(user, password, line string) object {
	pair := user + ":" + password
	shown := base64.StdEncoding.EncodeToString([]byte(pair))
	if sent := sentToken68(line); decoded(sent) == pair {
		shown = sent
	}
	return object{"scheme": "Basic", "token68": text(shown), "params": []object{}}
}

func sentToken68(line string) string {
	words := strings.Fields(line)
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}

// With padding or without; "" is no pair.
func decoded(token68 string) string {
	out, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(token68, "="))
	if err != nil {
		return ""
	}
	return string(out)
}

// For a library that found no challenge: of empty elements alone that is the reading, of anything else it is how the library rejects.
func nothing(lines []string, why string) (any, error) {
	for _, line := range lines {
		if strings.Trim(line, " \t,") != "" {
			return nil, reject(why)
		}
	}
	return []object{}, nil
}

func fields(name string, lines []string) string {
	var out strings.Builder
	for _, line := range lines {
		out.WriteString(name + ": " + line + "\r\n")
	}
	return out.String()
}

// The response that net/http's client reads off a connection where these field lines are sent; its error is how it refuses them.
func response(lines []string) (*http.Response, error) {
	message := "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n" + fields("WWW-Authenticate", lines) + "\r\n"
	found, err := http.ReadResponse(bufio.NewReader(strings.NewReader(message)), nil)
	if err != nil {
		return nil, reject(err.Error())
	}
	return found, nil
}

// A listener whose connections are pipes within this process.
type pipes chan net.Conn

func (p pipes) Accept() (net.Conn, error) { return <-p, nil }
func (p pipes) Close() error              { return nil }
func (p pipes) Addr() net.Addr            { return &net.UnixAddr{Name: "pipe", Net: "unix"} }

var (
	connections = make(pipes)
	received    *http.Request
)

func startServer() {
	server := http.Server{
		Handler:  http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { received = r }),
		ErrorLog: log.New(io.Discard, "", 0),
	}
	go server.Serve(connections)
}

// The request that net/http's server hands to its user where these field lines are sent; its 400 is how it refuses them.
func request(lines []string) (*http.Request, error) {
	ours, theirs := net.Pipe()
	defer ours.Close()
	connections <- theirs
	go io.WriteString(ours, "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"+fields("Authorization", lines)+"\r\n")
	answer, err := http.ReadResponse(bufio.NewReader(ours), nil)
	if err != nil {
		return nil, err
	}
	switch answer.StatusCode {
	case http.StatusOK:
		return received, nil
	case http.StatusRequestHeaderFieldsTooLarge:
		return nil, unsupported("limit")
	}
	body, _ := io.ReadAll(answer.Body)
	return nil, reject(string(body))
}

func say(answer object) {
	line, err := json.Marshal(answer)
	if err != nil {
		panic(err)
	}
	var ascii strings.Builder
	for _, r := range string(line) {
		if r < 0x7F {
			ascii.WriteRune(r)
		} else {
			fmt.Fprintf(&ascii, `\u%04x`, r)
		}
	}
	os.Stdout.WriteString(ascii.String() + "\n")
}

func contains(list []string, one string) bool {
	for _, each := range list {
		if each == one {
			return true
		}
	}
	return false
}

// The lines as the API takes them: no line is the empty value (PROTOCOL.md, section 2.3).
func linesFor(observes object, lines []string) ([]string, error) {
	takes, _ := observes["lines"].(string)
	if takes == "" || takes == "all" {
		return lines, nil
	}
	if len(lines) > 1 && (takes == "one" || takes == "each") {
		return nil, unsupported("one field line only")
	}
	if len(lines) == 0 {
		return []string{""}, nil
	}
	return lines, nil
}

func ask(parse parser, operation string, lines []string, observes object) (answer object) {
	defer func() {
		if fault := recover(); fault != nil {
			answer = object{"outcome": "fault", "error": text(fmt.Sprint(fault))}
		}
	}()
	lines, err := linesFor(observes, lines)
	var result any
	if err == nil {
		result, err = parse(operation, lines)
	}
	var how end
	switch {
	case errors.As(err, &how):
		return object{"outcome": how.outcome, how.member: text(how.why)}
	case err != nil:
		return object{"outcome": "fault", "error": text(err.Error())}
	}
	member := operation
	if operation == "auth-info" {
		member = "params"
	}
	return object{"outcome": "accept", member: result}
}

func serve(implementation object, operations []string, observes object, parse parser) {
	implementation["language"] = "Go"
	implementation["runtime"] = runtime.Version()
	startServer()
	in := bufio.NewReaderSize(os.Stdin, 1<<16)
	for {
		line, err := in.ReadBytes('\n')
		if err != nil {
			return
		}
		var query struct {
			Cmd, Operation string
			Seq            json.RawMessage
			Lines          []string
		}
		if err := json.Unmarshal(line, &query); err != nil {
			panic(err)
		}
		switch {
		case query.Cmd == "stop":
			return
		case query.Cmd == "hello":
			say(object{"protocol": 1, "implementation": implementation, "operations": operations, "serializes": []string{},
				"observes": observes})
			continue
		}
		answer := object{"outcome": "unsupported", "reason": query.Cmd + " " + query.Operation}
		if query.Cmd == "parse" && contains(operations, query.Operation) {
			for i := range query.Lines {
				query.Lines[i] = octets(query.Lines[i])
			}
			answer = ask(parse, query.Operation, query.Lines, observes)
		}
		answer["seq"] = query.Seq
		say(answer)
	}
}
