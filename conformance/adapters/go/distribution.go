// Docker Distribution: challenge.ResponseChallenges, which its registry client hands a response to. It reads each field line by
// itself, and of each the first challenge.
package main

import distribution "github.com/docker/distribution/registry/client/auth/challenge"

func parse(_ string, lines []string) (any, error) {
	received, err := response(lines)
	if err != nil {
		return nil, err
	}
	found := distribution.ResponseChallenges(received)
	if len(found) == 0 {
		return nothing(lines, "no challenges")
	}
	challenges := []object{}
	for _, one := range found {
		challenges = append(challenges, challenge(one.Scheme, params(one.Parameters)))
	}
	return challenges, nil
}

func main() {
	serve(object{"name": "Docker Distribution", "version": packaged, "homepage": "https://github.com/distribution/distribution",
		"issues": "https://github.com/distribution/distribution/issues", "license": "Apache-2.0"},
		[]string{"challenges"},
		object{"scheme_case": "lower", "name_case": "lower", "params": "map", "duplicates": "last", "token68": false, "lines": "all",
			"octets": "bytes", "input": "message"},
		parse)
}
