-- nmap's http.lua: recv_header and parse_header, which read the head of a response, and parse_www_authenticate, which nmap's
-- scripts ask for the challenges of header["www-authenticate"]. The file needs the program around it, so these functions are
-- taken out of it, in its own order, each from its first line to the line "end".
local folder = arg[0]:match("^(.*)/[^/]*$") or "."
local nselib = "/usr/share/nmap/nselib"
package.path = folder .. "/?.lua;/usr/share/lua/5.3/?.lua;/usr/share/lua/5.1/?.lua;" .. nselib .. "/?.lua;" .. package.path
local protocol = require("protocol")

local function functions_of(path, names)
  local file, why = io.open(path)
  if not file then protocol.missing(why) end
  local wanted, taken, taking = {}, {}, false
  for _, name in ipairs(names) do wanted[name] = true end
  for line in file:lines() do
    local name = line:match("^local function ([%w_]+)%(") or line:match("^function ([%w_]+)%(")
      or line:match("^([%w_]+) = function")
    taking = taking or wanted[name]
    if taking then
      taken[#taken + 1] = line
      if name then wanted[name] = "found" end
      taking = line ~= "end"
    end
  end
  file:close()
  for _, name in ipairs(names) do
    if wanted[name] ~= "found" then protocol.missing("no function " .. name .. " in " .. path) end
  end
  return table.concat(taken, "\n")
end

local source = functions_of(nselib .. "/http.lua", {
  "skip_space", "get_token", "skip_lws", "line_is_empty", "recv_line", "recv_header", "parse_header", "parse_set_cookie",
  "read_token", "read_quoted_string",
  "read_token_or_quoted_string", "read_auth_challenge", "parse_www_authenticate",
})
local globals = setmetatable({ stringaux = protocol.require("stringaux") }, { __index = _G })
local http = assert(load(source .. "\nreturn { recv_header = recv_header, parse_header = parse_header }", "=http.lua", "t", globals))()

-- A table has no order, and here names that differ in case are two: of these the one in lower case goes first.
local function sorted(map)
  local found = {}
  for name, value in pairs(map) do found[#found + 1] = { name, value } end
  table.sort(found, function(a, b)
    local one, other = a[1]:lower(), b[1]:lower()
    return one < other or one == other and a[1] > b[1]
  end)
  return found
end

protocol.serve({
  implementation = {
    name = "nmap (http.lua)",
    version = protocol.package_version("nmap-common"),
    homepage = "https://nmap.org/nsedoc/lib/http.html",
    issues = "https://github.com/nmap/nmap/issues",
    license = "LicenseRef-NPSL",
  },
  operations = { "challenges" },
  -- A name that occurs twice makes it refuse, but its own map could hold one value only.
  observes = { params = "map", duplicates = "error", token68 = false, lines = "all", octets = "bytes", input = "message" },
  parse = function(_, lines)
    local message = {}
    for _, line in ipairs(lines) do message[#message + 1] = "WWW-Authenticate: " .. line .. "\r\n" end
    local head, why = http.recv_header(nil, table.concat(message) .. "\r\n")
    local response = { cookies = {} }
    if head then head, why = http.parse_header(head, response) end
    if not head then protocol.reject(why) end
    local value = response.header["www-authenticate"]
    local found = value and globals.parse_www_authenticate(value)
    if not found then protocol.reject("nil") end
    local challenges = {}
    for index, one in ipairs(found) do challenges[index] = protocol.challenge(one.scheme, sorted(one.params or {})) end
    return setmetatable(challenges, { __jsontype = "array" })
  end,
})
