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

const activities = new Map();
let after;

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
  console.log(`${id} ${type}`);
}

/** A stream has ended, for whatever reason: go on behind the last cursor, in a moment. */
export async function ended(reason) {
  const { code, resumeAfter } = [reason?.errors ?? reason?.graphQLErrors ?? reason].flat()[0]?.extensions ?? {};
  console.error(`ended: ${code ?? reason?.message ?? reason?.code ?? reason}`);
  if (resumeAfter) after = resumeAfter;
  if (code === 'CURSOR_EXPIRED') after = undefined; // away for too long: copy anew
  if (['TOKEN_EXPIRED', 'TOKEN_INVALID', 'RIGHT_LOST', 'FORBIDDEN'].includes(code)) process.exit(1); // log in anew
  await new Promise((done) => setTimeout(done, 500 + 500 * Math.random()));
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
