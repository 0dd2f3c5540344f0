// What happens in a district, as it happens: the state of things by a query, then each update after it by a subscription, over lost
// connections and restarts of the server.
import { keepUp } from './following.js';
import { login, user } from './login.js';
import { ask, enter, find, identity, introduce, language, speak } from './session.js';
import { kindName, kindOf, kinds, selections, sentence } from './words.js';

const SHOWN = 200;
const RECENT = 30;
const KEPT = 1000;
const COMING = 5;
const RECOUNT = 60_000;

const SEATS = `fragment Seats on Activity {
  id title status startsAt capacity seatsLeft waitlistCount community { name }
}`;

const FIGURES = `fragment Figures on Query {
  updates(where: { at: { gte: $today } }) { groups(by: [{ field: TYPE }, { field: TO_STATE }], first: 1000) { key { type toState } count } }
  shiftSignUps(where: { checkedOutAt: { gte: $today }, status: { in: [HOURS_VERIFIED, REWARDED] } }) { groups { sum { minutes } } }
  pointsPostings(where: { createdAt: { gte: $today }, status: { eq: POSTED } }) { groups { sum { amount } } }
}`;

const TOLD = `fragment Told on Update {
  __typename id cursor type at toState
  community { name } grid { name }
    ${selections}
}`;

const NOW = `query Now($now: DateTime!, $today: DateTime!) {
  updateHead
  recent: updates(last: ${RECENT}) { nodes { ...Told } }
  communities(first: 100, orderBy: [NAME_ASC]) { nodes { name } }
  activities(first: 20, where: { status: { eq: ENROLLING }, startsAt: { gt: $now } }, orderBy: [STARTS_AT_ASC]) { nodes { ...Seats } }
  ...Figures
}
${TOLD}
${SEATS}
${FIGURES}`;

const TODAY = `query Today($today: DateTime!) { ...Figures }
${FIGURES}`;

const UPDATES = `subscription Updates($after: Cursor) {
  updates(after: $after) { ...Told }
}
${TOLD}
${SEATS}`;

/** How often records of today came to a state by such an update. */
const came = (type, state) => ({
  begins: ({ updates }) => updates?.groups.find(({ key }) => key.type === type && key.toState === state)?.count ?? 0,
  adds: update => (update.type === type && update.toState === state ? 1 : 0),
});

/** The figures of today: what they are when one comes, null where the caller may not know, and what each update adds. */
const tallies = [
  { name: ['开放报名', 'Activities opened'], guest: true, ...came('ACTIVITY_MOVED', 'ENROLLING') },
  { name: ['报名', 'Enrolments'], ...came('ENROLMENT_MOVED', 'CONFIRMED') },
  { name: ['签到', 'Check-ins'], ...came('ENROLMENT_MOVED', 'ATTENDED') },
  { name: ['兑换', 'Redemptions'], ...came('REDEMPTION_MOVED', 'DONE') },
  {
    name: ['服务小时', 'Service hours'],
    begins: ({ shiftSignUps }) => shiftSignUps && Number(shiftSignUps.groups[0]?.sum.minutes ?? 0) / 60,
    adds: ({ type, toState, entity }) => (type === 'SIGN_UP_MOVED' && toState === 'HOURS_VERIFIED' ? (entity?.minutes ?? 0) / 60 : 0),
  },
  {
    name: ['流转积分', 'Points moved'],
    begins: ({ pointsPostings }) => pointsPostings && Number(pointsPostings.groups[0]?.sum.amount ?? 0),
    adds: ({ type, toState, amount }) => (type === 'POINTS_MOVED' && toState === 'POSTED' ? amount : 0),
  },
];

const say = (zh, en) => (language() === 'en' ? en : zh);

function element(name, properties = {}, ...content) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...content);
  return made;
}

// What is shown.

let kept = [];
let waiting = 0;
let paused = false;
let coming = new Map();
let zone;
const chosen = new Set();

function icon(kind) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  path.setAttribute('d', kinds[kind].icon);
  svg.append(path);
  return svg;
}

