// A district's way to another cell.
import { act, ask, REFUSED } from './asking.js';
import { badge, button, h, table, time } from './dom.js';
import { dialog, field } from './forms.js';
import { part } from './parts.js';
import { figure, t, word } from './words.js';

const MOVE = `mutation($id: ID!, $cell: String!, $at: DateTime, $leaveClients: Boolean) { moveDistrict(district: $id, cell: $cell, at: $at, leaveClients: $leaveClients) { ${REFUSED} } }`;

const move = district => dialog({
  title: t('moveTitle', district),
  text: t('moveText'),
  beside: ({ code, message }) => (code === 'MOVE_REFUSED' ? { cell: message } : {}),
  fields: [
    field({ name: 'cell', label: t('toCell'), hint: t('cellHint'), required: true, maxlength: 40, autocomplete: 'off' }),
    field({ name: 'at', label: t('freezeAt'), hint: t('freezeHint'), type: 'datetime-local' }),
    field({ name: 'leaveClients', label: t('leaveClients'), hint: t('leaveClientsHint'), type: 'checkbox' }),
  ],
  action: t('move'),
  send: ({ cell, at, leaveClients }) => act(MOVE, { id: district.id, cell, leaveClients, at: at && new Date(at).toISOString() }),
});

const cancel = ({ id }, district) => dialog({
  title: t('cancelMoveTitle', district),
  action: t('cancelMove'),
  send: () => act(`mutation($id: ID!) { cancelMove(move: $id) { ${REFUSED} } }`, { id }),
});

const retry = ({ id }) => act(`mutation($id: ID!) { retryMove(move: $id) { ${REFUSED} } }`, { id });

/** The part of a district's page. */
export const moves = ({ id, signal, said = h('p', { class: 'answer', role: 'status' }) }) => [part({
  signal,
  load: () => ask('query($id: ID!) { district(id: $id) { id name cell frozenAt moves(last: 10) { nodes { id fromCell toCell status obstacle requestedAt frozenAt thawedAt rows } } } }', { id }),
  when: update => update.entity?.id === id || update.entity?.__typename === 'DistrictMove',
  draw: ({ district }) => district && [
    h('h2', {}, t('cell')),
    h('p', { class: 'standing', 'aria-live': 'polite' }, h('code', {}, district.cell), district.frozenAt && badge('WAITING', t('frozen')),
      button(t('move'), () => move(district), { 'data-key': 'move' })),
    district.moves.nodes.length > 0 && table(t('moves'), [
      { head: t('when'), cell: row => time(row.requestedAt) },
      { head: t('fromTo'), cell: row => `${row.fromCell} → ${row.toCell}` },
      { head: t('state'), cell: row => badge(row.obstacle ? 'HINDERED' : row.status, word('moveObstacle', row.obstacle) ?? word('move', row.status)) },
      { head: t('frozenFor'), cell: row => row.thawedAt && row.frozenAt && t('seconds', { count: figure(Math.ceil((new Date(row.thawedAt) - new Date(row.frozenAt)) / 1000)) }) },
      { head: t('rows'), cell: row => figure(row.rows), number: true },
      { head: t('actions'), cell: row => [
        row.obstacle && button(t('retry'), async () => (said.textContent = (await retry(row).catch(fault => fault)).message ?? t('tried')), { 'data-key': `retry ${row.id}` }),
        ['REQUESTED', 'FROZEN', 'COPIED', 'VERIFIED'].includes(row.status) && button(t('cancelMove'), () => cancel(row, district), { 'data-key': row.id }),
      ] },
    ], district.moves.nodes.toReversed(), ''),
  ],
}), said];
