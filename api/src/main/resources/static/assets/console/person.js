// One person: account, roles, duties, sessions, and where the directory of accounts differs.
import { act, ask, REFUSED } from './asking.js';
import { badge, button, facts, h, table, time } from './dom.js';
import { dialog, field } from './forms.js';
import { changes } from './history.js';
import { part } from './parts.js';
import { placeField } from './places.js';
import { ROLES } from './staff.js';
import { moment, t, word } from './words.js';

const ONE = `query($id: ID!) {
  staffMember(id: $id) {
    id account name username email status failure mailedAt invited createdAt
    roles(first: 50) { nodes { id role status settledAt createdAt } }
    duties(first: 50, orderBy: [VALID_FROM_DESC]) { nodes { id role position validFrom validTo status current territory { name code } } }
    drifts(first: 20, orderBy: [FOUND_AT_DESC]) { nodes { role kind status foundAt } }
    ${changes()}
  }
}`;

const why = () => field({ name: 'reason', label: t('reason'), type: 'area', required: true, maxlength: 500 });

const giveRole = ({ id, name }) => dialog({
  title: t('giveRoleTitle', { name }),
  text: t('giveRoleText'),
  fields: [field({ name: 'role', label: t('roleWord'), options: ROLES.map(role => [role, word('role', role)]) })],
  action: t('giveRole'),
  send: ({ role }) => act(`mutation($id: ID!, $role: StaffRole!) { giveRole(member: $id, role: $role) { ${REFUSED} } }`, { id, role }),
});

const withdrawRole = ({ id, name }, role) => dialog({
  title: t('withdrawRoleTitle', { name, role: word('role', role) }),
  text: t('withdrawRoleText'),
  fields: [why()],
  action: t('withdraw'),
  send: ({ reason }) => act(`mutation($id: ID!, $role: StaffRole!, $reason: String!) { withdrawRole(member: $id, role: $role, reason: $reason) { ${REFUSED} } }`, { id, role, reason }),
});

const endSessions = ({ id, name }) => dialog({
  title: t('endSessionsTitle', { name }),
  text: t('endSessionsText'),
  fields: [why()],
  action: t('endSessions'),
  send: ({ reason }) => act(`mutation($id: ID!, $reason: String!) { endStaffSessions(member: $id, reason: $reason) { ${REFUSED} } }`, { id, reason }),
});

const again = ({ id, name, email }) => dialog({
  title: t('inviteAgainTitle', { name }),
  text: t('inviteAgainText', { email }),
  action: t('inviteAgain'),
  send: () => act(`mutation($id: ID!) { inviteStaffAgain(member: $id) { ${REFUSED} } }`, { id }),
});

const ASSIGN = `mutation($duty: DutyProposal!) { assignDuty(duty: $duty) { ${REFUSED} } }`;

function assign({ account, name }, today) {
  const role = field({ name: 'role', label: t('roleWord'), options: ['GRID_WORKER', 'COMMUNITY_WORKER', 'STREET_OFFICER'].map(one => [one, word('role', one)]) });
  const place = placeField({ role: role.value });
  dialog({
    title: t('assignTitle', { name }),
    text: t('assignText'),
    beside: ({ code, message }) => ({ OTHER_TERRITORY: { territory: message }, PLACE_RETIRED: { territory: message }, GRID_NOT_ACTIVE: { territory: message }, NOT_FOUND: { territory: message }, DATES_REFUSED: { validFrom: message } })[code] ?? {},
    fields: [
      role,
      place,
      field({ name: 'position', label: t('position'), hint: t('positionHint'), maxlength: 60 }),
      field({ name: 'validFrom', label: t('from'), type: 'date', required: true, value: today }),
      field({ name: 'validTo', label: t('until'), type: 'date', hint: t('untilHint') }),
    ],
    action: t('assign'),
    async send({ territory, ...values }) {
      const found = await place.find(territory);
      return found ? act(ASSIGN, { duty: { ...values, account, personName: name, territory: found.id } }) : { code: 'NOT_FOUND', message: t('noSuchPlace') };
    },
  });
}

