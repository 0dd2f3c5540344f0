// GraphiQL with a district, a login and examples. React and GraphiQL are loaded before this, as globals.
import { examples } from './examples.js';
import { arrive, login, logout, token, user } from './login.js';

const find = id => document.getElementById(id);
const language = localStorage.getItem('linli.language') ?? (navigator.language.startsWith('zh') ? 'zh-CN' : 'en');
document.documentElement.lang = language;

async function ask(question, extra = {}) {
  const bearer = await token();
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'Accept': 'application/graphql-response+json',
      'Accept-Language': language,
      ...(bearer ? { Authorization: `Bearer ${bearer}` } : { 'X-District': find('district').value }),
      ...extra,
    },
    body: JSON.stringify(question),
  });
  return response.json();
}

function say(text, fault = false) {
  find('who').dataset.fault = String(fault);
  find('who').textContent = text;
}

async function name(option) {
  const answer = await ask({ query: '{ district { name } }' }, { 'X-District': option.value });
  if (answer.data?.district) option.textContent = `${option.value} ${answer.data.district.name}`;
}

async function introduce() {
  const name = user();
  find('login').hidden = name !== undefined;
  find('logout').hidden = name === undefined;
  if (name === undefined) return say(language === 'en' ? 'Guest' : '访客');
  const answer = await ask({ query: '{ me { roles district { name } } }' });
  const me = answer.data?.me;
  return me ? say(`${name} · ${me.district?.name ?? '—'} · ${me.roles.join(', ')}`) : say(answer.errors[0].message, true);
}

async function open() {
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
  });
  try {
    const district = await arrive(settings);
    if (district !== undefined) find('district').value = district;
    await introduce();
  } catch (fault) {
    await introduce();
    say(fault.message, true);
  }
  ReactDOM.createRoot(find('graphiql')).render(
    React.createElement(GraphiQL, {
      fetcher: (question, options) => ask(question, options?.headers),
      defaultTabs: examples,
      defaultEditorToolsVisibility: 'variables',
      shouldPersistHeaders: false,
    }),
  );
}

await open();
