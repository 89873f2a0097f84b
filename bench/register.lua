-- What wrk sends: persons to register, each with a name and a document of its own, or searches by name.
local names = { "Tesfay", "Rahimi", "Haddad", "Kovalenko", "Diallo", "Hossain", "Osman", "Ahmadi", "Conde", "Saleh" }
local given = { "Yonas", "Soraya", "Khaled", "Olena", "Mamadou", "Nasrin", "Amna", "Farid", "Binta", "Omar" }
local countries = { "ERI", "AFG", "SYR", "UKR", "GIN", "BGD", "SDN", "AFG", "GIN", "SYR" }
local what, token, purpose, n

function setup(thread)
  math.randomseed(os.time())
  thread:set("base", math.random(1, 89999999))
end

function init(args)
  what, token, purpose, n = args[1], args[2], args[3], 0
  wrk.headers["Authorization"] = "Bearer " .. token
  wrk.headers["Purpose"] = purpose
  wrk.headers["Content-Type"] = "application/json"
end

function request()
  n = n + 1
  local i, j = math.random(10), math.random(10)
  if what == "register" then
    return wrk.format("POST", "/api/v1/persons", nil, string.format(
      '{"names":[{"kind":"current","family":"%s%d","given":"%s"}],"born_on":"19%02d-%02d","sex":"male",' ..
      '"nationalities":[{"country":"%s"}],"documents":[{"kind":"passport","number":"P%08d","issuer":"%s"}]}',
      names[i], base + n, given[j], math.random(50, 99), math.random(12), countries[i], base + n, countries[i]))
  elseif what == "search" then
    return wrk.format("POST", "/api/v1/search", nil, string.format('{"name":"%s %s"}', names[i], given[j]))
  end
  return wrk.format("GET", what)
end

function done(summary, latency, requests)
  local failed = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write +
    summary.errors.timeout
  io.write(string.format("FIGURES %d %d %d %d %d %d\n", summary.requests, summary.duration, failed,
    latency:percentile(50), latency:percentile(95), latency:percentile(99)))
end
