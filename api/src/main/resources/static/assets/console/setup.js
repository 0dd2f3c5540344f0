// The way from an empty district to one at work, in order.
import { ask } from './asking.js';
import { h } from './dom.js';
import { part } from './parts.js';
import { figure, t } from './words.js';

const STATE = `{
  settings { packages version }
  workingTimes(first: 1) { nodes { version } }
  streets(first: 1) { totalCount } communities(first: 1) { totalCount } compounds(first: 1) { totalCount } grids(first: 1) { totalCount }
  staff(first: 1, where: { status: { eq: CONNECTED } }) { totalCount }
  officers: roleGrants(first: 1, where: { role: { eq: DISTRICT_OFFICER }, status: { eq: GIVEN } }) { totalCount }
  proposed: roleGrants(first: 1, where: { status: { eq: PROPOSED } }) { totalCount }
  clients(first: 1) { totalCount }
}`;

/** Each with its page, whether it is done, and how it stands. */
const steps = now => [
  ['packages', '/packages', now.settings.version !== null, t('stepPackages', { count: now.settings.packages.length })],
  ['calendar', '/calendar', now.workingTimes.nodes[0]?.version != null, t('stepCalendar')],
  ['territory', '/data', now.grids.totalCount > 0, t('stepTerritory', { streets: figure(now.streets.totalCount), communities: figure(now.communities.totalCount), compounds: figure(now.compounds.totalCount), grids: figure(now.grids.totalCount) })],
  ['staff', '/staff', now.staff.totalCount > 1, t('stepStaff', { count: figure(now.staff.totalCount), proposed: figure(now.proposed.totalCount) })],
  ['officer', '/confirmations', now.officers.totalCount > 0, t('stepOfficer')],
  ['people', '/data', undefined, t('stepPeople')],
  ['clients', '/clients', now.clients.totalCount > 0, t('stepClients', { count: figure(now.clients.totalCount) })],
];

export function setup({ signal }) {
  return [
    h('h1', { tabindex: '-1' }, t('setup')),
    h('p', { class: 'lead' }, t('setupLead')),
    part({
      signal,
      load: () => ask(STATE),
      when: () => true,
      draw: now => h('ol', { class: 'way' }, steps(now).map(([key, path, done, text]) =>
        h('li', { 'data-standing': done ? 'done' : 'ahead' }, h('h2', {}, h('a', { href: `#${path}` }, t(`step.${key}`)), ' ', h('small', {}, done === undefined ? t('byOfficer') : t(done ? 'standing.done' : 'standing.ahead'))), h('p', {}, text)))),
    }),
  ];
}
