// The console: who is let in, the sections they get, and the page that the address names.
import { arrive, login, logout, through, user } from '../login.js';
import { apply, confirm, standing } from './apply.js';
import { ask, bearer, listen, speakTo } from './asking.js';
import { button, h } from './dom.js';
import { field, form } from './forms.js';
import * as district from './district.js';
import * as operators from './operators.js';
import { tellToken } from './once.js';
import { learn } from './packages.js';
import { t } from './words.js';

/** Pages for those who have no account yet. */
const GUESTS = { apply, standing };

const find = id => document.getElementById(id);
let settings;
/** Sections, addresses and feed of who is logged in, and how they are called. */
let half;
let leave = new AbortController();

function speak(chosen) {
  document.documentElement.lang = chosen;
  for (const one of document.querySelectorAll('[data-lang]')) one.setAttribute('aria-pressed', String(one.dataset.lang === chosen));
  localStorage.setItem('linli.language', chosen);
}

/** How the feed stands. */
let feed = [];

function tell(...now) {
  feed = now;
  const [state, about] = feed;
  find('live').hidden = state === undefined;
  find('live').dataset.state = state;
  find('live').textContent = state === 'live' ? t('live') : state === 'waiting' ? t('waiting', { seconds: about }) : state === 'ended' ? t('ended', { why: about.message }) : '';
}

function entrance(fault) {
  const code = field({ name: 'code', label: t('code'), hint: t('codeHint'), required: true, pattern: '[0-9]{6}', inputmode: 'numeric', maxlength: 6, autocomplete: 'off', value: new URLSearchParams(location.search).get('district') ?? localStorage.getItem('linli.district') ?? undefined });
  const ofDistrict = form({
    label: t('forDistrict'),
    fields: [code],
    actions: [{ text: t('logIn'), primary: true, send(values) {
      localStorage.setItem('linli.district', values.code);
      return login(values.code);
    } }],
  });
  return [
    h('h1', { tabindex: '-1' }, t('entrance')),
    fault && h('p', { role: 'alert', class: 'refused' }, fault),
    h('p', { class: 'lead' }, t('entranceLead')),
    h('div', { class: 'doors' },
      h('section', { id: 'district-door' }, h('h2', {}, t('forDistrict')), h('p', {}, t('forDistrictText')), ofDistrict.element),
      h('section', { id: 'operator-door' }, h('h2', {}, t('forOperators')), h('p', {}, t('forOperatorsText')),
        h('div', { class: 'buttons' }, button(t('logInOperator'), () => login(undefined, settings.console), { id: 'operator-login' }))),
      h('section', { id: 'new-door' }, h('h2', {}, t('forApplicants')), h('p', {}, t('forApplicantsText')),
        h('p', { class: 'buttons' }, h('a', { class: 'button', href: '#/apply' }, t('apply')), h('a', { class: 'button', href: '#/standing' }, t('howItStands'))))),
  ];
}

function navigation(here) {
  find('sections').setAttribute('aria-label', t('sections'));
  find('sections').replaceChildren(h('ul', {}, half.sections.map(([path, key]) =>
    h('li', {}, h('a', { href: `#${path}`, 'aria-current': here.startsWith(path) && 'page' }, t(key))))));
}

/** Shows the page that the address names; its heading gets the keyboard. */
function show(fault) {
  leave.abort();
  leave = new AbortController();
  tell(...feed);
  find('who').textContent = half ? [user(), half.name].filter(Boolean).join(' · ') : '';
  find('logout').hidden = find('token').hidden = user() === undefined;
  find('sections').hidden = half === undefined;
  const path = location.hash.slice(1) || half?.sections[0][0] || '';
  const [page, id] = path.split('/').filter(Boolean);
  let content;
  if (path.startsWith('confirm=')) content = confirm(path.slice('confirm='.length));
  else if (half === undefined) content = GUESTS[page]?.() ?? entrance(fault);
  else {
    navigation(path);
    const draw = half.pages[page];
    content = draw ? draw({ id, signal: leave.signal, go: to => (location.hash = to) }) : [h('h1', { tabindex: '-1' }, t('nothingHere'))];
  }
  find('main').replaceChildren(...content.filter(Boolean));
  const heading = find('main').querySelector('h1');
  document.title = `${heading.textContent} · Linli 邻里`;
  heading.focus();
}

/** What the account gets to see: the operators' half, or a district's. */
async function halfOf(code) {
  if (user() === undefined) return undefined;
  if (through() === settings.console) {
    speakTo('/platform/graphql');
    const { __schema: schema } = await ask('{ __schema { queryType { fields { name } } } }');
    return operators.half(schema.queryType.fields.map(field => field.name));
  }
  const { me } = await ask('{ me { roles district { name timeZone } } }');
  return district.half(me);
}

async function enter() {
  settings = await fetch('/settings.json').then(response => response.json());
  learn(settings.packages);
  let fault;
  try {
    await arrive(settings);
    half = await halfOf();
    if (half?.feed) listen({ ...half.feed, tell });
  } catch (refused) {
    // To Keycloak a district is a scope, and one that is suspended is none.
    fault = refused.code === 'invalid_scope' ? t('noSuchDistrict') : refused.message;
  }
  show(fault);
  addEventListener('hashchange', () => show());
}

const inputs = () => [...find('main').querySelectorAll('form:not(.filter) :is(input:not([type="file"]), select, textarea)')];

/** The page in another language; what was typed into it stays. */
function showAnew() {
  const before = inputs();
  show();
  const now = inputs();
  if (now.length === before.length)
    now.forEach((input, at) => {
      input.value = before[at].value;
      input.checked = before[at].checked;
    });
}

for (const one of document.querySelectorAll('[data-lang]'))
  one.addEventListener('click', () => {
    speak(one.dataset.lang);
    // Before, there is nothing to be said in another language.
    if (find('main').hasChildNodes()) showAnew();
  });
find('logout').addEventListener('click', logout);
find('token').addEventListener('click', () => bearer().then(tellToken, logout));
speak(localStorage.getItem('linli.language') ?? (navigator.language.startsWith('zh') ? 'zh-CN' : 'en'));
enter();
