// Bringing a district on board: the form with its dry run, and how far it is, live.
import { act, ask, REFUSED } from './asking.js';
import { usualWeek, weekFields, withWeek } from './calendar.js';
import { badge, button, facts, h, replace, table, time } from './dom.js';
import { dialog, field, form } from './forms.js';
import { changes } from './history.js';
import { isPackage, packageSwitches } from './packages.js';
import { filter, named, paged, pages, part } from './parts.js';
import { usualQuota } from './quotas.js';
import { moment, t, word } from './words.js';

const STEPS = ['REQUESTED', 'REGISTERED', 'ORGANIZED', 'GROUPED', 'STAFFED', 'CONFIGURED', 'FILLED', 'READY'];

/** Beside which field a problem is told. */
const FIELD_OF = { CODE: 'code', NAME: 'name', TIME: 'timeZone', USERNAME: 'username', EMAIL: 'email', CELL: 'cell', PACKAGE: 'packages', WORKING: 'MONDAY', ACCOUNT: 'username', DIRECTORY: 'username' };

/** @param other names of fields than those of {@link onboard} */
export const besideDistrict = (other = {}) => ({ problems = [], differs = [] }) => Object.fromEntries(problems.map(problem => {
  const start = problem.split('_')[0];
  const otherwise = problem === 'CODE_TAKEN' && differs.length > 0 && t('differsIn', { fields: differs.map(name => word('differs', name)).join(t('comma')) });
  return [other[start] ?? FIELD_OF[start], [word('problem', problem), otherwise].filter(Boolean).join(' ')];
}));

const beside = besideDistrict();

const status = onboarding =>
  badge(onboarding.obstacle ? 'HINDERED' : onboarding.status, onboarding.obstacle ? word('obstacle', onboarding.obstacle) : word('onboarding', onboarding.status));

const ONBOARD = `mutation($district: NewDistrict!, $dryRun: Boolean!) {
  onboardDistrict(district: $district, dryRun: $dryRun) {
    ${REFUSED}
    ... on OnboardingBegun { onboarding { id } }
    ... on OnboardingKnown { onboarding { id } }
    ... on OnboardingPreview { steps roles problems }
    ... on DistrictRefused { problems differs }
  }
}`;

/** A time zone: those that the browser knows are offered; which there are, the contract says. */
export function zoneField() {
  const zone = field({ name: 'timeZone', label: t('timeZone'), hint: t('timeZoneHint'), value: 'Asia/Shanghai', maxlength: 60, autocomplete: 'off', list: 'zones' });
  zone.element.append(h('datalist', { id: 'zones' }, Intl.supportedValuesOf('timeZone').map(value => h('option', { value }))));
  return zone;
}

export function onboard({ go }) {
  const preview = h('section', { 'aria-live': 'polite', id: 'preview' });
  const fields = [
    field({ name: 'code', label: t('code'), hint: t('codeHint'), required: true, maxlength: 20, inputmode: 'numeric', autocomplete: 'off' }),
    field({ name: 'name', label: t('fullName'), hint: t('fullNameHint'), required: true, maxlength: 60, autocomplete: 'off' }),
    zoneField(),
    field({ name: 'sample', label: t('sampleLabel'), type: 'checkbox' }),
    field({ name: 'language', label: t('languageSetting'), options: ['ZH_CN', 'EN'].map(one => [one, word('language', one)]) }),
    field({ name: 'cell', label: t('cell'), hint: t('cellLeftOut'), maxlength: 40, autocomplete: 'off' }),
    packageSwitches(),
    usualQuota(),
    h('h3', {}, t('workingWeek')),
    usualWeek(),
    ...weekFields(),
    h('h2', {}, t('firstAdministrator')),
    field({ name: 'administrator', label: t('personName'), required: true, maxlength: 40, autocomplete: 'off' }),
    field({ name: 'username', label: t('username'), hint: t('usernameHint'), required: true, maxlength: 60, autocomplete: 'off' }),
    field({ name: 'email', label: t('email'), hint: t('emailHint'), required: true, type: 'email', maxlength: 120, autocomplete: 'off' }),
  ];
  const asked = values => {
    const { administrator, username, email, ...district } = withWeek(values);
    return { ...district, administrator: { username, email, name: administrator } };
  };
  async function check(values, shown) {
    const answer = await act(ONBOARD, { district: asked(values), dryRun: true });
    replace(preview, h('h2', {}, t('wouldHappen')), h('ol', { class: 'plain' }, answer.steps.map(step => h('li', {}, word('onboarding', step)))), h('p', {}, t('groupsFor', { roles: answer.roles.map(role => word('role', role)).join(t('comma')) })));
    if (answer.problems.length === 0) return t('nothingInTheWay');
    shown.refuse({ message: t('inTheWay'), problems: answer.problems });
    return { code: 'PROBLEMS', message: t('inTheWay'), problems: answer.problems };
  }
  async function begin(values) {
    const answer = await act(ONBOARD, { district: asked(values), dryRun: false });
    if (answer.onboarding) go(`/onboardings/${answer.onboarding.id}`);
    return answer;
  }
  const filled = form({ label: t('onboard'), fields, beside, actions: [{ text: t('check'), send: check }, { text: t('begin'), primary: true, send: begin }] });
  return [h('h1', { tabindex: '-1' }, t('onboard')), h('p', { class: 'lead' }, t('onboardLead')), filled.element, preview];
}

