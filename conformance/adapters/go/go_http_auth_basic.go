// go-http-auth: BasicAuth.CheckAuth of a request to net/http's server. It asks for the secret of the user-id that it has read and
// answers whether the password fits: the secret here is that of the password which was sent, so that a log-in shows that it has read
// this one.
package main

import (
	"crypto/sha1"
	"encoding/base64"
	"strings"

	auth "github.com/abbot/go-http-auth"
)

func parse(_ string, lines []string) (any, error) {
	received, err := request(lines)
	if err != nil {
		return nil, err
	}
	_, password, _ := strings.Cut(decoded(sentToken68(lines[0])), ":")
	hash := sha1.Sum([]byte(password))
	secret := "{SHA}" + base64.StdEncoding.EncodeToString(hash[:])
	basic := auth.NewBasicAuthenticator("realm", func(_, _ string) string { return secret })
	user := basic.CheckAuth(received)
	if user == "" {
		return nil, reject("no user")
	}
	return basicCredentials(user, password, lines[0]), nil
}

func main() {
	serve(object{"name": "go-http-auth (Basic)", "version": packaged, "homepage": "https://github.com/abbot/go-http-auth",
		"issues": "https://github.com/abbot/go-http-auth/issues", "license": "Apache-2.0"},
		[]string{"credentials"},
		object{"scheme_case": "title", "params": "none", "lines": "first", "only_schemes": []string{"Basic"}, "octets": "bytes",
			"input": "message"},
		parse)
}
