// Coming on board, asked for by the district itself: applying, confirming the address, and how it stands. Without a login.
import { asGuest, REFUSED } from './asking.js';
import { badge, button, facts, h, replace } from './dom.js';
import { field, form } from './forms.js';
import { english, moment, t, word } from './words.js';

const FIELD_OF = { CODE: 'code', NAME: 'name', EMAIL: 'email', PHONE: 'phone' };

/** Beside which field a problem is told. */
export const beside = ({ problems = [] }) => Object.fromEntries(problems.map(problem => [FIELD_OF[problem.split('_')[0]], word('problem', problem)]));

const APPLY = `mutation($application: NewApplication!) {
  applyForDistrict(application: $application) { ${REFUSED} ... on ApplicationReceived { hours } ... on ApplicationRefused { problems } }
}`;

const STANDING = '... on ApplicationStanding { district name status problems appliedAt decidedAt reason }';

export function apply() {
  const place = h('div', {});
  const asked = form({
    label: t('apply'),
    beside,
    fields: [
      field({ name: 'code', label: t('code'), hint: t('applyCodeHint'), required: true, maxlength: 20, inputmode: 'numeric', autocomplete: 'off' }),
      field({ name: 'name', label: t('fullName'), hint: t('fullNameHint'), required: true, maxlength: 60, autocomplete: 'off' }),
      field({ name: 'unit', label: t('yourUnit'), required: true, maxlength: 80, autocomplete: 'organization' }),
      field({ name: 'contact', label: t('yourName'), required: true, maxlength: 40, autocomplete: 'name' }),
      field({ name: 'email', label: t('email'), hint: t('applyEmailHint'), required: true, type: 'email', maxlength: 120, autocomplete: 'email' }),
      field({ name: 'phone', label: t('phone'), required: true, type: 'tel', maxlength: 30, autocomplete: 'tel' }),
      field({ name: 'remark', label: t('remark'), type: 'area', maxlength: 500 }),
      field({ name: 'sample', label: t('sampleLabel'), type: 'checkbox' }),
      h('p', { class: 'note' }, t('applyKept')),
    ],
    actions: [{ text: t('apply'), primary: true, async send(values) {
      const answer = await asGuest(APPLY, { application: { ...values, language: english() ? 'EN' : 'ZH_CN' } });
      if (answer.code) return answer;
      replace(place, h('p', { class: 'note', role: 'status', tabindex: '-1', id: 'received' }, t('received', { email: values.email, hours: answer.hours })));
      document.getElementById('received').focus();
      return '';
    } }],
  });
  place.append(asked.element);
  return [h('p', { class: 'back' }, h('a', { href: '#' }, t('entrance'))), h('h1', { tabindex: '-1' }, t('apply')), h('p', { class: 'lead' }, t('applyLead')), place];
}

const standingOf = one => [
  h('p', { class: 'standing' }, badge(one.status, word('application', one.status))),
  one.district && facts([[t('code'), one.district], [t('name'), one.name], [t('appliedAt'), moment(one.appliedAt)], [t('decidedAt'), moment(one.decidedAt)], [t('reason'), one.reason]]),
  one.problems.length > 0 && h('ul', {}, one.problems.map(problem => h('li', {}, word('problem', problem)))),
  h('p', {}, t(`next.${one.status}`)),
];

/** Where one goes from here: to the login of a district that is there, or to see later how the application stands. */
const onward = one => h('p', { class: 'buttons' },
  one.status === 'OPENED'
    ? h('a', { class: 'button primary', href: `?district=${one.district}` }, t('logIn'))
    : h('a', { class: 'button', href: '#/standing' }, t('howItStands')));

const CHECK = `mutation($token: String!) { checkApplication(token: $token) { ${REFUSED} ${STANDING} } }`;

/** A code that leads nowhere is one that was mistyped, or came too late. */
const unknown = answer => (answer.code === 'NOT_FOUND' ? { ...answer, message: t('tokenUnknown') } : answer);

/** What the letter leads to. Nothing is confirmed before somebody says so, whatever opens the links of letters. */
export function confirm(token) {
  const place = h('div', { 'aria-live': 'polite', tabindex: '-1' });
  const lead = h('p', { class: 'lead' }, t('confirmLead'));
  const shown = async (document, action) => {
    const answer = unknown(await asGuest(document, { token }).catch(fault => fault));
    if (answer.message) replace(place, h('p', { class: 'refused', role: 'alert' }, answer.message));
    else replace(place, standingOf(answer), action(answer), answer.status !== 'SUBMITTED' && onward(answer));
    lead.hidden = answer.status !== 'SUBMITTED';
    place.focus();
  };
  const sent = () => shown(`mutation($token: String!) {
    confirmApplication(token: $token) { ${REFUSED} ... on AddressConfirmed { status problems } ${STANDING} }
  }`, () => undefined);
  shown(CHECK, answer => answer.status === 'SUBMITTED'
    && h('p', { class: 'buttons' }, button(t('confirmAddress'), sent, { class: 'primary', id: 'confirm' })));
  return [h('p', { class: 'back' }, h('a', { href: '#' }, t('entrance'))), h('h1', { tabindex: '-1' }, t('confirmTitle')), lead, place];
}

export function standing() {
  const place = h('div', { 'aria-live': 'polite' });
  const asked = form({
    label: t('howItStands'),
    beside: ({ code, message }) => (code === 'NOT_FOUND' ? { token: message } : {}),
    fields: [field({ name: 'token', label: t('token'), hint: t('tokenHint'), required: true, maxlength: 40, autocomplete: 'off' })],
    actions: [
      { text: t('howItStands'), primary: true, async send({ token }) {
        const answer = unknown(await asGuest(CHECK, { token }));
        if (answer.code) return answer;
        replace(place, standingOf(answer), answer.status === 'SUBMITTED' && h('p', {}, h('a', { href: `#confirm=${token}` }, t('confirmAddress'))), answer.status === 'OPENED' && onward(answer));
        return '';
      } },
    ],
  });
  return [h('p', { class: 'back' }, h('a', { href: '#' }, t('entrance'))), h('h1', { tabindex: '-1' }, t('howItStands')), asked.element, place];
}
