// Echo: the user-id and the password that the validator of BasicAuth gets before a request is served.
package main

import (
	"net/http"
	"net/http/httptest"

	"github.com/labstack/echo"
	"github.com/labstack/echo/middleware"
)

func main() {
	var seen []object
	application := echo.New()
	application.Use(middleware.BasicAuth(func(user, password string, _ echo.Context) (bool, error) {
		seen = []object{challenge("Basic", map[string]string{"username": user, "password": password})}
		return true, nil
	}))
	server(object{"user_pass": "latin-1"}, func(request *http.Request) []object {
		seen = nil
		application.ServeHTTP(httptest.NewRecorder(), request)
		return seen
	})
}
