// A platform that is not ours: all it knows of OpenID Connect comes from the packages `openid-client` and `jose`.
// Settings (environment): ISSUER, PORT, CLIENT_ID, PRIVATE_JWK (proves itself by private_key_jwt), AUDIENCE.
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { Issuer, generators } from 'openid-client'

const { ISSUER, PORT, CLIENT_ID, PRIVATE_JWK, AUDIENCE } = process.env
const HERE = `http://localhost:${PORT}`
const BACK = `${HERE}/retour`
const EVENT = 'http://schemas.openid.net/event/backchannel-logout'

const issuer = await Issuer.discover(ISSUER)
const keys = createRemoteJWKSet(new URL(issuer.metadata.jwks_uri))
const client = new issuer.Client(
  {
    client_id: CLIENT_ID,
    redirect_uris: [BACK],
    response_types: ['code'],
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'RS256'
  },
  { keys: [JSON.parse(PRIVATE_JWK)] }
)
const attempts = new Map()
const sessions = new Map()

function page(answer, status, told) {
  answer.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' })
  answer.end(`<!doctype html><title>Rafael</title><main><pre>${JSON.stringify(told).replace(/</g, '&lt;')}</pre></main>`)
}

function sendOn(answer, address, cookie) {
  answer.writeHead(303, { Location: address, ...(cookie ? { 'Set-Cookie': `rafael=${cookie}; Path=/; HttpOnly; SameSite=Lax` } : {}) })
  answer.end()
}

function idOf(request) {
  return /(?:^|; )rafael=([\w-]+)/.exec(request.headers.cookie ?? '')?.[1]
}

async function bodyOf(request) {
  let text = ''
  for await (const part of request) text += part
  return new URLSearchParams(text)
}

function enter(request, answer, query) {
  const id = randomUUID()
  const attempt = { state: generators.state(), nonce: generators.nonce(), code_verifier: generators.codeVerifier() }
  attempts.set(id, attempt)
  const asked = Object.fromEntries(query)
  sendOn(answer, client.authorizationUrl({
    scope: 'openid profile email organisations roles',
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: generators.codeChallenge(attempt.code_verifier),
    code_challenge_method: 'S256',
    ...asked
  }), id)
}

async function comeBack(request, answer) {
  const { code_verifier, ...expected } = attempts.get(idOf(request)) ?? {}
  attempts.delete(idOf(request))
  const tokens = await client.callback(BACK, client.callbackParams(request), { code_verifier, response_type: 'code', ...expected })
  const id = randomUUID()
  sessions.set(id, { tokens, claims: tokens.claims() })
  sendOn(answer, '/', id)
}

async function show(request, answer) {
  const session = sessions.get(idOf(request))
  if (!session) return page(answer, 200, { signed_in: false })
  page(answer, 200, { signed_in: true, claims: session.claims, userinfo: await client.userinfo(session.tokens) })
}

async function refresh(request, answer) {
  const session = sessions.get(idOf(request))
  const before = session.tokens
  session.tokens = await client.refresh(before.refresh_token)
  const told = await client.introspect(session.tokens.access_token)
  page(answer, 200, {
    is_new: session.tokens.refresh_token !== before.refresh_token && session.tokens.access_token !== before.access_token,
    active: told.active
  })
  session.tokens.id_token ??= before.id_token
}

async function work(request, answer) {
  const own = await client.grant({ grant_type: 'client_credentials', scope: 'rafael:read' })
  const { payload } = await jwtVerify(own.access_token, keys, { issuer: ISSUER, audience: AUDIENCE, typ: 'at+jwt' })
  page(answer, 200, { subject: payload.sub, scope: payload.scope })
}

function leave(request, answer) {
  const session = sessions.get(idOf(request))
  sessions.delete(idOf(request))
  sendOn(answer, client.endSessionUrl({
    id_token_hint: session?.tokens.id_token, post_logout_redirect_uri: `${HERE}/`, state: 'out'
  }))
}

async function hearOfLogout(request, answer) {
  const { payload } = await jwtVerify((await bodyOf(request)).get('logout_token'), keys, {
    issuer: ISSUER, audience: CLIENT_ID, typ: 'logout+jwt', requiredClaims: ['iat', 'jti', 'events']
  })
  if (!payload.events[EVENT] || payload.nonce !== undefined) throw new Error('no logout token')
  for (const [id, session] of sessions) if (session.claims.sid === payload.sid) sessions.delete(id)
  answer.writeHead(200, { 'Cache-Control': 'no-store' })
  answer.end()
}

const ROUTES = { '/': show, '/entrer': enter, '/retour': comeBack, '/renouveler': refresh, '/serveur': work, '/sortir': leave, '/fin': hearOfLogout }

createServer(async (request, answer) => {
  const { pathname, searchParams } = new URL(request.url, HERE)
  try {
    await (ROUTES[pathname] ?? show)(request, answer, searchParams)
  } catch (fault) {
    page(answer, 400, { fault: fault.error ?? fault.message })
  }
}).listen(Number(PORT), '127.0.0.1', () => console.log('listening'))
