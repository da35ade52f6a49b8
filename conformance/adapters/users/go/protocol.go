// What the programs in Go share: the probes are fetched, or served, by net/http, and what the library shows of them is printed.
package main

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
)

type object = map[string]any

// One code point for each octet.
func text(octets string) string {
	out := make([]rune, len(octets))
	for i := range out {
		out[i] = rune(octets[i])
	}
	return string(out)
}

func challenge(scheme string, found map[string]string) object {
	params := []object{}
	for name, value := range found {
		params = append(params, object{"name": text(name), "value": text(value)})
	}
	return object{"scheme": text(scheme), "token68": nil, "params": params}
}

func show(value any) {
	line, _ := json.Marshal(value)
	os.Stdout.Write(append(line, '\n'))
}

func faultOf(seen *any) {
	if fault := recover(); fault != nil {
		*seen = object{"fault": text(fmt.Sprint(fault))}
	}
}

// `read` gets the response to a probe. One that net/http refuses its user does not see.
func client(sees object, read func(*http.Response) []object) {
	fetch := func(url string) (seen any) {
		defer faultOf(&seen)
		response, err := http.Get(url)
		if err != nil {
			return nil
		}
		response.Body.Close()
		return read(response)
	}
	show(sees)
	count, _ := strconv.Atoi(os.Getenv("USERS_COUNT"))
	for number := 0; number < count; number++ {
		show(fetch(fmt.Sprintf("%s/%d", os.Getenv("USERS_URL"), number)))
	}
}

// `read` gets a request.
func server(sees object, read func(*http.Request) []object) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	sees["port"] = listener.Addr().(*net.TCPAddr).Port
	show(sees)
	http.Serve(listener, http.HandlerFunc(func(answer http.ResponseWriter, request *http.Request) {
		seen := func() (seen any) {
			defer faultOf(&seen)
			return read(request)
		}()
		json.NewEncoder(answer).Encode(seen)
	}))
}
