// What all of these clients share: where, who, what, and what to do when a stream ends.
const { LINLI_URL = 'http://localhost:8080', LINLI_TOKEN, LINLI_DISTRICT } = process.env;

export const http = new URL('/graphql', LINLI_URL).href;
export const socket = http.replace(/^http/, 'ws');
export const who = LINLI_TOKEN ? { Authorization: `Bearer ${LINLI_TOKEN}` } : { 'X-District': LINLI_DISTRICT };

// One document, one snapshot: what is copied, and the cursor behind it. (More than a page: ask on with `after`, keep the first head.)
export const COPY = '{ updateHead activities(first: 100) { nodes { id title status } } }';
export const FOLLOW = `subscription($after: Cursor) {
  updates(after: $after) { id cursor type entity { id ... on Activity { title status } } }
}`;

// Away for too long, or a database that is another one now: copy anew.
const ANEW = ['CURSOR_EXPIRED', 'INVALID_CURSOR'];
// Log in anew, or mend the settings.
const FINAL = ['TOKEN_EXPIRED', 'TOKEN_INVALID', 'RIGHT_LOST', 'FORBIDDEN', 'DISTRICT_UNKNOWN', 'CLIENT_NOT_GRANTED'];

const activities = new Map();
let after;
let pause = 500;

/** Takes the copy unless there is one, and gives the cursor to follow from. */
export async function begin(ask) {
  if (after) return after;
  const { updateHead, activities: { nodes } } = await ask();
  activities.clear();
  for (const activity of nodes) activities.set(activity.id, activity);
  console.log(`copied ${activities.size} activities`);
  return (after = updateHead);
}

/** Brings the copy in step; the cursor is kept with it, since both belong together. */
export function apply({ id, cursor, type, entity }) {
  if (entity?.title) activities.set(entity.id, entity);
  after = cursor;
  pause = 500;
  console.log(`${id} ${type}`);
}

/** A stream has ended, for whatever reason: go on behind the last cursor, in a moment, or a longer one while nothing comes. */
export async function ended(reason) {
  const { code, resumeAfter } = told(reason);
  console.error(`ended: ${code ?? reason?.message ?? reason?.code ?? reason}`);
  if (resumeAfter) after = resumeAfter;
  if (ANEW.includes(code)) after = undefined;
  if (FINAL.includes(code)) process.exit(1);
  await new Promise((done) => setTimeout(done, pause * (1 + Math.random())));
  pause = Math.min(2 * pause, 5000);
}

/** An answer has its code in `extensions`, a socket that was refused in the reason of its close; of an event stream there is the status. */
function told(reason) {
  const { extensions } = [reason?.errors ?? reason?.graphQLErrors ?? reason].flat()[0] ?? {};
  if (extensions?.code) return extensions;
  const text = `${reason?.reason ?? reason?.networkError?.reason ?? reason?.message ?? reason}`;
  return { code: text.includes('401') ? 'TOKEN_INVALID' : text.match(/[A-Z]+_[A-Z_]+/)?.[0] };
}

/** To be called whenever something is heard: a server that is there says something every 15 seconds, and one that says nothing may be gone unnoticed. */
export function listening(leave) {
  let silence;
  return () => {
    clearTimeout(silence);
    silence = setTimeout(leave, 45_000);
  };
}

for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    for (const { id, status, title } of activities.values()) console.log(`kept ${id} ${status} ${title}`);
    process.exit();
  });
