// Spreadsheets: given by drag and drop or a file chooser, held against the rules, reported by row and column, taken over with progress.
import { act, ask, REFUSED } from './asking.js';
import { confirming } from './confirming.js';
import { badge, button, facts, h, table, time } from './dom.js';
import { dialog, form } from './forms.js';
import { paged, pages, part } from './parts.js';
import { bytes, figure, t, word } from './words.js';

const KINDS = { DISTRICT_ADMIN: ['STREET', 'COMMUNITY', 'COMPOUND', 'GRID', 'STAFF', 'DUTY'], DISTRICT_OFFICER: ['RESIDENT', 'MERCHANT'] };

const PREPARE = `mutation($kinds: [ImportKind!]!, $name: String!, $format: ImportFormat!, $size: PositiveInt!) {
  prepareImport(kinds: $kinds, name: $name, format: $format, size: $size) {
    ${REFUSED} ... on ImportPrepared { address method dataImport { id } }
  }
}`;

const check = id => act(`mutation($id: ID!) { checkImport(dataImport: $id) { ${REFUSED} } }`, { id });

const takeBack = id => act(`mutation($id: ID!) { cancelImport(dataImport: $id) { ${REFUSED} } }`, { id });

/** Gives why a file was not taken, if it was not. */
const send = ({ address, method }, file) =>
  fetch(address, { method, body: file, headers: { 'Accept-Language': document.documentElement.lang } })
    .then(async sent => (sent.ok ? undefined : (await sent.json()).errors[0].message))
    .catch(() => t('notSent'));

/** Sends a file and has it checked; gives the import, or a refusal. */
async function bring(file, kinds) {
  const format = /\.csv$/i.test(file.name) ? 'CSV' : 'XLSX';
  const prepared = await act(PREPARE, { kinds, name: file.name, format, size: file.size });
  if (prepared.code) return prepared;
  const refused = await send(prepared, file);
  if (refused) {
    await takeBack(prepared.dataImport.id).catch(() => {});
    return { code: 'NOT_SENT', message: refused };
  }
  const checked = await check(prepared.dataImport.id);
  return checked.code ? checked : prepared.dataImport;
}

/** Where files are dropped; by keyboard it is a file chooser like any other. */
function fileField() {
  const input = h('input', { type: 'file', id: 'file', accept: '.xlsx,.csv', 'aria-describedby': 'file-fault' });
  const name = h('span', { class: 'chosen', role: 'status' });
  const fault = h('span', { class: 'fault', id: 'file-fault' });
  const tell = () => (name.textContent = input.files[0] ? `${input.files[0].name} · ${bytes(input.files[0].size)}` : '');
  input.addEventListener('change', tell);
  const hover = on => event => {
    event.preventDefault();
    element.classList.toggle('over', on);
  };
  const element = h('div', { class: 'drop', ondragover: hover(true), ondragleave: hover(false), ondrop(event) {
    hover(false)(event);
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event('change'));
  } }, h('label', { for: 'file' }, t('dropHere')), input, name, fault);
  return { element, input, name: 'file', wrong: () => (input.files.length !== 1 ? t('oneFile') : /\.(xlsx|csv)$/i.test(input.files[0].name) ? '' : t('onlySheets')), complain: (text = '') => (fault.textContent = text), value: () => input.files[0] };
}

function kindsField(kinds) {
  const boxes = kinds.map(kind => h('input', { type: 'checkbox', id: `kind-${kind}`, value: kind, checked: true }));
  const fault = h('p', { class: 'fault' });
  const element = h('fieldset', { class: 'row' }, h('legend', {}, t('whatItBrings')), boxes.map(box =>
    h('span', { class: 'field check' }, box, h('label', { for: box.id }, word('kind', box.value)))), h('small', {}, t('kindsHint')), fault);
  const value = () => boxes.filter(box => box.checked).map(box => box.value);
  function named(file) {
    const kind = kinds.find(one => /\.csv$/i.test(file) && file.toLowerCase().includes(one.toLowerCase()));
    if (kind) for (const box of boxes) box.checked = box.value === kind;
  }
  return { element, named, input: element, name: 'kinds', wrong: () => (value().length ? '' : t('oneKind')), complain: (text = '') => (fault.textContent = text), value };
}

