// How a district is set up: packages as switches, each with what it cannot be without, the language and the retention.
import { act, ask, REFUSED } from './asking.js';
import { h } from './dom.js';
import { dialog, field, form } from './forms.js';
import { part } from './parts.js';
import { t, word } from './words.js';

/** All packages of the contract, each with what it needs. */
let NEEDS = {};

/** What the server says of its contract. */
export const learn = packages => (NEEDS = packages);

/** Whether there is a package of this name. */
export const isPackage = name => name in NEEDS;

const namesOf = packages => packages.map(one => word('package', one)).join(t('comma'));

/** A field of a form: the packages, of which some are on, or all. Switching one on switches on what it needs, and the other way round. */
export function packageSwitches(on = Object.keys(NEEDS)) {
  const boxes = Object.fromEntries(Object.keys(NEEDS).map(name => [name, h('input', { type: 'checkbox', id: `package-${name}`, checked: on.includes(name), onchange: () => follow(name) })]));
  function follow(name) {
    if (boxes[name].checked) for (const needed of NEEDS[name]) boxes[needed].checked = true;
    else for (const [other, needs] of Object.entries(NEEDS)) if (needs.includes(name)) boxes[other].checked = false;
  }
  const fault = h('p', { class: 'fault', id: 'packages-fault' });
  const set = h('fieldset', { 'aria-describedby': 'packages-fault' }, h('legend', {}, t('packages')), Object.entries(boxes).map(([name, box]) =>
    h('div', { class: 'field check' }, box, h('label', { for: box.id }, word('package', name)),
      h('small', {}, [word('packageText', name), NEEDS[name].length > 0 && ` ${t('needs', { packages: namesOf(NEEDS[name]) })}`].filter(Boolean).join('')))), fault);
  return {
    element: set,
    input: set,
    name: 'packages',
    wrong: () => '',
    complain: (text = '') => (fault.textContent = text),
    value: () => Object.keys(boxes).filter(name => boxes[name].checked),
  };
}

const CHANGE = `mutation($language: Language, $retention: Retention, $version: PositiveInt) {
  changeSettings(language: $language, retention: $retention, expectedVersion: $version) { ${REFUSED} }
}`;

const SET = `mutation($packages: [Package!]!, $version: PositiveInt) {
  setPackages(packages: $packages, expectedVersion: $version) { ${REFUSED} ... on PackagesSet { version } }
}`;

/** Which language is spoken, and for how long updates can be resumed from. */
function general(settings, said, mayChange, fill) {
  const fields = [
    field({ name: 'language', label: t('languageSetting'), hint: t('languageHint'), options: ['ZH_CN', 'EN'].map(one => [one, word('language', one)]), value: settings.language, disabled: !mayChange }),
    field({ name: 'retention', label: t('retention'), hint: t('retentionHint'), options: ['DAYS_30', 'DAYS_90', 'DAYS_365'].map(one => [one, word('retention', one)]), value: settings.retention, disabled: !mayChange }),
  ];
  const filled = form({
    label: t('general'),
    fields,
    actions: mayChange ? [{ text: t('save'), primary: true, async send(values) {
      const answer = await act(CHANGE, { ...values, version: settings.version ?? undefined });
      if (answer.code) return answer;
      said.general = t('packagesSaved');
      await fill();
      return said.general;
    } }] : [],
  });
  filled.say(said.general ?? '');
  return h('section', { id: 'general' }, h('h2', {}, t('general')), filled.element);
}

/** Which packages are on; those that would go off are named first. */
function chosen(settings, said, mayChange, fill) {
  const switches = packageSwitches(settings.packages);
  switches.element.disabled = !mayChange;
  const set = packages => act(SET, { packages, version: settings.version ?? undefined });
  const saved = async () => {
    said.packages = t('packagesSaved');
    await fill();
    return said.packages;
  };
  const filled = form({
    label: t('packages'),
    fields: [switches],
    actions: mayChange ? [{ text: t('save'), primary: true, async send({ packages }) {
      const off = settings.packages.filter(one => !packages.includes(one));
      if (off.length > 0) {
        dialog({
          title: t('switchOffTitle', { packages: namesOf(off) }),
          text: t('switchOffText'),
          action: t('switchOff'),
          send: () => set(packages),
          done: saved,
        });
        return '';
      }
      const answer = await set(packages);
      return answer.code ? answer : saved();
    } }] : [],
  });
  filled.say(said.packages ?? '');
  return filled.element;
}

export function packages({ signal, roles }) {
  const mayChange = roles.includes('DISTRICT_ADMIN');
  /** What each form said last, which stays when they are drawn anew. */
  const said = {};
  /** What stands there is drawn anew when something else holds, and not under somebody's hands. */
  let drawn = {};
  return [
    h('h1', { tabindex: '-1' }, t('settings')),
    h('p', { class: 'lead' }, t('packagesLead')),
    part({
      signal,
      load: () => ask('{ settings { packages version language retention } }'),
      when: update => ['PACKAGES_SWITCHED', 'SETTINGS_CHANGED'].includes(update.type),
      draw({ settings }, fill) {
        const { version } = settings;
        if (version !== drawn.version) drawn = { version, forms: [chosen, general].map(one => one(settings, said, mayChange, fill)) };
        return drawn.forms;
      },
    }),
  ];
}
