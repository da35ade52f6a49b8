-- lpeg_patterns.http, which lua-http reads fields with: the patterns of the fields, anchored at the end.
local folder = arg[0]:match("^(.*)/[^/]*$") or "."
package.path = folder .. "/?.lua;/usr/share/lua/5.3/?.lua;/usr/share/lua/5.1/?.lua;" .. package.path
local protocol = require("protocol")
local lpeg = protocol.require("lpeg")
local http = protocol.require("lpeg_patterns.http")

local pattern = {
  ["challenges"] = http.WWW_Authenticate,
  ["credentials"] = http.Authorization,
  ["auth-info"] = http.Authentication_Info,
}
for operation, found in pairs(pattern) do pattern[operation] = lpeg.Ct(found) * lpeg.P(-1) end

local function sorted(map)
  local found = {}
  for name, value in pairs(map) do found[#found + 1] = { name, value } end
  table.sort(found, function(a, b) return a[1] < b[1] end)
  return found
end

local function challenge(found)
  local scheme, payload = found[1], found[2]
  if type(payload) == "string" then return protocol.challenge(scheme, {}, payload) end
  return protocol.challenge(scheme, sorted(payload or {}))
end

protocol.serve({
  implementation = {
    name = "lpeg_patterns (lua-http)",
    version = protocol.package_version("lua-lpeg-patterns"),
    homepage = "https://github.com/daurnimator/lpeg_patterns",
    issues = "https://github.com/daurnimator/lpeg_patterns/issues",
    license = "MIT",
  },
  operations = { "challenges", "credentials", "auth-info" },
  observes = { name_case = "lower", params = "map", duplicates = "last", lines = "one", octets = "bytes" },
  parse = function(operation, lines)
    local found = pattern[operation]:match(lines[1])
    if not found then protocol.reject("no match") end
    if operation == "credentials" then return challenge(found) end
    local result = {}
    if operation == "auth-info" then
      for index = 1, #found, 2 do result[#result + 1] = { found[index], found[index + 1] } end
      return protocol.parameters(result)
    end
    for index, one in ipairs(found) do result[index] = challenge(one) end
    return setmetatable(result, { __jsontype = "array" })
  end,
})
