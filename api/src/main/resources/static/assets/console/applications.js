// Districts that ask to come on board, for operators to review.
import { act, ask, REFUSED } from './asking.js';
import { usualWeek, weekFields, withWeek } from './calendar.js';
import { badge, button, facts, h, table, time } from './dom.js';
import { dialog, field } from './forms.js';
import { changes } from './history.js';
import { besideDistrict, zoneField } from './onboarding.js';
import { packageSwitches } from './packages.js';
import { filter, named, paged, pages, part } from './parts.js';
import { usualQuota } from './quotas.js';
import { moment, t, word } from './words.js';

const status = one => badge(one.status, word('application', one.status));

export function applications({ signal }) {
  const text = field({ name: 'text', label: t('findDistrict'), plain: true, type: 'search' });
  const which = field({ name: 'status', label: t('state'), options: [['', t('all')], ...['CONFIRMED', 'OPENED', 'DECLINED'].map(one => [one, word('application', one)])], value: 'CONFIRMED' });
  const list = pages({
    signal,
    where: () => ({ ...(which.value() && { status: { eq: which.value() } }), ...named(text.value()) }),
    query: `query($first: NonNegativeInt, $after: String, $where: DistrictApplicationFilter) {
      applications(first: $first, after: $after, where: $where, orderBy: [APPLIED_AT_DESC]) { ${paged('id code name unit contact status appliedAt')} }
    }`,
    when: update => update.entity?.__typename === 'DistrictApplication',
    draw: rows => table(t('applications'), [
      { head: t('code'), cell: row => row.code },
      { head: t('name'), cell: row => h('a', { href: `#/applications/${row.id}` }, row.name) },
      { head: t('unitOf'), cell: row => row.unit },
      { head: t('contact'), cell: row => row.contact },
      { head: t('state'), cell: status },
      { head: t('appliedAt'), cell: row => time(row.appliedAt) },
    ], rows, t('noApplications'), true),
  });
  return [h('h1', { tabindex: '-1' }, t('applications')), filter(list, text, which), list];
}

const ONE = `query($id: ID!) {
  application(id: $id) {
    id code name contact email phone unit remark sample status appliedAt confirmedAt decidedAt reason problems onboarding { id } ${changes('actor')}
  }
}`;

const OPEN = `mutation($id: ID!, $timeZone: String, $cell: String, $packages: [Package!], $workingTimes: [WorkingTimeInput!], $administrator: NewAdministrator) {
  openApplication(application: $id, timeZone: $timeZone, cell: $cell, packages: $packages, workingTimes: $workingTimes, administrator: $administrator) {
    ${REFUSED} ... on ApplicationAccepted { onboarding { id } } ... on OnboardingKnown { onboarding { id } } ... on DistrictRefused { problems differs }
  }
}`;

const open = (one, go) => dialog({
  title: t('openTitle', one),
  text: t('openText'),
  beside: besideDistrict({ NAME: 'fullName' }),
  fields: [
    field({ name: 'code', label: t('code'), value: one.code, readonly: true, plain: true }),
    field({ name: 'fullName', label: t('fullName'), value: one.name, readonly: true, plain: true }),
    h('h3', {}, t('firstAdministrator')),
    field({ name: 'name', label: t('personName'), required: true, maxlength: 40, value: one.contact, autocomplete: 'off' }),
    field({ name: 'username', label: t('username'), hint: t('usernameHint'), required: true, maxlength: 60, value: `admin-${one.code}`, autocomplete: 'off' }),
    field({ name: 'email', label: t('email'), required: true, type: 'email', maxlength: 120, value: one.email, autocomplete: 'off' }),
    h('h3', {}, t('beginsWith')),
    zoneField(),
    field({ name: 'cell', label: t('cell'), hint: t('cellLeftOut'), maxlength: 40, autocomplete: 'off' }),
    packageSwitches(),
    usualQuota(),
    h('h3', {}, t('workingWeek')),
    usualWeek(),
    ...weekFields(),
  ],
  action: t('openIt'),
  send(values) {
    const { name, username, email, timeZone, cell, packages, workingTimes } = withWeek(values);
    return act(OPEN, { id: one.id, timeZone, cell, packages, workingTimes, administrator: { name, username, email } });
  },
  done: ({ onboarding }) => go(`/onboardings/${onboarding.id}`),
});

const decline = one => dialog({
  title: t('declineTitle', one),
  fields: [field({ name: 'reason', label: t('reason'), hint: t('declineHint'), type: 'area', required: true, maxlength: 500 })],
  action: t('declineIt'),
  send: ({ reason }) => act(`mutation($id: ID!, $reason: String!) { declineApplication(application: $id, reason: $reason) { ${REFUSED} } }`, { id: one.id, reason }),
});

export function oneApplication({ id, signal, go }) {
  const heading = h('h1', { tabindex: '-1' }, t('applications'));
  return [
    h('p', { class: 'back' }, h('a', { href: '#/applications' }, t('applications'))),
    heading,
    part({
      signal,
      load: () => ask(ONE, { id }),
      when: update => update.entity?.id === id,
      draw({ application: one }) {
        if (one === null) return h('p', { class: 'empty' }, t('nothingHere'));
        heading.replaceChildren(`${one.name} `, h('small', {}, one.code));
        return [
          h('p', { class: 'standing' }, status(one),
            one.status === 'CONFIRMED' && button(t('openIt'), () => open(one, go), { class: 'primary', 'data-key': 'open' }),
            one.status === 'CONFIRMED' && button(t('declineIt'), () => decline(one), { 'data-key': 'decline' }),
            one.onboarding && h('a', { href: `#/onboardings/${one.onboarding.id}` }, t('howItCame'))),
          one.status === 'CONFIRMED' && one.problems.map(problem => h('p', { class: 'refused' }, word('problem', problem))),
          facts([
            [t('unitOf'), one.unit], [t('contact'), one.contact], [t('email'), one.email], [t('phone'), one.phone], [t('sample'), t(one.sample ? 'yes' : 'no')],
            [t('appliedAt'), moment(one.appliedAt)], [t('confirmedAt'), moment(one.confirmedAt)], [t('decidedAt'), moment(one.decidedAt)], [t('remark'), one.remark], [t('reason'), one.reason],
          ]),
          changes.table(one.history.nodes, 'application'),
        ];
      },
    }),
  ];
}
