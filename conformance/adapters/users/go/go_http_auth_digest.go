// go-http-auth: DigestAuthParams of a request's field.
package main

import (
	"net/http"

	auth "github.com/abbot/go-http-auth"
)

func main() {
	server(object{}, func(request *http.Request) []object {
		found := auth.DigestAuthParams(request.Header.Get("Authorization"))
		if found == nil {
			return nil
		}
		return []object{challenge("Digest", found)}
	})
}
