// Parts of a page that read, and read again when something happened; and pages of rows.
import { ask, whenever } from './asking.js';
import { button, h, replace } from './dom.js';
import { figure, t } from './words.js';

const AWHILE = 250;

/**
 * A part of the page that shows what it has read.
 *
 * @param load gives what is to be shown
 * @param draw gives its elements
 * @param when says of an update whether to read again; of none when not given
 */
export function part({ load, draw, when = () => false, signal }) {
  const place = h('section', { 'aria-busy': 'true' }, h('p', { class: 'reading' }, t('loading')));
  let waits;
  let asked = 0;
  const fill = async () => {
    waits = undefined;
    const turn = ++asked;
    const latest = () => !signal.aborted && turn === asked;
    try {
      const loaded = await load();
      if (latest()) replace(place, draw(loaded, fill));
    } catch (fault) {
      if (latest()) replace(place, h('p', { role: 'alert', class: 'refused' }, fault.message, ' ', button(t('again'), fill)));
    }
    place.removeAttribute('aria-busy');
  };
  // What comes at once is read once.
  whenever(update => when(update) && (waits ??= setTimeout(fill, AWHILE)), signal);
  fill();
  return place;
}

/**
 * Rows, a page at a time.
 *
 * @param query of a connection with the variables `first`, `after` and `where`
 * @param draw gives the table of its nodes
 * @param of finds the connection in the answer
 * @param where gives the filter
 */
export function pages({ query, variables = {}, of = data => Object.values(data)[0], draw, where, when, signal, first = 25 }) {
  let cursors = [undefined];
  const load = () => ask(query, { ...variables, first, after: cursors.at(-1), where: where?.() }).then(of);
  const shown = (connection, fill) => {
    const turn = way => {
      way();
      fill();
    };
    return [
      draw(connection.nodes, fill),
      (cursors.length > 1 || connection.pageInfo.hasNextPage) && h('p', { class: 'pages' },
        h('span', {}, t('counted', { count: figure(connection.totalCount) })),
        button(t('previous'), () => turn(() => cursors.pop()), { disabled: cursors.length === 1, 'data-key': 'previous' }),
        button(t('next'), () => turn(() => cursors.push(connection.pageInfo.endCursor)), { disabled: !connection.pageInfo.hasNextPage, 'data-key': 'next' })),
    ];
  };
  let again;
  const place = part({ load, draw: (loaded, fill) => shown(loaded, (again = fill)), when, signal });
  /** With another filter, from the first page on. */
  place.anew = () => {
    cursors = [undefined];
    again?.();
  };
  return place;
}

/** Those whose code begins with a text, or whose name has it. */
export const named = text => (text ? { or: [{ code: { startsWith: text } }, { name: { contains: text } }] } : {});

/** By what rows are found: read anew a moment after a choice or a text changes. */
export function filter(list, ...fields) {
  let waits;
  const soon = () => {
    clearTimeout(waits);
    waits = setTimeout(list.anew, AWHILE);
  };
  // A choice made by a program, as by one that reads pages out, is a change alone; of a text it is that somebody leaves it.
  for (const { input } of fields) input.addEventListener(input.tagName === 'SELECT' ? 'change' : 'input', soon);
  return h('form', { class: 'filter', role: 'search', onsubmit: event => (event.preventDefault(), soon()) }, fields.map(one => one.element));
}

/** What to select of every connection. */
export const paged = selection => `totalCount nodes { ${selection} } pageInfo { hasNextPage endCursor }`;
