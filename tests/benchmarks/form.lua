-- Posts a form: arguments are the Authorization header and the body. With a third argument the body is a refresh, and
-- each thread goes on with the refresh token of the answer before; the tokens to begin with follow.
local number = 0

function setup(thread)
  number = number + 1
  thread:set("mine", number)
end

function init(args)
  wrk.method = "POST"
  wrk.headers["Authorization"] = args[1]
  wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
  body = args[2]
  token = args[2 + mine]
end

function request()
  local sent = body
  if token then
    sent = body .. token
  end
  return wrk.format(nil, nil, nil, sent)
end

function response(status, headers, answer)
  if token then
    token = answer:match('"refresh_token":"([^"]+)"') or token
  end
end