const templates = kinds => h('div', {},
  h('h2', {}, t('templates')),
  h('p', {}, h('a', { href: '/templates/all.xlsx', download: true }, t('allInOne'))),
  h('p', {}, h('a', { href: `/templates/example-${localStorage.getItem('linli.district')}.xlsx`, download: true }, t('filledIn'))),
  h('ul', { class: 'templates' }, kinds.map(kind => h('li', {}, `${word('kind', kind)} `,
    h('a', { href: `/templates/${kind.toLowerCase()}.xlsx`, download: true, 'aria-label': `${word('kind', kind)} XLSX` }, 'XLSX'), ' ',
    h('a', { href: `/templates/${kind.toLowerCase()}.csv`, download: true, 'aria-label': `${word('kind', kind)} CSV` }, 'CSV')))));

const status = one => badge(one.status, word('import', one.status));

const kindsOf = roles => roles.flatMap(role => KINDS[role] ?? []);

export function imports({ signal, roles, go }) {
  const kinds = kindsOf(roles);
  const which = kindsField(kinds);
  const given = fileField();
  // A template keeps the name of what it brings.
  given.input.addEventListener('change', () => which.named(given.value()?.name ?? ''));
  const file = form({
    label: t('bringFile'),
    fields: [which, given],
    beside: ({ code, message }) => ({ KINDS_UNFIT: { kinds: message }, OTHER_ROLE_NEEDED: { kinds: message }, IMPORT_FILE_TOO_LARGE: { file: message }, STORAGE_FULL: { file: message }, NOT_SENT: { file: message } })[code] ?? {},
    actions: [{ text: t('sendAndCheck'), primary: true, async send(values) {
      const answer = await bring(values.file, values.kinds);
      if (answer.id) go(`/data/${answer.id}`);
      return answer;
    } }],
  });
  return [
    h('h1', { tabindex: '-1' }, t('data')),
    h('p', { class: 'lead' }, t('dataLead')),
    h('div', { class: 'doors' }, h('section', {}, h('h2', {}, t('bringFile')), file.element), h('section', {}, templates(kinds))),
    pages({
      signal,
      query: `query($first: NonNegativeInt, $after: String) {
        dataImports(first: $first, after: $after, orderBy: [CREATED_AT_DESC]) { ${paged('id name kinds status rowCount addedCount knownCount faultCount createdAt')} }
      }`,
      when: update => update.entity?.__typename === 'DataImport',
      draw: rows => table(t('importsSoFar'), [
        { head: t('file'), cell: row => h('a', { href: `#/data/${row.id}` }, row.name) },
        { head: t('whatItBrings'), cell: row => row.kinds.map(kind => word('kind', kind)).join(t('comma')) },
        { head: t('state'), cell: status },
        { head: t('rows'), cell: row => figure(row.rowCount), number: true },
        { head: t('added'), cell: row => figure(row.addedCount), number: true },
        { head: t('faults'), cell: row => figure(row.faultCount), number: true },
        { head: t('when'), cell: row => time(row.createdAt) },
      ], rows, t('noImports')),
    }),
  ];
}

const ONE = officer => `query($id: ID!) {
  dataImport(id: $id) {
    id name format kinds leftOut size status rowCount doneCount addedCount knownCount faultCount createdAt movedAt
    ${officer ? `batches(first: 100) { nodes { ${BATCH} } }` : ''}
  }
}`;

const FAULTS = `query($id: ID!, $first: NonNegativeInt, $after: String) {
  dataImport(id: $id) { faults(first: $first, after: $after, orderBy: [KIND_ASC, ROW_NUMBER_ASC]) { ${paged('kind rowNumber columnName rule message')} } }
}`;

const faults = (id, signal) => pages({
  signal,
  query: FAULTS,
  variables: { id },
  of: data => data.dataImport.faults,
  draw: rows => table(t('faults'), [
    { head: t('sheet'), cell: row => word('kind', row.kind) },
    { head: t('row'), cell: row => row.rowNumber, number: true },
    { head: t('column'), cell: row => row.columnName },
    { head: t('rule'), cell: row => row.message },
  ], rows, t('noFaults')),
});

/** Sheets that stay where they are, and who brings them in. */
const leftOut = (kinds, own) => {
  const names = which => which.map(kind => word('kind', kind)).join(t('comma'));
  const others = kinds.filter(kind => !own.includes(kind));
  const unnamed = kinds.filter(kind => own.includes(kind));
  return [
    others.length > 0 && h('p', { class: 'note' }, t(own.includes('RESIDENT') ? 'leftToAdmin' : 'leftToOfficer', { kinds: names(others) })),
    unnamed.length > 0 && h('p', { class: 'note' }, t('leftUnnamed', { kinds: names(unnamed) })),
  ];
};

