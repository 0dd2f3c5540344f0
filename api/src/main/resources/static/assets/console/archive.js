// What a district has of its archives: the key for which they are sealed, and the last one to fetch.
import { act, ask, REFUSED } from './asking.js';
import { button, h } from './dom.js';
import { dialog } from './forms.js';
import { changes } from './history.js';
import { download, isThere, tellOnce } from './once.js';
import { part } from './parts.js';
import { moment, t } from './words.js';

/** Who fetched it is for officers to know. */
const OWN = `query($who: Boolean!) {
  district { code history(last: 20, where: { event: { in: ["ARCHIVE_KEY_CHANGED", "ARCHIVE_RECEIVED"] } }) { nodes { event toState at reason actor @include(if: $who) } } }
  archiveKey { issuedAt }
}`;

const issue = replace => dialog({
  title: t(replace ? 'replaceKey' : 'issueKey'),
  text: t(replace ? 'replaceKeyText' : 'issueKeyText'),
  action: t(replace ? 'replaceKey' : 'issueKey'),
  send: () => act(`mutation($replace: Boolean) { issueArchiveKey(replace: $replace) { ${REFUSED} ... on ArchiveKeyIssued { key } } }`, { replace }),
  done: ({ key }) => tellOnce({ title: t('keyTitle'), text: t('keyText'), name: t('key'), secret: key }),
});

export function archive({ signal, roles }) {
  const said = h('p', { class: 'answer', role: 'status' });
  const fetched = async code => {
    said.textContent = t('fetching');
    said.textContent = await download('/archive.linli', `linli-${code}.linli`).then(() => '', fault => fault.message);
  };
  return [
    h('h1', { tabindex: '-1' }, t('archive')),
    h('p', { class: 'lead' }, t('archiveLead')),
    part({
      signal,
      load: async () => ({ ...(await ask(OWN, { who: roles.includes('DISTRICT_OFFICER') })), made: await isThere('/archive.linli') }),
      when: update => ['ARCHIVE_KEY_CHANGED', 'ARCHIVE_RECEIVED'].includes(update.type),
      draw: ({ district, archiveKey, made }) => [
        h('p', { class: 'note', role: 'status' }, archiveKey ? t('keySince', { at: moment(archiveKey.issuedAt) }) : t('noKey')),
        h('p', { class: 'buttons' },
          roles.includes('DISTRICT_OFFICER') && button(t(archiveKey ? 'replaceKey' : 'issueKey'), () => issue(archiveKey !== null), { class: !archiveKey && 'primary', 'data-key': 'issueKey' }),
          made && button(t('fetchLast'), () => fetched(district.code), { 'data-key': 'fetchLast' })),
        archiveKey && !made && h('p', { class: 'empty' }, t('noArchiveYet')),
        district.history.nodes.length > 0 && changes.table(district.history.nodes),
      ],
    }),
    said,
  ];
}
