// What happened to a record, as a table.
import { account, table, time } from './dom.js';
import { t, word } from './words.js';

/** What to select of a history; `actor` where the reader may know the account. */
export const changes = (actor = '') => `history(last: 50) { nodes { event fromState toState at reason ${actor} } }`;

/** @param states of what its states are */
changes.table = (nodes, states = 'state') => table(t('history'), [
  { head: t('when'), cell: row => time(row.at) },
  { head: t('what'), cell: row => [...new Set([word('event', row.event), word(states, row.toState)])].filter(Boolean).join(' → ') },
  { head: t('reason'), cell: row => row.reason },
  ...(nodes.some(row => row.actor) ? [{ head: t('who'), cell: row => account(row.actor) }] : []),
], nodes.toReversed(), t('noHistory'));
