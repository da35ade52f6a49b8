// goji/httpauth: BasicAuth, which hands the user-id and the password that it has read in a request to an AuthFunc.
package main

import (
	"net/http"
	"net/http/httptest"

	"github.com/goji/httpauth"
)

func parse(_ string, lines []string) (any, error) {
	received, err := request(lines)
	if err != nil {
		return nil, err
	}
	var found object
	basic := httpauth.BasicAuth(httpauth.AuthOptions{AuthFunc: func(user, password string, _ *http.Request) bool {
		found = basicCredentials(user, password, lines[0])
		return true
	}})
	answer := httptest.NewRecorder()
	basic(http.NotFoundHandler()).ServeHTTP(answer, received)
	if found == nil {
		return nil, reject(http.StatusText(answer.Code))
	}
	return found, nil
}

func main() {
	serve(object{"name": "goji/httpauth", "version": packaged, "homepage": "https://github.com/goji/httpauth",
		"issues": "https://github.com/goji/httpauth/issues", "license": "MIT"},
		[]string{"credentials"},
		object{"scheme_case": "title", "params": "none", "lines": "first", "only_schemes": []string{"Basic"}, "octets": "bytes",
			"input": "message"},
		parse)
}
