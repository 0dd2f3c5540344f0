// Asking either contract as who is logged in: the operators' at /platform/graphql, a district's at /graphql.
import { token } from '../login.js';
import { keepUp } from '../following.js';
import { t } from './words.js';

/** What the contract refuses before a use case begins, in its own words. */
export class Fault extends Error {
  constructor(message, code) {
    super(message);
    this.code = code;
  }
}

const LOST = 'CONNECTION_LOST';
let endpoint = '/graphql';
/** Says which contract is asked from now on. */
export const speakTo = path => (endpoint = path);
/** And which one that is. */
export const spokenTo = () => endpoint;

/** Who asks, as the header says it. */
export async function bearer() {
  const held = await token();
  if (held === undefined) throw new Fault(t('loginOver'), 'LOGIN_OVER');
  return `Bearer ${held}`;
}

const identity = async () => ({ 'Accept-Language': document.documentElement.lang, Authorization: await bearer() });

async function send(question, headers, at) {
  const response = await fetch(at, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'application/graphql-response+json', ...headers },
    body: JSON.stringify(question),
  }).catch(() => {
    throw new Fault(t('unreachable'), LOST);
  });
  const answer = await response.json().catch(() => {
    throw new Fault(t('unreachable'));
  });
  if (answer.errors) throw new Fault(answer.errors[0].message, answer.errors[0].extensions?.code);
  return answer.data;
}

/** Reads. */
export const ask = async (query, variables = {}) => send({ query, variables }, await identity(), endpoint);

/** Does something, once even where the line breaks and it is sent again. Gives the outcome; where it is a refusal, it has a message. */
export async function act(query, variables = {}) {
  const headers = { ...(await identity()), 'Idempotency-Key': crypto.randomUUID() };
  const once = () => send({ query, variables }, headers, endpoint);
  const data = await once().catch(fault => {
    if (fault.code === LOST) return once();
    throw fault;
  });
  return Object.values(data)[0];
}

/** Asks the platform without a token, as those do who apply. */
export const asGuest = async (query, variables) =>
  Object.values(await send({ query, variables }, { 'Accept-Language': document.documentElement.lang }, '/platform/graphql'))[0];

/** Where the refusals of a selection are told. */
export const REFUSED = '__typename ... on Refusal { code message }';

const listeners = new Set();

/** Calls `take` with each update until `signal` leaves. */
export function whenever(take, signal) {
  listeners.add(take);
  signal.addEventListener('abort', () => listeners.delete(take));
}

/**
 * Follows what happens for as long as the page is there.
 *
 * @param where which ones
 */
export function listen({ where, tell }) {
  keepUp({
    at: {},
    place: endpoint,
    begin: async () => (await ask('{ updateHead }')).updateHead,
    hello: identity,
    question: after => ({
      query: `subscription($after: Cursor, $where: UpdateFilter) { updates(after: $after, where: $where) { cursor type toState entity { __typename id } } }`,
      variables: { after, where },
    }),
    next: update => listeners.forEach(take => take(update)),
    tell,
    signal: new AbortController().signal,
  });
}
