-- Each request has a number of its own, seven digits wide: it names the tag, and picks the line (a token, or appid and
-- secret) that completes the path. LOAD_RUN requests in a row have the same line. Where there is a file LOAD_BODIES, the
-- number picks the body from it. See load.js.
local function read(file)
  local lines = {}
  for line in io.lines(file) do lines[#lines + 1] = line end
  return lines
end

local lines = read(os.getenv("LOAD_LINES"))
local bodies_file = os.getenv("LOAD_BODIES") or ""
local bodies = bodies_file ~= "" and read(bodies_file)

local count = #lines
local run = tonumber(os.getenv("LOAD_RUN"))
local method = os.getenv("LOAD_METHOD")
local head = method .. " " .. os.getenv("LOAD_PATH")
local tail = " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
local typed = tail .. "Content-Type: application/json\r\nContent-Length: "
local create_tag = typed .. "30\r\n\r\n{\"tag\":{\"name\":\"tag %07d\"}}"
local number = tonumber(os.getenv("LOAD_FIRST"))
local format = string.format
local floor = math.floor

function setup(thread)
  measured = thread
end

function request()
  local line = lines[floor(number / run) % count + 1]
  local rest
  if method == "GET" then
    rest = tail .. "\r\n"
  elseif bodies then
    local body = bodies[number % #bodies + 1]
    rest = typed .. #body .. "\r\n\r\n" .. body
  else
    rest = format(create_tag, number)
  end
  number = number + 1
  next_number = number
  return head .. line .. rest
end

function done(summary, latency)
  local errors = summary.errors
  io.write(format(
    '\n{"requests":%d,"microseconds":%d,"bytes":%d,"errors":%d,"p50":%d,"p99":%d,"next":%d}\n',
    summary.requests, summary.duration, summary.bytes,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50), latency:percentile(99), measured:get("next_number")
  ))
end
