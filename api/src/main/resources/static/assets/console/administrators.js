// The administrators that operators gave a district: the first one, and whom they invited since, where nobody there can.
import { act, ask, REFUSED } from './asking.js';
import { badge, button, h, table, time } from './dom.js';
import { dialog, field } from './forms.js';
import { part } from './parts.js';
import { t, word } from './words.js';

const INVITE = `mutation($district: ID!, $administrator: NewAdministrator!) { inviteAdministrator(district: $district, administrator: $administrator) { ${REFUSED} } }`;

const ALL = `query($id: ID!) {
  district(id: $id) {
    id name state onboarding { adminName adminUsername adminEmail requestedAt mailedAt }
    administratorInvitations(last: 20) { nodes { id name username email status obstacle accountFailure mailedAt requestedAt } }
  }
}`;

/** @param who with which the form begins */
const invite = (district, who = {}) => dialog({
  title: t('inviteAdministratorTitle', district),
  text: t('inviteAdministratorText'),
  beside: ({ code, message }) => ({ USERNAME_MALFORMED: { username: message }, STAFF_ADDRESS_MALFORMED: { email: message } })[code] ?? {},
  fields: [
    field({ name: 'name', label: t('personName'), required: true, maxlength: 40, autocomplete: 'off', value: who.name }),
    field({ name: 'username', label: t('username'), hint: t('usernameHint'), required: true, maxlength: 60, autocomplete: 'off', value: who.username }),
    field({ name: 'email', label: t('email'), hint: t('emailHint'), required: true, type: 'email', maxlength: 120, autocomplete: 'off', value: who.email }),
  ],
  action: t('inviteAdministrator'),
  send: administrator => act(INVITE, { district: district.id, administrator }),
});

const status = one => [
  badge(one.obstacle ? 'HINDERED' : one.status, one.obstacle ? word('obstacle', one.obstacle) : word('administrator', one.status)),
  one.accountFailure && h('small', { class: 'refused' }, ` ${word('accountFailure', one.accountFailure)}`),
];

/** The part of a district's page. */
export const administrators = ({ id, signal }) => part({
  signal,
  load: () => ask(ALL, { id }),
  when: update => update.entity?.id === id || update.entity?.__typename === 'AdministratorInvitation',
  draw({ district }) {
    if (!district || district.state === 'OPENING') return undefined;
    const { onboarding, administratorInvitations } = district;
    const first = onboarding?.adminName && { id: 'first', name: onboarding.adminName, username: onboarding.adminUsername, email: onboarding.adminEmail, requestedAt: onboarding.requestedAt, mailedAt: onboarding.mailedAt };
    const open = district.state === 'ACTIVE';
    return [
      table(t('administrators'), [
        { head: t('personName'), cell: one => one.name },
        { head: t('username'), cell: one => one.username },
        { head: t('email'), cell: one => one.email },
        { head: t('requestedAt'), cell: one => time(one.requestedAt) },
        { head: t('state'), cell: one => (one === first ? t('firstAdministrator') : status(one)) },
        { head: t('mailedAt'), cell: one => time(one.mailedAt) },
        ...(open ? [{ head: t('actions'), cell: one => button(t('inviteAgain'), () => invite(district, one), { 'data-key': `again-${one.id}` }) }] : []),
      ], [...(first ? [first] : []), ...administratorInvitations.nodes], t('noAdministrators')),
      open && h('p', { class: 'buttons' }, button(t('inviteAdministrator'), () => invite(district), { 'data-key': 'inviteAdministrator' })),
    ];
  },
});
