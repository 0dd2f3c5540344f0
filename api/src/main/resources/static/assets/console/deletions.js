// Districts that leave for good: asked for, withdrawn, and proven by a certificate.
import { act, ask, REFUSED } from './asking.js';
import { badge, button, facts, h, table, time } from './dom.js';
import { dialog, field } from './forms.js';
import { download } from './once.js';
import { paged, pages, part } from './parts.js';
import { trailOfDeletion } from './trail.js';
import { bytes, figure, moment, t, word } from './words.js';

const status = one => badge(one.obstacle ? 'HINDERED' : one.status, word('deletionObstacle', one.obstacle) ?? word('deletion', one.status));

/** What was measured shows that no archive can be made, and only its own officer can change that. */
const keyless = district => district.measuredAt !== null && district.archiveKeyAt === null;

/** Of an archive that lacks contents it is said before the district goes. */
const saved = ({ filesMissing }) => [t('deleteText'), ' ', filesMissing > 0 && h('strong', { class: 'refused' }, t('deleteLacking', { count: figure(filesMissing) }))];

const warning = district => (district.archives.totalCount > 0 ? saved(district.archives.nodes[0]) : keyless(district) ? t('deleteKeyless', { at: moment(district.measuredAt) }) : t('deleteUnsaved'));

/** What the district may want to have before it goes. */
function last(district) {
  const [made] = district.archives.nodes;
  if (!made) return [];
  const answer = told();
  const fetched = async () => {
    answer.textContent = t('fetching');
    answer.textContent = await download(made.address, `linli-${district.code}.linli`).then(() => '', fault => fault.message);
  };
  return [h('p', {}, t('lastArchive', { at: moment(made.madeAt), size: bytes(Number(made.bytes)) }), ' ', button(t('fetch'), fetched, { 'data-key': 'fetchLast' })), answer];
}

const request = district => dialog({
  title: t('deleteTitle', district),
  text: warning(district),
  beside: ({ code, message }) => (['GRACE_REFUSED', 'ARCHIVE_LOST'].includes(code) ? { graceDays: message } : {}),
  fields: [
    ...last(district),
    ...(keyless(district) ? [] : [field({ name: 'archive', label: t('exportBefore'), type: 'checkbox', value: district.archives.totalCount === 0 })]),
    field({ name: 'graceDays', label: t('graceDays'), hint: t('graceHint'), type: 'number', min: 0, max: 365, required: true, value: 30 }),
    field({ name: 'reason', label: t('reason'), hint: t('leavingReason'), type: 'area', required: true, maxlength: 500 }),
    field({ name: 'typed', label: t('typeCode', district), required: true, pattern: district.code, hint: t('typeCodeHint'), autocomplete: 'off' }),
  ],
  action: t('delete'),
  async send({ archive, graceDays, reason }) {
    if (archive && Number(graceDays) === 0) return { code: 'ARCHIVE_LOST', message: t('archiveLost') };
    const made = archive ? await act(`mutation($id: ID!) { exportDistrict(district: $id) { ${REFUSED} } }`, { id: district.id }) : {};
    if (made.code && made.code !== 'EXPORT_GOES_ON') return made;
    return act(`mutation($id: ID!, $graceDays: Int!, $reason: String!) { requestDeletion(district: $id, graceDays: $graceDays, reason: $reason) { ${REFUSED} } }`, { id: district.id, graceDays, reason });
  },
});

const takeBack = district => dialog({
  title: t('stayTitle', district),
  text: t('stayText'),
  action: t('stay'),
  send: () => act(`mutation($id: ID!) { withdrawDeletion(district: $id) { ${REFUSED} } }`, { id: district.id }),
});

const retry = ({ id }) => act(`mutation($id: ID!) { retryDeletion(district: $id) { ${REFUSED} } }`, { id });

/** @param said where it is told whether one that waits for something is tried */
const again = (one, district, said) =>
  one.obstacle && button(t('retry'), async () => (said.textContent = (await retry(district).catch(fault => fault)).message ?? t('tried')), { 'data-key': 'retry' });

const told = () => h('p', { class: 'answer', role: 'status' });

