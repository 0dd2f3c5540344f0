// What the pages with a login share: the language, the district, who is logged in, and asking. They have a bar with these elements.
import { arrive, login, logout, token, user } from './login.js';

export const find = id => document.getElementById(id);
export const language = () => document.documentElement.lang;
export const speak = chosen => (document.documentElement.lang = chosen);
speak(localStorage.getItem('linli.language') ?? (navigator.language.startsWith('zh') ? 'zh-CN' : 'en'));

/** Who asks, as headers of a request or as the payload that opens a socket. */
export async function identity() {
  const bearer = await token();
  return {
    'Accept-Language': language(),
    ...(bearer ? { Authorization: `Bearer ${bearer}` } : { 'X-District': find('district').value }),
  };
}

export async function ask(question, extra = {}) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'Accept': 'application/graphql-response+json',
      ...(await identity()),
      ...extra,
    },
    body: JSON.stringify(question),
  });
  return response.json();
}

export function say(text, fault = false) {
  find('who').dataset.fault = String(fault);
  find('who').textContent = text;
}

async function name(option) {
  const answer = await ask({ query: '{ district { name } }' }, { 'X-District': option.value });
  if (answer.data?.district) option.textContent = `${option.value} ${answer.data.district.name}`;
}

/** Says who is logged in. */
export async function introduce() {
  const name = user();
  find('login').hidden = name !== undefined;
  find('logout').hidden = name === undefined;
  if (name === undefined) return say(language() === 'en' ? 'Guest' : '访客');
  const answer = await ask({ query: '{ me { roles district { name } } }' });
  const me = answer.data?.me;
  return me ? say(`${name} · ${me.district?.name ?? '—'} · ${me.roles.join(', ')}`) : say(answer.errors[0].message, true);
}

/**
 * Fills the bar, ends a login that Keycloak has just answered, and says who it is.
 *
 * @param changed what to do when a guest chooses another district
 */
export async function enter(changed = () => {}) {
  const settings = await fetch('/settings.json').then(response => response.json());
  find('district').replaceChildren(...settings.districts.map(code => new Option(code, code)));
  for (const option of find('district').options) name(option);
  find('district').value = localStorage.getItem('linli.district') ?? settings.districts[0];
  find('login').addEventListener('click', () => login(find('district').value));
  find('logout').addEventListener('click', logout);
  find('district').addEventListener('change', () => {
    localStorage.setItem('linli.district', find('district').value);
    // A token speaks for one district and the person may belong to no other, so it goes on as a guest of the new one.
    if (user() !== undefined) logout();
    else changed();
  });
  try {
    const district = await arrive(settings);
    if (district !== undefined) find('district').value = district;
    await introduce();
  } catch (fault) {
    await introduce();
    say(fault.message, true);
  }
}
