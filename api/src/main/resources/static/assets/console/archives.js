// Archives of a district: made, followed and fetched.
import { act, ask, REFUSED } from './asking.js';
import { badge, button, h, table, time } from './dom.js';
import { dialog } from './forms.js';
import { download } from './once.js';
import { part } from './parts.js';
import { bytes, figure, t, word } from './words.js';

const ALL = `query($id: ID!) {
  district(id: $id) {
    id code name state
    archives(last: 20) { nodes { id status requestedAt part rows bytes filesMissing madeAt digest address obstacle } }
  }
}`;

const make = district => dialog({
  title: t('exportTitle', district),
  text: t('exportText'),
  action: t('export'),
  send: () => act(`mutation($id: ID!) { exportDistrict(district: $id) { ${REFUSED} } }`, { id: district.id }),
});

export function archives({ id, signal }) {
  const said = h('p', { class: 'answer', role: 'status' });
  const fetched = async (archive, district) => {
    said.textContent = t('fetching');
    said.textContent = await download(archive.address, `linli-${district.code}.linli`).then(() => '', fault => fault.message);
  };
  return [
    part({
      signal,
      load: () => ask(ALL, { id }),
      when: update => update.entity?.__typename === 'Archive',
      draw: ({ district }) => district && [
        table(t('archives'), [
          { head: t('when'), cell: row => time(row.requestedAt) },
          { head: t('state'), cell: row => [badge(row.status, word('archive', row.status)), row.part && ` ${row.part}`, row.obstacle && ` ${word('archiveObstacle', row.obstacle)}`,
            row.filesMissing > 0 && [' ', badge('HINDERED', t('filesMissing', { count: figure(row.filesMissing) }))]] },
          { head: t('rows'), cell: row => figure(row.rows), number: true },
          { head: t('size'), cell: row => bytes(Number(row.bytes)), number: true },
          { head: t('digest'), cell: row => row.digest && h('code', { title: row.digest }, `${row.digest.slice(0, 16)}…`) },
          { head: t('actions'), cell: row => row.address && button(t('fetch'), () => fetched(row, district), { 'data-key': row.id }) },
        ], district.archives.nodes.toReversed(), t('noArchives')),
        h('p', { class: 'buttons' }, button(t('export'), () => make(district), { 'data-key': 'export' })),
      ],
    }),
    said,
  ];
}
