// Elements, made by hand: what the pages of the console are put together from.
import { subject, user } from '../login.js';
import { moment } from './words.js';

const there = content => content.flat(Infinity).filter(part => part !== undefined && part !== null && part !== false);

/** An element: `on…` are listeners, `false` and `undefined` no attribute at all. */
export function h(name, attributes = {}, ...content) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes))
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (value !== false && value !== undefined && value !== null) element.setAttribute(key, value === true ? '' : value);
  element.append(...there(content));
  return element;
}

export const button = (text, onclick, attributes = {}) => h('button', { type: 'button', onclick, ...attributes }, text);

/**
 * @param columns each with a head, `cell` of a row, and `number` where its content is one
 * @param empty what to say where there is no row
 * @param quiet where the page's heading says what the caption would
 */
export function table(caption, columns, rows, empty, quiet = false) {
  const heading = h('h2', { class: quiet && 'unseen' }, caption);
  if (rows.length === 0) return [heading, h('p', { class: 'empty' }, empty)];
  const kind = ({ number }) => (number ? 'number' : undefined);
  return h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': caption },
    h('table', {},
      h('caption', {}, heading),
      h('thead', {}, h('tr', {}, columns.map(column => h('th', { scope: 'col', class: kind(column) }, column.head)))),
      h('tbody', {}, rows.map(row => h('tr', {}, columns.map(column => h('td', { class: kind(column) }, column.cell(row) ?? '—')))))));
}

/** A moment, as people say it. */
export const time = at => at && h('time', { datetime: at }, moment(at));

/** An account by its id, which nobody reads and some compare; one's own by its name. */
export const account = id => id && h('span', { class: 'account' }, id === subject() ? user() : id);

/** Names and what they stand for. */
export const facts = pairs =>
  h('dl', { class: 'facts' }, pairs.map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value ?? '—'))));

/** A state, told by its word and, for those who see it, by its colour. */
export const badge = (state, word) => h('span', { class: 'badge', 'data-state': state }, word);

/** Puts new content in, and leaves the keyboard where it was. */
export function replace(place, ...content) {
  const before = document.activeElement;
  const key = place.contains(before) ? before.id || before.dataset.key : undefined;
  place.replaceChildren(...there(content));
  if (key) place.querySelector(`[id="${CSS.escape(key)}"], [data-key="${CSS.escape(key)}"]`)?.focus();
}
