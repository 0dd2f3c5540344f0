// Where the directory of accounts was found to differ: from the registry of districts, for operators to see to, and from a district's register of staff.
import { badge, h, table, time } from './dom.js';
import { field } from './forms.js';
import { filter, paged, pages } from './parts.js';
import { t, word } from './words.js';

const STATUS = { open: { eq: 'REPORTED' }, closed: { in: ['REPAIRED', 'OVER'] } };

const open = () => field({ name: 'drifts', label: t('state'), options: [['open', t('driftsOpen')], ['closed', t('driftsClosed')], ['', t('all')]] });

const section = (which, list) => h('section', { id: 'drifts' }, h('h2', {}, t('drifts')), filter(list, which), list);

const life = () => [
  { head: t('driftSince'), cell: row => time(row.foundAt) },
  { head: t('state'), cell: row => badge(row.status, word('driftState', row.status)) },
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
      directoryDrifts(first: $first, after: $after, where: $where, orderBy: [FOUND_AT_DESC]) { ${paged('id kind status foundAt endedAt district { id name }')} }
    }`,
    when: update => update.entity?.__typename === 'DirectoryDrift',
    draw: rows => table(t('drifts'), [
      ...(district ? [] : [{ head: t('district'), cell: row => row.district && h('a', { href: `#/districts/${row.district.id}` }, row.district.name) }]),
      { head: t('what'), cell: row => word('directoryDrift', row.kind) },
      ...life(),
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
