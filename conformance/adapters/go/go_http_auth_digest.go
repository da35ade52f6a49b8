// go-http-auth: DigestAuthParams, asked as DigestAuth.CheckAuth does, of a request to net/http's server.
package main

import auth "github.com/abbot/go-http-auth"

func parse(_ string, lines []string) (any, error) {
	received, err := request(lines)
	if err != nil {
		return nil, err
	}
	found := auth.DigestAuthParams(received.Header.Get("Authorization"))
	if found == nil {
		return nil, reject("nil")
	}
	return challenge("Digest", params(found)), nil
}

func main() {
	serve(object{"name": "go-http-auth (Digest)", "version": packaged, "homepage": "https://github.com/abbot/go-http-auth",
		"issues": "https://github.com/abbot/go-http-auth/issues", "license": "Apache-2.0"},
		[]string{"credentials"},
		object{"scheme_case": "title", "params": "map", "duplicates": "last", "token68": false, "lines": "first",
			"only_schemes": []string{"Digest"}, "octets": "bytes", "input": "message"},
		parse)
}
