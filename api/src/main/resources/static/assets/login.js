// Login at Keycloak: authorization code with PKCE (RFC 7636), state and nonce. Tokens stay in memory.
const KEPT = 'linli.login';
let tokens;
let place;
let client;

const address = path => `${place.issuer}/protocol/openid-connect/${path}`;
const here = () => location.origin + location.pathname;

function base64url(bytes) {
  return btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

const random = () => base64url(crypto.getRandomValues(new Uint8Array(32)));

function claims(token) {
  const part = token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/');
  return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(part), c => c.charCodeAt(0))));
}

async function ask(parameters) {
  const response = await fetch(address('token'), {
    method: 'POST',
    body: new URLSearchParams({ client_id: client, ...parameters }),
  });
  const answer = await response.json();
  if (!response.ok) throw Object.assign(new Error(answer.error_description ?? answer.error), { code: answer.error });
  tokens = { ...answer, until: Date.now() + (answer.expires_in - 15) * 1000 };
}

/**
 * Leaves the page for Keycloak's login; it comes back here.
 *
 * @param district whose token it is to be; none for operators, who have a client of their own
 */
export async function login(district, by = place.client) {
  const kept = { state: random(), nonce: random(), verifier: random(), district, client: by, hash: location.hash };
  sessionStorage.setItem(KEPT, JSON.stringify(kept));
  const challenge = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(kept.verifier));
  location.assign(`${address('auth')}?${new URLSearchParams({
    client_id: by,
    redirect_uri: here(),
    response_type: 'code',
    scope: district ? `openid organization:${district}` : 'openid',
    state: kept.state,
    nonce: kept.nonce,
    code_challenge: base64url(challenge),
    code_challenge_method: 'S256',
    ui_locales: document.documentElement.lang,
  })}`);
}

/** Ends a login that Keycloak has just answered; says the district that was asked for, if there was one. */
export async function arrive(settings) {
  place = settings;
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
  const answer = new URLSearchParams(location.search);
  if (!answer.has('state')) return undefined;
  sessionStorage.removeItem(KEPT);
  history.replaceState(null, '', here() + (kept?.hash ?? ''));
  client = kept?.client;
  if (kept === null || answer.get('state') !== kept.state) throw new Error('login: state does not match');
  if (!answer.has('code')) throw Object.assign(new Error(answer.get('error_description') ?? answer.get('error')), { code: answer.get('error') });
  await ask({
    grant_type: 'authorization_code',
    code: answer.get('code'),
    redirect_uri: here(),
    code_verifier: kept.verifier,
  });
  if (claims(tokens.id_token).nonce !== kept.nonce) {
    tokens = undefined;
    throw new Error('login: nonce does not match');
  }
  return kept.district;
}

/** Who is logged in, undefined for a guest. */
export const user = () => tokens && claims(tokens.id_token).preferred_username;

/** The account of who is logged in, as tokens and histories name it; undefined for a guest. */
export const subject = () => tokens && claims(tokens.id_token).sub;

/** The client that somebody logged in by, undefined for a guest. */
export const through = () => tokens && client;

/** A token that is still good, undefined for a guest, and once Keycloak gives no other; fails while it cannot be asked. */
export async function token() {
  if (tokens && Date.now() > tokens.until) await (refreshing ??= refreshed().finally(() => { refreshing = undefined; }));
  return tokens?.access_token;
}

// Keycloak takes a refresh token once: whoever asks meanwhile waits for the same answer.
let refreshing;

function refreshed() {
  return ask({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token }).catch(fault => {
    if (fault.code !== 'invalid_grant') throw fault;
    tokens = undefined;
  });
}

/** Leaves for Keycloak's logout; it comes back here. */
export function logout() {
  location.assign(`${address('logout')}?${new URLSearchParams({
    client_id: client ?? place.client,
    ...(tokens && { id_token_hint: tokens.id_token }),
    post_logout_redirect_uri: here(),
  })}`);
}