const run = one => dialog({
  title: t('runTitle', { name: one.name }),
  text: t(one.faultCount > 1 ? 'runFaultyText' : one.faultCount === 1 ? 'runOneFaultText' : 'runText', { count: figure(one.faultCount) }),
  action: t('run'),
  send: () => act(`mutation($id: ID!, $leaveOut: Boolean) { runImport(dataImport: $id, leaveOutFaulty: $leaveOut) { ${REFUSED} } }`, { id: one.id, leaveOut: one.faultCount > 0 }),
});

const checkSent = one => dialog({ title: t('checkFile'), text: t('checkFileText'), action: t('checkFile'), send: () => check(one.id) });

const cancel = one => dialog({
  title: t('cancelTitle', { name: one.name }),
  text: t('cancelText'),
  action: t('cancelImport'),
  send: () => takeBack(one.id),
});

const confirmBatch = batch => dialog({
  title: t('confirmBatchTitle', { count: figure(batch.claims.totalCount) }),
  text: t('confirmBatchText'),
  action: t('confirm'),
  send: () => act(`mutation($id: ID!) { confirmImport(batch: $id) { ${REFUSED} } }`, { id: batch.id }),
});

/** Residents who claim more than being plainly registered: only that has to be confirmed. */
export const CLAIMING = 'claimedStanding: { isNull: false }';

export const BATCH = `id rowCount status confirmer importedAt claims: residents(first: 0, where: { ${CLAIMING} }) { totalCount }`;

/** Batches of residents, of which an officer who did not import them confirms what they claim. */
export const batches = (rows, empty) => table(t('batches'), [
  { head: t('when'), cell: row => time(row.importedAt) },
  { head: t('rows'), cell: row => figure(row.rowCount), number: true },
  { head: t('claims'), cell: row => figure(row.claims.totalCount), number: true },
  { head: t('state'), cell: row => (row.status === 'IMPORTED' && row.claims.totalCount === 0 ? badge('DONE', t('nothingClaimed')) : badge(row.status, word('batch', row.status))) },
  { head: t('actions'), cell: row => row.confirmer && row.claims.totalCount > 0 && confirming(row, true, confirmBatch) },
], rows, empty);

export function oneImport({ id, signal, roles }) {
  const officer = roles.includes('DISTRICT_OFFICER');
  const heading = h('h1', { tabindex: '-1' }, t('data'));
  return [
    h('p', { class: 'back' }, h('a', { href: '#/data' }, t('data'))),
    heading,
    part({
      signal,
      load: () => ask(ONE(officer), { id }),
      when: update => update.entity?.id === id || update.entity?.__typename === 'ImportBatch' || update.type === 'STAFF_DUTY_LEFT_OUT',
      draw({ dataImport: one }) {
        if (one === null) return h('p', { class: 'empty' }, t('nothingHere'));
        heading.textContent = one.name;
        const over = ['DONE', 'FAILED', 'CANCELLED'].includes(one.status);
        const works = ['CHECKING', 'RUNNING'].includes(one.status);
        return [
          h('p', { class: 'standing' }, status(one),
            one.status === 'CHECKED' && button(t('run'), () => run(one), { class: 'primary', 'data-key': 'run' }),
            one.status === 'AWAITED' && button(t('checkFile'), () => checkSent(one), { 'data-key': 'check' }),
            !over && button(t('cancelImport'), () => cancel(one), { 'data-key': 'cancel' })),
          h('p', { role: 'status' }, works ? t('gone', { done: figure(one.doneCount), all: figure(one.rowCount) ?? '…' }) : ''),
          works && h('progress', { max: one.rowCount ?? undefined, value: one.rowCount ? one.doneCount : undefined, 'aria-label': t('howFar') }),
          facts([
            [t('whatItBrings'), one.kinds.map(kind => word('kind', kind)).join(t('comma'))], [t('size'), bytes(one.size)], [t('rows'), figure(one.rowCount)],
            [t(over ? 'added' : 'wouldAdd'), figure(one.addedCount)], [t('known'), figure(one.knownCount)], [t('faults'), figure(one.faultCount)],
          ]),
          leftOut(one.leftOut, kindsOf(roles)),
          one.batches?.nodes.length > 0 && batches(one.batches.nodes, ''),
          !works && faults(id, signal),
        ];
      },
    }),
  ];
}