function card(update) {
  const kind = kindOf(update);
  const where = [update.community, update.grid].filter(place => place).map(place => place.name);
  const words = sentence(update, language()).map(part => (part.of === undefined ? part : element('b', {}, part.of)));
  const time = element('time', { dateTime: update.at }, new Date(update.at).toLocaleTimeString(language(), { timeZone: zone, hour12: false }));
  const made = element('li', {}, icon(kind), element('p', {}, ...words), element('small', {}, time, ...where.map(place => ` · ${place}`)));
  made.dataset.kind = kind;
  made.dataset.update = update.id;
  return made;
}

const wanted = update =>
  (chosen.size === 0 || chosen.has(kindOf(update))) &&
  (find('community').value === '' || update.community?.name === find('community').value);

function show(updates) {
  const cards = updates.filter(wanted).slice(-SHOWN).map(card).reverse();
  find('cards').prepend(...cards);
  while (find('cards').children.length > SHOWN) find('cards').lastChild.remove();
  find('quiet').hidden = find('cards').children.length > 0;
}

function showAll() {
  find('cards').replaceChildren();
  show(kept.slice(0, Math.max(0, kept.length - waiting)));
}

function count() {
  const known = tallies.filter(({ guest, value }) => Number.isFinite(value) && (guest || user() !== undefined));
  find('tallies').replaceChildren(...known.map(({ name, value }) =>
    element('div', {}, element('dt', {}, say(...name)), element('dd', {}, value.toLocaleString(language(), { maximumFractionDigits: 1 })))));
}

function comeUp() {
  const next = [...coming.values()].sort((a, b) => a.startsAt.localeCompare(b.startsAt)).slice(0, COMING);
  find('coming').replaceChildren(...next.map(({ title, startsAt, capacity, seatsLeft, waitlistCount, community }) => {
    const left = capacity === null
      ? say('不限名额', 'no limit of seats')
      : say(`余 ${seatsLeft} / ${capacity}`, `${seatsLeft} of ${capacity} seats left`) + (waitlistCount > 0 ? say(`，候补 ${waitlistCount}`, `, ${waitlistCount} wait`) : '');
    const when = new Date(startsAt).toLocaleString(language(), { timeZone: zone, month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hour12: false });
    const made = element('li', {}, element('b', {}, title), element('small', {}, `${when}${community ? ` · ${community.name}` : ''}`));
    if (capacity !== null) made.append(element('meter', { max: capacity, value: capacity - seatsLeft, ariaLabel: left }));
    made.append(element('small', {}, left));
    return made;
  }));
}

function pauseSays() {
  find('pause').setAttribute('aria-pressed', String(paused));
  find('pause').textContent = paused ? say(`继续（${waiting} 条新）`, `Go on (${waiting} new)`) : say('暂停', 'Pause');
}

/** Labels that depend on the language. */
function label() {
  for (const button of document.querySelectorAll('[data-lang]')) button.setAttribute('aria-pressed', String(button.dataset.lang === language()));
  for (const button of find('kinds').children) button.lastChild.textContent = kindName(button.dataset.kind, language());
  find('kinds').ariaLabel = say('只看', 'Only');
  find('community').ariaLabel = say('社区', 'Community');
  find('community').options[0].textContent = say('全部社区', 'All communities');
  find('quiet').textContent = say('还没有新的消息。', 'Nothing has happened yet.');
  pauseSays();
  count();
  comeUp();
  showAll();
}

/** Counts it, and shows it unless somebody reads. */
function happened(update) {
  for (const tally of tallies) if (Number.isFinite(tally.value)) tally.value += tally.adds(update);
  count();
  const activity = update.activity ?? (update.type === 'ACTIVITY_MOVED' ? update.entity : undefined);
  if (activity?.status === 'ENROLLING') coming.set(activity.id, activity);
  else if (activity) coming.delete(activity.id);
  if (activity) comeUp();
  kept = [...kept, update].slice(-KEPT);
  if (!paused) return show([update]);
  waiting++;
  pauseSays();
}

// How it comes.

