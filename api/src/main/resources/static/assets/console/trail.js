// What operators did and what came of it, as it happens, a page at a time from the newest.
import { ask } from './asking.js';
import { account, button, h, table, time } from './dom.js';
import { field } from './forms.js';
import { filter, part } from './parts.js';
import { t, word } from './words.js';

const PAGE = 50;

const LAST = `query($before: Cursor, $where: UpdateFilter) {
  updates(last: ${PAGE}, before: $before, where: $where) {
    pageInfo { hasPreviousPage startCursor }
    nodes { type at toState reason actor ... on DirectoryDriftMoved { difference } entity { __typename id ... on District { name code } ... on Onboarding { name code } ... on Deletion { name code } ... on DistrictApplication { name code } ... on DistrictMove { district { id name code } } ... on AdministratorInvitation { district { id name code } } ... on Archive { district { id name code } } ... on DirectoryDrift { district { id name code } } } }
  }
}`;

/** Also of what was long ago. */
const OF_DELETION = `query($id: ID!, $before: String) {
  deletion(id: $id) { history(last: ${PAGE}, before: $before) { pageInfo { hasPreviousPage startCursor } nodes { type: event at toState reason actor } } }
}`;

const TYPES = '{ __type(name: "UpdateType") { enumValues { name } } }';

/** All records that are of a district, as updates name them. */
const OF_DISTRICT = `query($code: String!) {
  districts(first: 1, where: { code: { eq: $code } }) { nodes { id archives(last: 50) { nodes { id } } moves(last: 50) { nodes { id } } administratorInvitations(last: 50) { nodes { id } } drifts(last: 50) { nodes { id } } } }
  onboardings(first: 50, where: { code: { eq: $code } }) { nodes { id } }
  deletions(first: 50, where: { code: { eq: $code } }) { nodes { id } }
  applications(first: 50, where: { code: { eq: $code } }) { nodes { id } }
}`;

const PAGES = { District: 'districts', Onboarding: 'onboardings', Deletion: 'deletions', DistrictApplication: 'applications' };

/** Of what a state is: by the event, since what it happened to may be gone. */
const STATES = [[/^ONBOARDING_/, 'onboarding'], [/^(DELETION_|ERASURE_|DISTRICT_ERASED)/, 'deletion'], [/^ARCHIVE_/, 'archive'], [/^APPLICATION_/, 'application'], [/^DISTRICT_MOVE_/, 'move'], [/^ADMINISTRATOR_/, 'administrator'], [/^DIRECTORY_DRIFT_/, 'driftState'], [/^/, 'state']];

const link = (page, { id, name, code }) => h('a', { href: `#/${page}/${id}` }, `${name} ${code}`);

/** What has no page of its own stands on that of its district. */
const about = ({ entity }) => entity && (PAGES[entity.__typename] ? link(PAGES[entity.__typename], entity) : entity.district && link('districts', entity.district));

const stateOf = ({ type, toState }) => word(STATES.find(([event]) => event.test(type))[1], toState);

async function ofDistrict(code) {
  const { districts, ...others } = await ask(OF_DISTRICT, { code });
  const own = districts.nodes.flatMap(one => [one, ...one.archives.nodes, ...one.moves.nodes, ...one.administratorInvitations.nodes, ...one.drifts.nodes]);
  return [...own, ...Object.values(others).flatMap(({ nodes }) => nodes)].map(({ id }) => id);
}

/**
 * What happened, the newest first, a page at a time.
 *
 * @param load gives the connection before a cursor
 * @param quiet where the page's heading says what the caption would
 */
function happened({ load, caption, quiet, signal }) {
  let cursors = [undefined];
  let again;
  const list = part({
    signal,
    load: () => load(cursors.at(-1)),
    when: () => cursors.length === 1,
    draw({ nodes, pageInfo }, fill) {
      again = fill;
      const turn = way => {
        way();
        fill();
      };
      return [
        table(caption, [
          { head: t('when'), cell: row => time(row.at) },
          { head: t('what'), cell: row => [word('event', row.type), word('directoryDrift', row.difference)].filter(Boolean).join(t('colon')) },
          ...(quiet ? [{ head: t('district'), cell: about }] : []),
          { head: t('state'), cell: stateOf },
          { head: t('reason'), cell: row => row.reason },
          { head: t('who'), cell: row => account(row.actor) },
        ], nodes.toReversed(), t('noHistory'), quiet),
        (cursors.length > 1 || pageInfo.hasPreviousPage) && h('p', { class: 'pages' },
          button(t('newer'), () => turn(() => cursors.pop()), { disabled: cursors.length === 1, 'data-key': 'newer' }),
          button(t('older'), () => turn(() => cursors.push(pageInfo.startCursor)), { disabled: !pageInfo.hasPreviousPage, 'data-key': 'older' })),
      ];
    },
  });
  list.anew = () => {
    cursors = [undefined];
    again?.();
  };
  return list;
}

const updates = where => async before => (await ask(LAST, { before, where: await where() })).updates;

/** The part of a district's page: what happened to it, its way on board, its archives, moves and leaving. */
export function trailOf({ id, signal }) {
  const found = ask('query($id: ID!) { district(id: $id) { code } }', { id });
  const where = async () => ({ entity: { id: { in: await ofDistrict((await found).district?.code ?? '') } } });
  return happened({ load: updates(where), caption: t('history'), signal });
}

/** The part of a deletion's page: all that was done to the district, once it is erased. */
export const trailOfDeletion = ({ id, signal }) => happened({ load: async before => (await ask(OF_DELETION, { id, before })).deletion?.history ?? { nodes: [], pageInfo: {} }, caption: t('history'), signal });

export function trail({ signal }) {
  const type = field({ name: 'type', label: t('what'), options: [['', t('all')]] });
  const code = field({ name: 'code', label: t('code'), plain: true, type: 'search', maxlength: 6, inputmode: 'numeric' });
  const from = field({ name: 'from', label: t('from'), plain: true, type: 'date' });
  const until = field({ name: 'until', label: t('until'), plain: true, type: 'date' });
  ask(TYPES).then(({ __type: { enumValues } }) => type.input.append(...enumValues.map(({ name }) => h('option', { value: name }, word('event', name)))), () => {});
  /** By days where the reader is. */
  const where = async () => ({
    ...(type.value() && { type: { eq: type.value() } }),
    ...(code.value() && { entity: { id: { in: await ofDistrict(code.value()) } } }),
    ...((from.value() || until.value()) && { at: { gte: from.value() && new Date(`${from.value()}T00:00`).toISOString(), lt: until.value() && dayAfter(until.value()) } }),
  });
  const list = happened({ load: updates(where), caption: t('trail'), quiet: true, signal });
  return [h('h1', { tabindex: '-1' }, t('trail')), h('p', { class: 'lead' }, t('trailLead')), filter(list, type, code, from, until), list];
}

function dayAfter(day) {
  const date = new Date(`${day}T00:00`);
  date.setDate(date.getDate() + 1);
  return date.toISOString();
}
