// The way from an empty district to one at work, in order, until it goes live.
import { act, ask, REFUSED } from './asking.js';
import { button, h } from './dom.js';
import { dialog } from './forms.js';
import { part } from './parts.js';
import { figure, moment, t, word } from './words.js';

const STATE = `{
  district { name liveSince }
  setup(first: 20, orderBy: [STEP_ASC]) { nodes { step state count lacking } }
  proposed: roleGrants(first: 1, where: { status: { eq: PROPOSED } }) { totalCount }
}`;

/** Where each step is done. */
const PLACES = { PACKAGES: '/settings', CALENDAR: '/calendar', TERRITORY: '/data', STAFF: '/staff', RESIDENTS: '/data', MERCHANTS: '/data', CLIENTS: '/clients', ARCHIVE_KEY: '/archive' };

/** Which steps lack more than what their name says. */
const LACKING = ['TERRITORY', 'STAFF'];

const goLive = district => dialog({
  title: t('goLiveTitle', district),
  text: t('goLiveText'),
  action: t('goLive'),
  send: () => act(`mutation { goLive { ${REFUSED} } }`),
});

/** The button, and beside it what is in its way and where that is done. */
function start({ district, setup: { nodes }, proposed }) {
  const missing = nodes.filter(({ state }) => state === 'MISSING');
  const places = missing.flatMap(({ step }) => [
    h('li', {}, h('a', { href: `#${PLACES[step]}` }, t(`step.${step}`))),
    step === 'STAFF' && proposed.totalCount > 0 && h('li', {}, h('a', { href: '#/confirmations' }, t('confirmations'))),
  ]);
  return h('div', { class: 'start' },
    button(t('goLive'), () => goLive(district), { class: 'primary', 'data-key': 'goLive', disabled: missing.length > 0, 'aria-describedby': 'in-the-way' }),
    missing.length > 0 && h('div', { id: 'in-the-way' }, t('liveLacks'), h('ul', {}, places)));
}

const line = ({ step, state, count, lacking }, proposed) =>
  h('li', { 'data-standing': state === 'DONE' ? 'done' : state === 'MISSING' ? 'missing' : 'ahead' },
    h('h2', {}, h('a', { href: `#${PLACES[step]}` }, t(`step.${step}`)), ' ', h('small', {}, word('setup', state))),
    h('p', {}, [t(step === 'CALENDAR' && state === 'DONE' ? 'calendarSet' : `stepText.${step}`, { count: figure(count) }), lacking > 0 && LACKING.includes(step) && t(`lacking.${step}`, { count: figure(lacking) }), step === 'STAFF' && proposed > 0 && t('proposedRoles', { count: figure(proposed) })].filter(Boolean).join(' ')));

export function setup({ signal, roles }) {
  return [
    h('h1', { tabindex: '-1' }, t('setup')),
    h('p', { class: 'lead' }, t('setupLead')),
    part({
      signal,
      load: () => ask(STATE),
      when: () => true,
      draw: now => [
        h('p', { class: 'note', role: 'status' }, now.district.liveSince ? t('liveSince', { at: moment(now.district.liveSince) }) : t('notLive')),
        !now.district.liveSince && roles.includes('DISTRICT_ADMIN') && start(now),
        h('ol', { class: 'way' }, now.setup.nodes.map(item => line(item, now.proposed.totalCount))),
      ],
    }),
  ];
}
