// The people who work for the district: a list, inviting somebody, and what waits for a second person.
import { act, REFUSED } from './asking.js';
import { confirming, mine } from './confirming.js';
import { badge, button, h, table, time } from './dom.js';
import { staffDrifts } from './drifts.js';
import { dialog, field } from './forms.js';
import { BATCH, batches, CLAIMING } from './imports.js';
import { paged, pages } from './parts.js';
import { t, word } from './words.js';

export const ROLES = ['GRID_WORKER', 'COMMUNITY_WORKER', 'STREET_OFFICER', 'DEPARTMENT_OFFICER', 'DISTRICT_OFFICER', 'DISTRICT_ADMIN', 'AUDITOR'];

const OF_STAFF = ['StaffMember', 'RoleGrant', 'StaffDrift'];

const held = nodes => nodes.filter(one => ['GIVEN', 'PROPOSED'].includes(one.status)).map(one =>
  `${word('role', one.role)}${one.status === 'PROPOSED' ? t('inBrackets', { text: word('grant', 'PROPOSED') }) : ''}`).join(t('comma'));

const INVITE = `mutation($invitation: StaffInvitation!) {
  inviteStaff(invitation: $invitation) { ${REFUSED} ... on StaffInvited { member { id } } ... on AlreadyStaff { member { id } } }
}`;

/** Beside which field a refusal of an invitation is told. */
const beside = ({ code, message }) => ({
  USERNAME_MALFORMED: { username: message }, STAFF_ADDRESS_MALFORMED: { email: message }, ALREADY_STAFF: { username: message },
  ACCOUNT_UNNAMED: { username: message }, ROLES_EXCLUDE_EACH_OTHER: { roles: message },
})[code] ?? {};

function rolesField() {
  const boxes = ROLES.map(role => h('input', { type: 'checkbox', id: `invite-${role}`, value: role }));
  const fault = h('p', { class: 'fault' });
  const element = h('fieldset', {}, h('legend', {}, t('roles')), boxes.map(box => h('div', { class: 'field check' }, box, h('label', { for: box.id }, word('role', box.value)))), h('small', {}, t('rolesHint')), fault);
  return { element, input: element, name: 'roles', wrong: () => '', complain: (text = '') => (fault.textContent = text), value: () => boxes.filter(box => box.checked).map(box => box.value) };
}

const invite = go => dialog({
  title: t('invite'),
  text: t('inviteText'),
  beside,
  fields: [
    field({ name: 'name', label: t('personName'), required: true, maxlength: 60, autocomplete: 'off' }),
    field({ name: 'email', label: t('email'), type: 'email', maxlength: 200, autocomplete: 'off', hint: t('emailHint') }),
    field({ name: 'username', label: t('username'), maxlength: 60, autocomplete: 'off', hint: t('usernameLeftOut') }),
    rolesField(),
  ],
  action: t('invite'),
  send: invitation => act(INVITE, { invitation }),
  done: answer => go(`/staff/${answer.member.id}`),
});

export function staff({ signal, roles, go }) {
  return [
    h('h1', { tabindex: '-1' }, t('staff')),
    h('p', { class: 'lead' }, t('staffLead')),
    roles.includes('DISTRICT_ADMIN') && h('p', { class: 'buttons' }, button(t('invite'), () => invite(go), { class: 'primary', id: 'invite' })),
    pages({
      signal,
      query: `query($first: NonNegativeInt, $after: String) {
        staff(first: $first, after: $after, orderBy: [NAME_ASC]) {
          ${paged('id name username status failure createdAt roles(first: 20) { nodes { role status } } drifts(first: 1, where: { status: { eq: REPORTED } }) { totalCount }')}
        }
      }`,
      when: update => OF_STAFF.includes(update.entity?.__typename),
      draw: rows => table(t('staff'), [
        { head: t('personName'), cell: row => h('a', { href: `#/staff/${row.id}` }, row.name) },
        { head: t('username'), cell: row => row.username },
        { head: t('roles'), cell: row => held(row.roles.nodes) || undefined },
        { head: t('accountState'), cell: row => [badge(row.status, word('member', row.status)), row.drifts.totalCount > 0 && badge('REPORTED', t('differs'))] },
      ], rows, t('noStaff'), true),
    }),
    staffDrifts({ signal }),
  ];
}

/** Boxes before rows that one may confirm, one for all of them in the head, and what is done with those that are ticked. */
function choosing(all, label, choose) {
  const rows = all.filter(mine);
  const boxes = new Map(rows.map(row => [row, h('input', { type: 'checkbox', 'aria-label': label(row), onchange: tell })]));
  const every = h('input', { type: 'checkbox', 'aria-label': t('chooseAll'), onchange: () => (boxes.forEach(box => (box.checked = every.checked)), tell()) });
  const chosen = () => rows.filter(row => boxes.get(row).checked);
  const confirm = button(t('confirmChosen', { count: 0 }), () => choose(chosen()), { class: 'primary', disabled: true });
  function tell() {
    const count = chosen().length;
    confirm.textContent = t('confirmChosen', { count });
    confirm.disabled = count === 0;
    every.checked = count === rows.length;
  }
  return { column: { head: rows.length > 0 && every, cell: row => boxes.get(row) }, confirm: rows.length > 0 && h('p', { class: 'buttons' }, confirm) };
}

