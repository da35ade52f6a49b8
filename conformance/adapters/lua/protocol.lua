-- The adapter protocol (PROTOCOL.md, section 3) for Lua: the loop, the octets and the three ends of a request.
--
-- An adapter calls serve with a function parse(operation, lines), which hands the lines to the library and returns what came back.
-- It ends with protocol.reject where the library rejects in its documented way, and with protocol.unsupported where the library
-- cannot be asked that; any other error is a fault of the library. A Lua string is octets already; JSON's strings are mapped.

local protocol = {}
local json_found, json = pcall(require, "dkjson")

local member = { ["challenges"] = "challenges", ["credentials"] = "credentials", ["auth-info"] = "params" }

local function octets(text)
  if not text:find("[\x80-\xff]") then return text end
  local out = {}
  for _, code in utf8.codes(text) do out[#out + 1] = string.char(code) end
  return table.concat(out)
end

local function text(value)
  return (tostring(value):gsub("[\x80-\xff]", function(octet) return utf8.char(octet:byte()) end))
end

local function write(answer)
  local line = json.encode(answer)
  line = line:gsub("[\xc2\xc3][\x80-\xbf]", function(two) return string.format("\\u%04x", utf8.codepoint(two)) end)
  io.write(line:gsub("\127", "\\u007f"), "\n")
  io.flush()
end

local reject, unsupported = {}, {}
function protocol.reject(why) error({ end_of = reject, why = why }) end
function protocol.unsupported(why) error({ end_of = unsupported, why = why }) end

-- Answers hello with an error and ends: the library, or what the adapter needs of it, is not there.
function protocol.missing(why)
  io.read("l")
  io.write('{"protocol":1,"error":"', (tostring(why):gsub('[^%w%p ]', " "):gsub('["\\]', "'")), '"}\n')
  io.flush()
  os.exit(3)
end

function protocol.require(name)
  local found, library = pcall(require, name)
  if not found then protocol.missing(library) end
  return library
end

if not json_found then protocol.missing(json) end

-- Params (PROTOCOL.md, section 2.2) from pairs {name, value}.
function protocol.parameters(pairs_of)
  local params = {}
  for _, pair in ipairs(pairs_of) do params[#params + 1] = { name = text(pair[1]), value = text(pair[2]) } end
  return setmetatable(params, { __jsontype = "array" })
end

function protocol.challenge(scheme, pairs_of, token68)
  return {
    scheme = text(scheme),
    token68 = token68 and text(token68) or json.null,
    params = protocol.parameters(pairs_of),
  }
end

-- The version of a Debian package, for libraries that do not tell their own.
function protocol.package_version(name)
  local pipe = io.popen("/usr/bin/dpkg-query -W -f '${Version}' " .. name .. " 2>/dev/null")
  local version = pipe and pipe:read("l")
  if pipe then pipe:close() end
  return version and version ~= "" and version or "unknown"
end

function protocol.serve(adapter)
  local hello = {
    protocol = 1,
    implementation = adapter.implementation,
    operations = adapter.operations,
    serializes = setmetatable({}, { __jsontype = "array" }),
    observes = adapter.observes,
  }
  hello.implementation.language = "Lua"
  hello.implementation.runtime = _VERSION
  local known = {}
  for _, operation in ipairs(adapter.operations) do known[operation] = true end
  for line in io.lines() do
    local query = assert(json.decode(line, 1, json.null))
    if query.cmd == "stop" then return end
    local answer
    if query.cmd == "hello" then
      answer = hello
    elseif query.cmd == "parse" and known[query.operation] then
      local lines = {}
      for index, value in ipairs(query.lines) do lines[index] = octets(value) end
      local done, result = pcall(function()
        -- No line is the empty value (PROTOCOL.md, section 2.3).
        local takes = adapter.observes.lines or "all"
        if takes == "one" and #lines > 1 then protocol.unsupported("one field line only") end
        if takes ~= "all" and #lines == 0 then lines[1] = "" end
        return adapter.parse(query.operation, lines)
      end)
      if done then
        answer = { outcome = "accept", [member[query.operation]] = result }
      elseif type(result) == "table" and result.end_of == reject then
        answer = { outcome = "reject", error = text(result.why) }
      elseif type(result) == "table" and result.end_of == unsupported then
        answer = { outcome = "unsupported", reason = text(result.why) }
      else
        answer = { outcome = "fault", error = text(result) }
      end
      answer.seq = query.seq
    else
      answer = { seq = query.seq, outcome = "unsupported", reason = query.cmd .. " " .. tostring(query.operation) }
    end
    write(answer)
  end
end

return protocol
