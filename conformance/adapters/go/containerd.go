// containerd: auth.ParseAuthHeader, which its registry client hands the header of a response to. It reads each field line by itself,
// leaves out what is none of its schemes, and sorts what is left by scheme: asked with one line at a time, it shows the same without
// an order that is not that of the lines.
package main

import "github.com/containerd/containerd/remotes/docker/auth"

var schemes = map[auth.AuthenticationScheme]string{auth.BasicAuth: "Basic", auth.DigestAuth: "Digest", auth.BearerAuth: "Bearer"}

func parse(_ string, lines []string) (any, error) {
	received, err := response(lines)
	if err != nil {
		return nil, err
	}
	found := auth.ParseAuthHeader(received.Header)
	if len(found) == 0 {
		return nothing(lines, "no challenges")
	}
	challenges := []object{}
	for _, one := range found {
		challenges = append(challenges, challenge(schemes[one.Scheme], params(one.Parameters)))
	}
	return challenges, nil
}

func main() {
	serve(object{"name": "containerd", "version": packaged, "homepage": "https://containerd.io/",
		"issues": "https://github.com/containerd/containerd/issues", "license": "Apache-2.0"},
		[]string{"challenges"},
		object{"scheme_case": "title", "name_case": "lower", "params": "map", "duplicates": "last", "token68": false, "lines": "each",
			"only_schemes": []string{"Basic", "Digest", "Bearer"}, "checks": "grammar", "octets": "bytes", "input": "message"},
		parse)
}
