// Where the directory of accounts was found to differ: from the registry of districts, for operators to see to, and from a district's register of staff.
import { act, REFUSED } from './asking.js';
import { badge, button, h, table, time } from './dom.js';
import { dialog, field } from './forms.js';
import { filter, paged, pages } from './parts.js';
import { t, word } from './words.js';

const STATUS = { open: { eq: 'REPORTED' }, closed: { in: ['REPAIRED', 'OVER'] } };

const restore = district => dialog({
  title: t('restoreOrganizationTitle', district),
  text: t('restoreOrganizationText'),
  action: t('restoreOrganization'),
  send: () => act(`mutation($id: ID!) { restoreOrganization(district: $id) { ${REFUSED} } }`, { id: district.id }),
});

const restored = row => (row.status === 'REPORTED' && row.restoreAskedAt
  ? badge(row.obstacle ? 'HINDERED' : 'WAITING', row.obstacle ? word('obstacle', row.obstacle) : t('restoring'))
  : badge(row.status, word('driftState', row.status)));

const open = () => field({ name: 'drifts', label: t('state'), options: [['open', t('driftsOpen')], ['closed', t('driftsClosed')], ['', t('all')]] });

const section = (which, list) => h('section', { id: 'drifts' }, h('h2', {}, t('drifts')), filter(list, which), list);

/** @param status how far it is, where that is more than its own state */
const life = (status = row => badge(row.status, word('driftState', row.status))) => [
  { head: t('driftSince'), cell: row => time(row.foundAt) },
  { head: t('state'), cell: status },
  { head: t('driftEnded'), cell: row => time(row.endedAt) },
];

/** @param district of which one; of all when not given */
export function drifts({ signal, district }) {
  const which = open();
  const list = pages({
    signal,
    first: 10,
    where: () => ({ ...(which.value() && { status: STATUS[which.value()] }), ...(district && { district: { id: { eq: district } } }) }),
    query: `query($first: NonNegativeInt, $after: String, $where: DirectoryDriftFilter) {
      directoryDrifts(first: $first, after: $after, where: $where, orderBy: [FOUND_AT_DESC]) { ${paged('id kind status foundAt endedAt restoreAskedAt obstacle district { id name }')} }
    }`,
    when: update => update.entity?.__typename === 'DirectoryDrift' || update.type === 'ORGANIZATION_RESTORE_REQUESTED',
    draw: rows => table(t('drifts'), [
      ...(district ? [] : [{ head: t('district'), cell: row => row.district && h('a', { href: `#/districts/${row.district.id}` }, row.district.name) }]),
      { head: t('what'), cell: row => word('directoryDrift', row.kind) },
      ...life(restored),
      { head: t('actions'), cell: row => row.kind === 'ORGANIZATION_MISSING' && row.status === 'REPORTED' && button(t('restoreOrganization'), () => restore(row.district), { 'data-key': `restore-${row.id}` }) },
    ], rows, t('noDrifts'), true),
  });
  return section(which, list);
}

/** Those of a district's staff. */
export function staffDrifts({ signal }) {
  const which = open();
  const list = pages({
    signal,
    first: 10,
    where: () => (which.value() ? { status: STATUS[which.value()] } : {}),
    query: `query($first: NonNegativeInt, $after: String, $where: StaffDriftFilter) {
      staffDrifts(first: $first, after: $after, where: $where, orderBy: [FOUND_AT_DESC]) { ${paged('role kind status foundAt endedAt member { id name }')} }
    }`,
    when: update => update.entity?.__typename === 'StaffDrift',
    draw: rows => table(t('drifts'), [
      { head: t('personName'), cell: row => h('a', { href: `#/staff/${row.member.id}` }, row.member.name) },
      { head: t('roleWord'), cell: row => word('role', row.role) },
      { head: t('what'), cell: row => word('drift', row.kind) },
      ...life(),
    ], rows, t('noDrifts'), true),
  });
  return section(which, list);
}