/** What a district's page says of its end. */
export const ending = ({ id, signal, said = told() }) => [part({
  signal,
  load: () => ask('query($id: ID!) { district(id: $id) { id code name state archiveKeyAt measuredAt deletion { id status obstacle dueAt } archives(first: 1, where: { status: { eq: READY } }, orderBy: [MADE_AT_DESC]) { totalCount nodes { madeAt bytes address filesMissing } } } }', { id }),
  when: update => update.entity?.id === id || ['Deletion', 'Archive'].includes(update.entity?.__typename),
  draw: ({ district }) => district && ['SUSPENDED', 'LEAVING'].includes(district.state) && [
    h('h2', {}, t('deleting')),
    district.state === 'SUSPENDED' && [h('p', {}, t('deleteLead')), h('p', { class: 'buttons' }, button(t('delete'), () => request(district), { 'data-key': 'delete' }))],
    district.deletion && h('p', { class: 'standing' }, status(district.deletion), h('a', { href: `#/deletions/${district.deletion.id}` }, t('dueAt', { at: moment(district.deletion.dueAt) })),
      again(district.deletion, district, said),
      district.deletion.status === 'WAITING' && button(t('stay'), () => takeBack(district), { 'data-key': 'stay' })),
  ],
}), said];

export function deletions({ signal }) {
  return [
    h('h1', { tabindex: '-1' }, t('deletions')),
    h('p', { class: 'lead' }, t('deletionsLead')),
    pages({
      signal,
      query: `query($first: NonNegativeInt, $after: String) {
        deletions(first: $first, after: $after, orderBy: [REQUESTED_AT_DESC]) { ${paged('id code name status obstacle requestedAt dueAt erasedAt')} }
      }`,
      when: update => update.entity?.__typename === 'Deletion',
      draw: rows => table(t('deletions'), [
        { head: t('code'), cell: row => row.code },
        { head: t('name'), cell: row => h('a', { href: `#/deletions/${row.id}` }, row.name) },
        { head: t('state'), cell: status },
        { head: t('requestedAt'), cell: row => time(row.requestedAt) },
        { head: t('due'), cell: row => time(row.dueAt) },
        { head: t('erasedAt'), cell: row => time(row.erasedAt) },
      ], rows, t('noDeletions'), true),
    }),
  ];
}

const ONE = `query($id: ID!) {
  deletion(id: $id) {
    id code name status obstacle requestedAt graceDays dueAt withdrawnAt erasedAt rowsErased accountsErased archiveDigest certificate certificateAddress
    district { id code name }
  }
}`;

/** What a JSON Web Signature says, for whoever reads it here; whether it is true is checked without the platform. */
function said(certificate) {
  const bytes = Uint8Array.from(atob(certificate.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0));
  return JSON.stringify(JSON.parse(new TextDecoder().decode(bytes)), null, 2);
}

export function oneDeletion({ id, signal }) {
  const heading = h('h1', { tabindex: '-1' }, t('deletions'));
  const answer = told();
  const fetched = async one => (answer.textContent = await download(one.certificateAddress, `linli-${one.code}-certificate.jws`).then(() => '', fault => fault.message));
  return [
    h('p', { class: 'back' }, h('a', { href: '#/deletions' }, t('deletions'))),
    heading,
    part({
      signal,
      load: () => ask(ONE, { id }),
      when: update => update.entity?.id === id,
      draw({ deletion: one }) {
        if (one === null) return h('p', { class: 'empty' }, t('nothingHere'));
        heading.replaceChildren(`${one.name} `, h('small', {}, one.code));
        return [
          h('p', { class: 'standing', 'aria-live': 'polite' }, status(one),
            again(one, one.district, answer),
            one.status === 'WAITING' && button(t('stay'), () => takeBack(one.district), { 'data-key': 'stay' }),
            one.certificateAddress && button(t('certificate'), () => fetched(one), { class: 'primary', 'data-key': 'certificate' })),
          facts([
            [t('requestedAt'), moment(one.requestedAt)], [t('graceDays'), figure(one.graceDays)], [t('due'), moment(one.dueAt)], [t('withdrawnAt'), moment(one.withdrawnAt)],
            [t('erasedAt'), moment(one.erasedAt)], [t('rowsErased'), figure(one.rowsErased)], [t('accountsErased'), figure(one.accountsErased)],
            [t('archiveDigest'), one.archiveDigest && h('code', {}, one.archiveDigest)],
          ]),
          one.certificate && h('details', {}, h('summary', {}, t('certificateSays')), h('pre', { id: 'certificate' }, said(one.certificate)), h('p', {}, t('certificateCheck'), ' ', h('a', { href: '/platform-key.pem' }, t('platformKey')))),
        ];
      },
    }),
    answer,
    trailOfDeletion({ id, signal }),
  ];
}
