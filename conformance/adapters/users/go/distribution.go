// Docker Distribution: the challenges that a challenge.Manager keeps of a response.
package main

import (
	"net/http"

	distribution "github.com/docker/distribution/registry/client/auth/challenge"
)

func main() {
	client(object{}, func(response *http.Response) []object {
		manager := distribution.NewSimpleManager()
		if err := manager.AddResponse(response); err != nil {
			panic(err)
		}
		found, err := manager.GetChallenges(*response.Request.URL)
		if err != nil {
			panic(err)
		}
		var seen []object
		for _, one := range found {
			seen = append(seen, challenge(one.Scheme, one.Parameters))
		}
		return seen
	})
}
