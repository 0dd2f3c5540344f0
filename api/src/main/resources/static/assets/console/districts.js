// Districts as operators see them: a list, and one of them with what can be done to it.
import { act, ask, REFUSED } from './asking.js';
import { administrators } from './administrators.js';
import { archives } from './archives.js';
import { ending } from './deletions.js';
import { badge, button, facts, h, table, time } from './dom.js';
import { dialog, field } from './forms.js';
import { drifts } from './drifts.js';
import { moves } from './moves.js';
import { granted } from './quotas.js';
import { filter, named, paged, pages, part } from './parts.js';
import { trailOf } from './trail.js';
import { bytes, figure, moment, t, word } from './words.js';

const STATES = ['OPENING', 'ACTIVE', 'SUSPENDED', 'LEAVING'];

/** One that is not live yet is still being set up by its people. */
const state = ({ state: now, liveSince }) => (now === 'ACTIVE' && !liveSince ? badge('OPENING', t('beingSetUp')) : badge(now, word('state', now)));

export function districts({ signal }) {
  const text = field({ name: 'text', label: t('findDistrict'), plain: true, type: 'search' });
  const which = field({ name: 'state', label: t('state'), options: [['', t('all')], ...STATES.map(one => [one, word('state', one)])] });
  const where = () => ({
    ...(which.value() && { state: { eq: which.value() } }),
    ...named(text.value()),
  });
  const list = pages({
    signal,
    where,
    query: `query($first: NonNegativeInt, $after: String, $where: DistrictFilter) {
      districts(first: $first, after: $after, where: $where, orderBy: [CODE_ASC]) {
        ${paged('id code name state sample residents merchants grids lastActivityAt measuredAt liveSince')}
      }
    }`,
    when: update => update.entity?.__typename === 'District',
    draw: rows => table(t('districts'), [
      { head: t('code'), cell: row => row.code },
      { head: t('name'), cell: row => h('a', { href: `#/districts/${row.id}` }, row.name) },
      { head: t('state'), cell: row => [state(row), row.sample && h('small', {}, ` ${t('sample')}`)] },
      { head: t('grids'), cell: row => figure(row.grids), number: true },
      { head: t('residents'), cell: row => figure(row.residents), number: true },
      { head: t('merchants'), cell: row => figure(row.merchants), number: true },
      { head: t('measuredAt'), cell: row => time(row.measuredAt) ?? t('notCounted') },
      { head: t('lastActivity'), cell: row => time(row.lastActivityAt) },
    ], rows, t('noDistricts'), true),
  });
  return [
    h('h1', { tabindex: '-1' }, t('districts')),
    h('p', { class: 'buttons' }, h('a', { class: 'primary', href: '#/onboardings/new' }, t('onboard'))),
    filter(list, text, which),
    list,
    drifts({ signal }),
  ];
}

const ONE = `query($id: ID!) {
  district(id: $id) {
    id code name state timeZone sample createdAt residents merchants grids updates fileBytes lastActivityAt measuredAt archiveKeyAt liveSince packages
    onboarding { id }
  }
}`;

function suspend(district) {
  dialog({
    title: t('suspendTitle', district),
    text: [t('suspendText'), district.measuredAt !== null && district.archiveKeyAt === null && ` ${t('suspendKeyless', { at: moment(district.measuredAt) })}`],
    fields: [field({ name: 'reason', label: t('reason'), hint: t('leavingReason'), type: 'area', required: true, maxlength: 500 })],
    action: t('suspend'),
    send: ({ reason }) => act(`mutation($district: ID!, $reason: String!) { suspendDistrict(district: $district, reason: $reason) { ${REFUSED} } }`, { district: district.id, reason }),
  });
}

function resume(district) {
  dialog({
    title: t('resumeTitle', district),
    text: t('resumeText'),
    action: t('resume'),
    send: () => act(`mutation($district: ID!) { resumeDistrict(district: $district) { ${REFUSED} } }`, { district: district.id }),
  });
}

export function aDistrict({ id, signal }) {
  const heading = h('h1', { tabindex: '-1' }, t('district'));
  return [
    h('p', { class: 'back' }, h('a', { href: '#/districts' }, t('districts'))),
    heading,
    part({
      signal,
      load: () => ask(ONE, { id }),
      when: update => update.entity?.id === id || update.entity?.__typename === 'Deletion',
      draw({ district }) {
        if (district === null) return h('p', { class: 'empty' }, t('nothingHere'), ' ', h('a', { href: '#/deletions' }, t('deletions')));
        heading.replaceChildren(`${district.name} `, h('small', {}, district.code));
        document.title = `${district.name} · Linli 邻里`;
        return [
          h('p', { class: 'standing' }, state(district),
            district.state === 'ACTIVE' && button(t('suspend'), () => suspend(district), { 'data-key': 'suspend' }),
            district.state === 'SUSPENDED' && button(t('resume'), () => resume(district), { 'data-key': 'resume' }),
            district.onboarding && h('a', { href: `#/onboardings/${district.onboarding.id}` }, t('howItCame'))),
          facts([
            [t('grids'), figure(district.grids)], [t('residents'), figure(district.residents)], [t('merchants'), figure(district.merchants)],
            [t('updates'), figure(district.updates)], [t('fileBytes'), bytes(district.fileBytes)], [t('lastActivity'), moment(district.lastActivityAt)],
            [t('measuredAt'), moment(district.measuredAt) ?? t('notCounted')], [t('timeZone'), district.timeZone], [t('createdAt'), moment(district.createdAt)], [t('liveSinceAt'), moment(district.liveSince)],
            [t('sample'), t(district.sample ? 'yes' : 'no')], [t('packages'), district.packages.map(one => word('package', one)).join(t('comma'))],
          ]),
        ];
      },
    }),
    drifts({ signal, district: id }),
    administrators({ id, signal }),
    granted({ id, signal }),
    moves({ id, signal }),
    archives({ id, signal }),
    ending({ id, signal }),
    trailOf({ id, signal }),
  ].flat();
}
