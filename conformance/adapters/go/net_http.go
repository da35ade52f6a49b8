// net/http: Request.BasicAuth of a request to its own server, which reads the first Authorization line.
package main

import (
	"runtime"
	"strings"
)

func parse(_ string, lines []string) (any, error) {
	received, err := request(lines)
	if err != nil {
		return nil, err
	}
	user, password, ok := received.BasicAuth()
	if !ok {
		return nil, reject("not ok")
	}
	return basicCredentials(user, password, lines[0]), nil
}

func main() {
	serve(object{"name": "net/http (Basic)", "version": strings.TrimPrefix(runtime.Version(), "go"),
		"homepage": "https://pkg.go.dev/net/http", "issues": "https://github.com/golang/go/issues", "license": "BSD-3-Clause"},
		[]string{"credentials"},
		object{"scheme_case": "title", "params": "none", "lines": "first", "only_schemes": []string{"Basic"}, "octets": "bytes",
			"input": "message"},
		parse)
}