const MANY = `mutation($districts: [NewDistrict!]!) {
  onboardDistricts(districts: $districts) { ${REFUSED} ... on OnboardingsBegun { begun known } ... on DistrictsRefused { faults } }
}`;

const COLUMNS = ['code', 'name', 'username', 'email', 'administrator', 'time zone', 'language', 'packages', 'cell', 'sample'];

/** Rows of cells, as they are copied from a spreadsheet or stand in a CSV file: a quoted one may have commas and lines of its own. */
function tableOf(text) {
  const separator = ['\t', ',', '，', ';'].find(one => text.split('\n', 1)[0].includes(one)) ?? ',';
  const rows = [[]];
  for (const [, quoted, plain, end] of text.matchAll(new RegExp(`(?:"((?:[^"]|"")*)" *|([^${separator}\\r\\n]*))(${separator}|\\r?\\n|$)`, 'g'))) {
    rows.at(-1).push((quoted?.replaceAll('""', '"') ?? plain).trim());
    if (end !== separator) rows.push([]);
  }
  return rows.filter(row => row.some(cell => cell !== ''));
}

function districtOf([code = '', name = '', username = '', email = '', person = '', timeZone, language, packages, cell, sample]) {
  return {
    code,
    name,
    timeZone: timeZone || undefined,
    language: language?.toUpperCase().replace('-', '_') || undefined,
    packages: packages ? packages.toUpperCase().split(/[\s;、|]+/).filter(Boolean) : undefined,
    cell: cell || undefined,
    sample: /^(yes|true|1|是)$/i.test(sample ?? ''),
    administrator: { username, email, name: person },
  };
}

/** What the contract takes at most of each text, none of which may be empty; it says of no row where one does not fit. */
const MOST = { code: 20, name: 60, username: 60, email: 120, person: 40, timeZone: 60, cell: 40 };

const PROBLEM_OF = { code: 'CODE_MALFORMED', name: 'NAME_MALFORMED', username: 'USERNAME_MALFORMED', email: 'EMAIL_MALFORMED', person: 'PERSON_MALFORMED', timeZone: 'TIME_ZONE_UNKNOWN', cell: 'CELL_UNKNOWN' };

const unfit = ({ administrator: { name: person, ...account }, ...district }) =>
  Object.entries({ ...district, person, ...account }).filter(([name, value]) => value !== undefined && name in MOST && (value === '' || value.length > MOST[name])).map(([name]) => PROBLEM_OF[name]);

/** Words that the contract would not know. */
const unknown = ({ language, packages = [] }) =>
  [language && !['ZH_CN', 'EN'].includes(language) && 'LANGUAGE_UNKNOWN', !packages.every(isPackage) && 'PACKAGE_UNKNOWN'].filter(Boolean);

/** Many districts at once, a line each; what is wrong is told by line. */
const many = () => {
  const file = h('input', { type: 'file', accept: '.csv,.txt', id: 'many-file', 'aria-label': t('manyFile') });
  const rows = field({ name: 'rows', label: t('manyRows'), hint: t('manyHint'), type: 'area', rows: 10, required: true });
  const template = `data:text/csv;charset=utf-8,${encodeURIComponent(`\ufeff${COLUMNS.join(',')}\r\n`)}`;
  let header = 0;
  file.addEventListener('change', async () => (rows.input.value = (await file.files[0].text()).replace(/^\ufeff/, '')));
  dialog({
    title: t('many'),
    text: t('manyText'),
    beside: ({ faults = [] }) => (faults.length > 0 ? { rows: faults.map(fault => t('manyFault', { row: Number(fault.split(' ')[0]) + header, fault: word('problem', fault.split(' ')[1]) })).join('\n') } : {}),
    fields: [h('div', { class: 'field' }, h('label', { for: 'many-file' }, t('manyFile')), file, ' ', h('a', { href: template, download: 'linli-districts.csv' }, t('manyTemplate'))), rows],
    action: t('begin'),
    send(values) {
      const table = tableOf(values.rows);
      header = /\d/.test(table[0][0]) ? 0 : 1;
      const districts = table.slice(header).map(districtOf);
      const faults = districts.flatMap((district, at) => [...unfit(district), ...unknown(district)].map(problem => `${at + 1} ${problem}`));
      return faults.length > 0 ? { code: 'ROWS', message: t('mend'), faults } : act(MANY, { districts });
    },
  });
};

