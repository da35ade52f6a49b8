// go-http-auth: the user whom a handler behind BasicAuthenticator gets. The server knows the users of the probes.
package main

import (
	"crypto/sha1"
	"encoding/base64"
	"net/http"
	"net/http/httptest"

	auth "github.com/abbot/go-http-auth"
)

// Of each user the passwords with which the probes log in.
var passwords = map[string][]string{"Aladdin": {"open sesame"}, "ab": {"c"}, "\xe9": {""}, "": {""}, "a": {"b", "b:c"}, "c": {"d"}}

func main() {
	server(object{"user_pass": "latin-1"}, func(request *http.Request) (seen []object) {
		for _, each := range []int{0, 1} {
			secret := func(user, _ string) string {
				if each >= len(passwords[user]) {
					return ""
				}
				hash := sha1.Sum([]byte(passwords[user][each]))
				return "{SHA}" + base64.StdEncoding.EncodeToString(hash[:])
			}
			auth.NewBasicAuthenticator("realm", secret).Wrap(func(_ http.ResponseWriter, authenticated *auth.AuthenticatedRequest) {
				user := authenticated.Username
				seen = []object{challenge("Basic", map[string]string{"username": user, "password": passwords[user][each]})}
			})(httptest.NewRecorder(), request)
		}
		return seen
	})
}
