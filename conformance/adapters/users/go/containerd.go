// containerd: auth.ParseAuthHeader of a response, which has what it found in its own order.
package main

import (
	"net/http"

	"github.com/containerd/containerd/remotes/docker/auth"
)

func main() {
	names := map[auth.AuthenticationScheme]string{auth.BasicAuth: "Basic", auth.DigestAuth: "Digest", auth.BearerAuth: "Bearer"}
	client(object{"unordered": true}, func(response *http.Response) []object {
		var seen []object
		for _, one := range auth.ParseAuthHeader(response.Header) {
			seen = append(seen, challenge(names[one.Scheme], one.Parameters))
		}
		return seen
	})
}