export function onboardings({ signal }) {
  const text = field({ name: 'text', label: t('findDistrict'), plain: true, type: 'search' });
  const which = field({ name: 'status', label: t('state'), options: [['', t('all')], ...['REQUESTED', ...STEPS.slice(1), 'CANCELLED'].map(one => [one, word('onboarding', one)])] });
  const list = pages({
    signal,
    where: () => ({ ...(which.value() && { status: { eq: which.value() } }), ...named(text.value()) }),
    query: `query($first: NonNegativeInt, $after: String, $where: OnboardingFilter) {
      onboardings(first: $first, after: $after, where: $where, orderBy: [REQUESTED_AT_DESC]) { ${paged('id code name status obstacle requestedAt readyAt')} }
    }`,
    when: update => update.entity?.__typename === 'Onboarding',
    draw: rows => table(t('onboardings'), [
      { head: t('code'), cell: row => row.code },
      { head: t('name'), cell: row => h('a', { href: `#/onboardings/${row.id}` }, row.name) },
      { head: t('state'), cell: status },
      { head: t('requestedAt'), cell: row => time(row.requestedAt) },
      { head: t('readyAt'), cell: row => time(row.readyAt) },
    ], rows, t('noOnboardings'), true),
  });
  return [
    h('h1', { tabindex: '-1' }, t('onboardings')),
    h('p', { class: 'buttons' }, h('a', { class: 'primary', href: '#/onboardings/new' }, t('onboard')), button(t('many'), many, { 'data-key': 'many' })),
    filter(list, text, which),
    list,
  ];
}

const ONE = `query($id: ID!) {
  onboarding(id: $id) {
    id code name timeZone sample adminUsername adminEmail adminName status obstacle accountFailure requestedAt readyAt mailedAt district { id } ${changes('actor')}
  }
}`;

const retry = id => act(`mutation($id: ID!) { retryOnboarding(onboarding: $id) { ${REFUSED} } }`, { id });

const takeBack = ({ id, name }) => dialog({
  title: t('takeBackTitle', { name }),
  text: t('takeBackText'),
  action: t('takeBack'),
  send: () => act(`mutation($id: ID!) { cancelOnboarding(onboarding: $id) { ${REFUSED} } }`, { id }),
});

function progress({ status: now, obstacle, sample }) {
  const steps = STEPS.filter(step => sample || step !== 'FILLED');
  const reached = steps.indexOf(now);
  return [
    h('progress', { max: steps.length - 1, value: Math.max(reached, 0), 'aria-label': t('howFar') }),
    h('ol', { class: 'steps' }, steps.map((step, number) => {
      const standing = number <= reached ? 'done' : number === reached + 1 && now !== 'CANCELLED' ? (obstacle ? 'hindered' : 'now') : 'ahead';
      return h('li', { 'data-standing': standing, 'aria-current': standing === 'now' && 'step' }, word('onboarding', step), h('small', {}, ` ${t(`standing.${standing}`)}`));
    })),
  ];
}

export function onboarding({ id, signal }) {
  const heading = h('h1', { tabindex: '-1' }, t('onboarding'));
  const said = h('p', { class: 'answer', role: 'status' });
  return [
    h('p', { class: 'back' }, h('a', { href: '#/onboardings' }, t('onboardings'))),
    heading,
    part({
      signal,
      load: () => ask(ONE, { id }),
      when: update => update.entity?.id === id,
      draw({ onboarding: one }) {
        if (one === null) return h('p', { class: 'empty' }, t('nothingHere'));
        heading.replaceChildren(`${one.name} `, h('small', {}, one.code));
        const open = one.status !== 'READY' && one.status !== 'CANCELLED';
        const again = async () => (said.textContent = (await retry(id).catch(fault => fault)).message ?? t('tried'));
        return [
          h('div', { 'aria-live': 'polite' }, h('p', { class: 'standing' }, status(one),
            open && button(t('retry'), again, { 'data-key': 'retry' }),
            open && button(t('takeBack'), () => takeBack(one), { 'data-key': 'takeBack' }),
            one.status === 'READY' && h('a', { href: `#/districts/${one.district.id}` }, t('toDistrict')))),
          one.accountFailure && h('p', { class: 'note' }, word('accountFailure', one.accountFailure), ' ', t('accountRemedy')),
          progress(one),
          one.status === 'READY' && one.adminName && h('p', { class: 'note' }, t('invited', { name: one.adminName, email: one.adminEmail, code: one.code })),
          facts([[t('personName'), one.adminName], [t('username'), one.adminUsername], [t('email'), one.adminEmail], [t('timeZone'), one.timeZone], [t('requestedAt'), moment(one.requestedAt)], [t('mailedAt'), moment(one.mailedAt)], [t('readyAt'), moment(one.readyAt)]]),
          changes.table(one.history.nodes, 'onboarding'),
        ];
      },
    }),
    said,
  ];
}