const confirmMany = (rows, query) => dialog({
  title: t('confirmManyTitle', { count: rows.length }),
  text: t('confirmRoleText'),
  action: t('confirm'),
  send: () => act(query, { ids: rows.map(row => row.id) }),
});

const CONFIRM_ROLES = `mutation($ids: [ID!]!) { confirmRoles(grants: $ids) { ${REFUSED} } }`;
const CONFIRM_DUTIES = `mutation($ids: [ID!]!) { confirmDuties(duties: $ids) { ${REFUSED} } }`;

const confirmRole = grant => dialog({
  title: t('confirmRoleTitle', { name: grant.member.name, role: word('role', grant.role) }),
  text: t('confirmRoleText'),
  action: t('confirm'),
  send: () => act(CONFIRM_ROLES, { ids: [grant.id] }),
});

const declineRole = grant => dialog({
  title: t('declineRoleTitle', { name: grant.member.name, role: word('role', grant.role) }),
  fields: [field({ name: 'reason', label: t('reason'), type: 'area', required: true, maxlength: 500 })],
  action: t('decline'),
  send: ({ reason }) => act(`mutation($id: ID!, $reason: String!) { declineRole(grant: $id, reason: $reason) { ${REFUSED} } }`, { id: grant.id, reason }),
});

const confirmDuty = duty => dialog({
  title: t('confirmDutyTitle', { name: duty.personName, role: word('role', duty.role) }),
  text: t('confirmRoleText'),
  action: t('confirm'),
  send: () => act(CONFIRM_DUTIES, { ids: [duty.id] }),
});

const declineDuty = (duty, today) => dialog({
  title: t('declineDutyTitle', { name: duty.personName, role: word('role', duty.role) }),
  fields: [field({ name: 'reason', label: t('reason'), type: 'area', required: true, maxlength: 500 })],
  action: t('decline'),
  send: ({ reason }) => act(`mutation($id: ID!, $on: Date!, $reason: String!) { endDuty(duty: $id, on: $on, reason: $reason) { ${REFUSED} } }`, { id: duty.id, on: today, reason }),
});

/** What is proposed, and needs somebody who neither proposed it nor gets it. */
export function confirmations({ signal, roles, today }) {
  const officer = roles.includes('DISTRICT_OFFICER');
  return [
    h('h1', { tabindex: '-1' }, t('confirmations')),
    h('p', { class: 'lead' }, t(officer ? 'confirmationsLead' : 'confirmationsOfAdmin')),
    pages({
      signal,
      query: `query($first: NonNegativeInt, $after: String) {
        roleGrants(first: $first, after: $after, where: { status: { eq: PROPOSED } }, orderBy: [CREATED_AT_ASC]) { ${paged('id role createdAt confirmer member { id name username }')} }
      }`,
      when: update => OF_STAFF.includes(update.entity?.__typename),
      draw(rows) {
        const some = choosing(rows, row => `${row.member.name} ${word('role', row.role)}`, chosen => confirmMany(chosen, CONFIRM_ROLES));
        return [table(t('rolesProposed'), [
          ...(officer ? [some.column] : []),
          { head: t('personName'), cell: row => h('a', { href: `#/staff/${row.member.id}` }, row.member.name) },
          { head: t('username'), cell: row => row.member.username },
          { head: t('roleWord'), cell: row => word('role', row.role) },
          { head: t('when'), cell: row => time(row.createdAt) },
          { head: t('actions'), cell: row => [
            confirming(row, officer, confirmRole), ' ',
            officer && button(t('decline'), () => declineRole(row), { 'data-key': `decline-${row.id}` })] },
        ], rows, t('noRolesProposed')), officer && some.confirm];
      },
    }),
    officer && pages({
      signal,
      query: `query($first: NonNegativeInt, $after: String) {
        duties(first: $first, after: $after, where: { status: { eq: PROPOSED } }, orderBy: [VALID_FROM_ASC]) { ${paged('id personName role position validFrom validTo confirmer territory { name code }')} }
      }`,
      when: update => update.entity?.__typename === 'Duty',
      draw(rows) {
        const some = choosing(rows, row => `${row.personName} ${word('role', row.role)}`, chosen => confirmMany(chosen, CONFIRM_DUTIES));
        return [table(t('dutiesProposed'), [
          some.column,
          { head: t('personName'), cell: row => row.personName },
          { head: t('roleWord'), cell: row => word('role', row.role) },
          { head: t('territory'), cell: row => row.territory && `${row.territory.name} ${row.territory.code}` },
          { head: t('from'), cell: row => row.validFrom },
          { head: t('until'), cell: row => row.validTo },
          { head: t('actions'), cell: row => [
            confirming(row, officer, confirmDuty), ' ',
            button(t('decline'), () => declineDuty(row, today()), { 'data-key': `decline-${row.id}` })] },
        ], rows, t('noDutiesProposed')), some.confirm];
      },
    }),
    officer && pages({
      signal,
      query: `query($first: NonNegativeInt, $after: String) {
        importBatches(first: $first, after: $after, where: { status: { eq: IMPORTED }, residents: { some: { ${CLAIMING} } } }, orderBy: [IMPORTED_AT_ASC]) { ${paged(BATCH)} }
      }`,
      when: update => update.entity?.__typename === 'ImportBatch',
      draw: rows => batches(rows, t('noBatches')),
    }),
  ];
}
