-- The script that nmap_http.lua has nmap run.
local http = require "http"
local stdnse = require "stdnse"

description = "Asks for each probe, and writes down the challenges."
categories = { "safe" }

portrule = function() return true end

local function text(value)
  return (value:gsub('[%c"\\\127-\255]', function(octet) return string.format("\\u%04x", octet:byte()) end))
end

local function challenge(found)
  local params = {}
  for name, value in pairs(found.params or {}) do
    params[#params + 1] = string.format('{"name":"%s","value":"%s"}', text(name), text(value))
  end
  return string.format('{"scheme":"%s","token68":null,"params":[%s]}', text(found.scheme), table.concat(params, ","))
end

action = function(host, port)
  local file = io.open(stdnse.get_script_args("seen"), "w")
  for number = 0, stdnse.get_script_args("count") - 1 do
    local response = http.get(host, port, "/" .. number, { no_cache = true })
    local value = response.header and response.header["www-authenticate"]
    local found = value and http.parse_www_authenticate(value)
    local challenges = {}
    for _, one in ipairs(found or {}) do challenges[#challenges + 1] = challenge(one) end
    file:write(found and "[" .. table.concat(challenges, ",") .. "]" or "null", "\n")
  end
  file:close()
end
