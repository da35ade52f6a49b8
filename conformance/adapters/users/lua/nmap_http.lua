-- nmap: what a script of it gets from http.get and http.parse_www_authenticate. nmap writes to standard output itself, so the
-- script leaves what it sees in a file.
local folder = arg[0]:match("^(.*)/[^/]*$") or "."
local url, count = os.getenv("USERS_URL"), os.getenv("USERS_COUNT")
local seen = os.tmpname()
local port = url:match(":(%d+)$")
local script_args = string.format("'seen=%s,count=%s'", seen, count)
io.write('{"token68":false}\n')
assert(os.execute(string.format("nmap -n -Pn -sT -p %s --script '%s/nmap_http.nse' --script-args %s 127.0.0.1 >/dev/null",
                                port, folder, script_args)))
for line in io.lines(seen) do io.write(line, "\n") end
os.remove(seen)