const endDuty = (duty, { name }, today) => dialog({
  title: t('endDutyTitle', { name, role: word('role', duty.role) }),
  fields: [field({ name: 'on', label: t('endsOn'), type: 'date', required: true, value: today }), why()],
  action: t('endDuty'),
  send: ({ on, reason }) => act(`mutation($id: ID!, $on: Date!, $reason: String!) { endDuty(duty: $id, on: $on, reason: $reason) { ${REFUSED} } }`, { id: duty.id, on, reason }),
});

export function person({ id, signal, roles, today }) {
  const admin = roles.includes('DISTRICT_ADMIN');
  const heading = h('h1', { tabindex: '-1' }, t('staff'));
  const doing = cell => (admin ? [{ head: t('actions'), cell }] : []);
  const draw = ({ staffMember: one }) => {
    if (one === null) return h('p', { class: 'empty' }, t('nothingHere'));
    heading.replaceChildren(`${one.name} `, h('small', {}, one.username ?? ''));
    return [
      h('p', { class: 'standing' }, badge(one.status, word('member', one.status)), one.failure && h('span', { class: 'refused' }, word('failure', one.failure)),
        admin && button(t('giveRole'), () => giveRole(one), { 'data-key': 'giveRole' }),
        admin && one.account && button(t('assign'), () => assign(one, today()), { 'data-key': 'assign' }),
        admin && one.account && button(t('endSessions'), () => endSessions(one), { 'data-key': 'endSessions' }),
        admin && one.invited && (one.status === 'FAILED' || one.mailedAt) && button(t('inviteAgain'), () => again(one), { 'data-key': 'inviteAgain' })),
      facts([[t('email'), one.email], [t('since'), moment(one.createdAt)], [t('mailedAt'), moment(one.mailedAt)]]),
      table(t('roles'), [
        { head: t('roleWord'), cell: row => word('role', row.role) },
        { head: t('state'), cell: row => badge(row.status, word('grant', row.status)) },
        { head: t('settled'), cell: row => time(row.settledAt) },
        ...doing(row => ['GIVEN', 'PROPOSED'].includes(row.status) && button(t('withdraw'), () => withdrawRole(one, row.role), { 'data-key': `withdraw-${row.role}` })),
      ], one.roles.nodes, t('noRoles')),
      table(t('duties'), [
        { head: t('roleWord'), cell: row => [word('role', row.role), row.position].filter(Boolean).join(' · ') },
        { head: t('territory'), cell: row => row.territory && `${row.territory.name} ${row.territory.code ?? ''}` },
        { head: t('from'), cell: row => row.validFrom },
        { head: t('until'), cell: row => row.validTo },
        { head: t('state'), cell: row => badge(row.status, row.current ? t('current') : word('duty', row.status)) },
        ...doing(row => row.status !== 'WITHDRAWN' && (row.validTo === null || row.validTo > today()) && button(t('endDuty'), () => endDuty(row, one, today()), { 'data-key': `end-${row.id}` })),
      ], one.duties.nodes, t('noDuties')),
      one.drifts.nodes.length > 0 && table(t('drifts'), [
        { head: t('when'), cell: row => time(row.foundAt) },
        { head: t('roleWord'), cell: row => word('role', row.role) },
        { head: t('what'), cell: row => word('drift', row.kind) },
        { head: t('state'), cell: row => badge(row.status, word('driftState', row.status)) },
        ...doing(row => row.kind === 'UNREGISTERED' && row.status === 'REPORTED' && button(t('withdraw'), () => withdrawRole(one, row.role), { 'data-key': `withdraw-${row.role}` })),
      ], one.drifts.nodes, ''),
      changes.table(one.history.nodes, 'member'),
    ];
  };
  return [
    h('p', { class: 'back' }, h('a', { href: '#/staff' }, t('staff'))),
    heading,
    part({ signal, load: () => ask(ONE, { id }), when: update => ['StaffMember', 'RoleGrant', 'StaffDrift', 'Duty'].includes(update.entity?.__typename), draw }),
  ];
}