const at = { cursor: undefined };
let leave = new AbortController();
let standing = [];

/** When it became today in the district, wherever the browser is. */
function today() {
  const now = new Date();
  const [hours, minutes, seconds] = now.toLocaleTimeString('en-GB', { timeZone: zone }).split(':');
  return new Date(Math.floor(now / 1000 - hours * 3600 - minutes * 60 - seconds) * 1000).toISOString();
}

/** Everything as it is at one moment, which the cursor names. */
async function begin() {
  zone = (await ask({ query: '{ district { timeZone } }' })).data?.district?.timeZone;
  const { data, errors } = await ask({ query: NOW, variables: { now: new Date().toISOString(), today: today() } });
  if (!data?.updateHead) throw Object.assign(new Error(errors[0].message), { code: errors[0].extensions?.code });
  kept = data.recent.nodes;
  waiting = 0;
  for (const tally of tallies) tally.value = tally.begins(data);
  coming = new Map(data.activities.nodes.map(activity => [activity.id, activity]));
  find('community').replaceChildren(new Option('', ''), ...data.communities.nodes.map(({ name }) => new Option(name, name)));
  label();
  return data.updateHead;
}

/** Once in a while: a day begins, and what was so new that it had no number yet when the page came is in its cursor, but not in its figures. */
async function recount() {
  if (at.cursor === undefined) return;
  const { data } = await ask({ query: TODAY, variables: { today: today() } });
  if (!data) return;
  for (const tally of tallies) tally.value = tally.begins(data);
  count();
}

/** How it stands: live, waiting (so many seconds) or ended (why). */
function tell(state, detail) {
  standing = [state, detail];
  const waits = detail === undefined ? say('正在连接…', 'Connecting…') : say(`连接中断，${detail} 秒后重连…`, `The connection is gone; again in ${detail} s…`);
  const overs = detail?.code === 'LOGIN_OVER' ? say('登录已过期。', 'The login has expired.') : detail?.message;
  find('state').dataset.state = state;
  find('state').textContent = { live: say('直播中', 'Live'), waiting: waits, ended: overs }[state];
  const anew = ['LOGIN_OVER', 'TOKEN_INVALID'].includes(detail?.code);
  find('again').hidden = state !== 'ended';
  find('again').textContent = anew ? say('重新登录', 'Log in again') : say('重新连接', 'Follow again');
  find('again').onclick = anew ? () => login(find('district').value) : live;
}

function live() {
  leave.abort();
  leave = new AbortController();
  const who = user();
  tell('waiting');
  return keepUp({
    at,
    begin,
    async hello() {
      const hello = await identity();
      if (who === user()) return hello;
      introduce();
      throw Object.assign(new Error(), { code: 'LOGIN_OVER' });
    },
    question: after => ({ query: UPDATES, variables: { after } }),
    next: happened,
    tell,
    signal: leave.signal,
  });
}

function anew() {
  at.cursor = undefined;
  live();
}

find('kinds').append(...Object.keys(kinds).map(kind => {
  const button = element('button', { type: 'button', ariaPressed: 'false' }, icon(kind), document.createElement('span'));
  button.dataset.kind = kind;
  button.addEventListener('click', () => {
    if (!chosen.delete(kind)) chosen.add(kind);
    button.ariaPressed = String(chosen.has(kind));
    showAll();
  });
  return button;
}));
find('community').append(new Option('', ''));
find('community').addEventListener('change', showAll);
find('pause').addEventListener('click', () => {
  paused = !paused;
  waiting = 0;
  showAll();
  pauseSays();
});
for (const button of document.querySelectorAll('[data-lang]'))
  button.addEventListener('click', () => {
    speak(button.dataset.lang);
    localStorage.setItem('linli.language', button.dataset.lang);
    label();
    tell(...standing);
    introduce();
  });
label();
await enter(anew);
live();
addEventListener('pagehide', () => leave.abort());
addEventListener('pageshow', ({ persisted }) => persisted && live());
setInterval(() => recount().catch(() => {}), RECOUNT); // a server that is away is told of already
