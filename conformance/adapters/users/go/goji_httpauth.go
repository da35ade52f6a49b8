// goji/httpauth: the user-id and the password that an AuthFunc gets before a request is served.
package main

import (
	"net/http"
	"net/http/httptest"

	"github.com/goji/httpauth"
)

func main() {
	server(object{"user_pass": "latin-1"}, func(request *http.Request) (seen []object) {
		httpauth.BasicAuth(httpauth.AuthOptions{AuthFunc: func(user, password string, _ *http.Request) bool {
			seen = []object{challenge("Basic", map[string]string{"username": user, "password": password})}
			return true
		}})(http.NotFoundHandler()).ServeHTTP(httptest.NewRecorder(), request)
		return seen
	})
}
