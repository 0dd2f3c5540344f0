-- wrk -s load.lua URL -- TOKENS REQUESTS..: sends the requests of the files in turn, one of each file after the other.
-- A line of TOKENS is who asks and the token, a line of REQUESTS who asks, a body and, of a mutation, its key, between tabs.
local requests, last, turn = {}, {}, 0

local function pairs_of(file)
    local lines = {}
    for line in io.lines(file) do
        local who, text, key = line:match("^(%S+)\t([^\t]*)\t?(%S*)$")
        lines[#lines + 1] = { who, text, key ~= "" and key or nil }
    end
    return lines
end

function init(files)
    local tokens = {}
    for _, line in ipairs(pairs_of(files[1])) do tokens[line[1]] = line[2] end
    for n = 2, #files do
        local all = {}
        for _, line in ipairs(pairs_of(files[n])) do
            local headers = { ["Content-Type"] = "application/json", Authorization = "Bearer " .. tokens[line[1]],
                              ["Idempotency-Key"] = line[3] }
            all[#all + 1] = wrk.format("POST", nil, headers, line[2])
        end
        requests[#requests + 1] = all
        last[#last + 1] = 0
    end
end

function request()
    turn = turn % #requests + 1
    last[turn] = last[turn] % #requests[turn] + 1
    return requests[turn][last[turn]]
end

function done(summary)
    local errors = summary.errors
    io.write(string.format("%d %.6f %d\n", summary.requests, summary.duration / 1e6,
        errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
