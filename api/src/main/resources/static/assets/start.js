// The start page: the language, a first query to paste, and figures counted while one looks.
const query = `query Start {
  streets(where: { name: { eq: "水泊寺街道" } }) {
    nodes { name figures { key label value lowerBound } }
  }
}`;

function speak(language) {
  document.documentElement.lang = language;
  for (const button of document.querySelectorAll('[data-lang]'))
    button.setAttribute('aria-pressed', String(button.dataset.lang === language));
  localStorage.setItem('linli.language', language);
  count(language);
}

async function count(language) {
  const figures = await fetch('/graphql', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      'Accept': 'application/graphql-response+json',
      'Accept-Language': language,
      'X-District': '140213',
    },
    body: JSON.stringify({ query }),
  })
    .then(response => response.json())
    .then(answer => answer.data.streets.nodes[0].figures)
    .catch(() => []);
  document.getElementById('figures').replaceChildren(...figures.map(card));
  document.getElementById('counted').hidden = figures.length === 0;
}

function card({ label, value, lowerBound }) {
  const box = document.createElement('div');
  const name = document.createElement('dt');
  const number = document.createElement('dd');
  name.textContent = label;
  number.textContent = value.toLocaleString('en') + (lowerBound ? '+' : '');
  box.append(name, number);
  return box;
}

document.getElementById('curl').textContent = `curl ${location.origin}/graphql \\
  -H 'Content-Type: application/json' -H 'X-District: 140213' \\
  -d '${JSON.stringify({ query: query.replace(/\s+/g, ' ') })}'`;
for (const button of document.querySelectorAll('[data-lang]'))
  button.addEventListener('click', () => speak(button.dataset.lang));
speak(localStorage.getItem('linli.language') ?? (navigator.language.startsWith('zh') ? 'zh-CN' : 'en'));
