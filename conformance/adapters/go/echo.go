// Echo: its middleware BasicAuth, which hands the user-id and the password that it has read in a request to a validator.
package main

import (
	"net/http/httptest"

	"github.com/labstack/echo"
	"github.com/labstack/echo/middleware"
)

func parse(_ string, lines []string) (any, error) {
	received, err := request(lines)
	if err != nil {
		return nil, err
	}
	var found object
	basic := middleware.BasicAuth(func(user, password string, _ echo.Context) (bool, error) {
		found = basicCredentials(user, password, lines[0])
		return true, nil
	})
	context := echo.New().NewContext(received, httptest.NewRecorder())
	if err := basic(func(echo.Context) error { return nil })(context); err != nil {
		return nil, reject(err.Error())
	}
	return found, nil
}

func main() {
	serve(object{"name": "Echo (Basic)", "version": packaged, "homepage": "https://echo.labstack.com/",
		"issues": "https://github.com/labstack/echo/issues", "license": "MIT"},
		[]string{"credentials"},
		object{"scheme_case": "title", "params": "none", "lines": "first", "only_schemes": []string{"Basic"}, "octets": "bytes",
			"input": "message"},
		parse)
}
