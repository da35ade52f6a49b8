// net/http: BasicAuth of a request.
package main

import "net/http"

func main() {
	server(object{"user_pass": "latin-1"}, func(request *http.Request) []object {
		user, password, ok := request.BasicAuth()
		if !ok {
			return nil
		}
		return []object{challenge("Basic", map[string]string{"username": user, "password": password})}
	})
}
