-- lpeg_patterns.http: its patterns, for the fields that lua-http's client and server have read.
package.path = "/usr/share/lua/5.3/?.lua;/usr/share/lua/5.1/?.lua;" .. package.path
local json = require("dkjson")
local lpeg = require("lpeg")
local patterns = require("lpeg_patterns.http")

local function text(value)
  return (value:gsub("[\x80-\xff]", function(octet) return utf8.char(octet:byte()) end))
end

local function array(list) return setmetatable(list, { __jsontype = "array" }) end

local function challenge(found)
  local params = array({})
  local is_token68 = type(found[2]) == "string"
  for name, value in pairs(not is_token68 and found[2] or {}) do
    params[#params + 1] = { name = text(name), value = text(value) }
  end
  return { scheme = text(found[1]), token68 = is_token68 and text(found[2]) or json.null, params = params }
end

local function show(value)
  io.write(json.encode(value), "\n")
  io.flush()
end

local function all_of(pattern, value) return (lpeg.Ct(pattern) * lpeg.P(-1)):match(value) end

local function read(operation, value)
  if operation == "credentials" then
    local found = all_of(patterns.Authorization, value)
    return found and array({ challenge(found) }) or json.null
  end
  local found = all_of(operation == "challenges" and patterns.WWW_Authenticate or patterns.Authentication_Info, value)
  if not found then return json.null end
  local result = array({})
  if operation == "challenges" then
    for _, one in ipairs(found) do result[#result + 1] = challenge(one) end
  else
    for i = 1, #found, 2 do result[#result + 1] = { name = text(found[i]), value = text(found[i + 1]) } end
  end
  return result
end

local function seen(operation, headers, name)
  local done, result = pcall(function() return read(operation, headers:get_comma_separated(name) or "") end)
  return done and result or { fault = tostring(result) }
end

local operation = os.getenv("USERS_OPERATION")
if operation == "credentials" then
  local new_headers = require("http.headers").new
  local server = require("http.server").listen({
    host = "127.0.0.1",
    port = 0,
    onstream = function(_, stream)
      local answer = json.encode(seen(operation, stream:get_headers(), "authorization"))
      local headers = new_headers()
      headers:append(":status", "200")
      headers:append("content-length", tostring(#answer))
      stream:write_headers(headers, false)
      stream:write_chunk(answer, true)
    end,
  })
  server:listen()
  show({ port = select(3, server:localname()) })
  server:loop()
else
  show(setmetatable({}, { __jsontype = "object" }))
  local request = require("http.request")
  local name = operation == "challenges" and "www-authenticate" or "authentication-info"
  for number = 0, os.getenv("USERS_COUNT") - 1 do
    local headers, failure = request.new_from_uri(os.getenv("USERS_URL") .. "/" .. number):go(10)
    show(headers and seen(operation, headers, name) or { fault = tostring(failure) })
  end
end
