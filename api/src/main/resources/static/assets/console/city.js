// Figures over districts: one figure of one month, district by district, and the totals of cities.
import { ask } from './asking.js';
import { h, replace, table, time } from './dom.js';
import { field } from './forms.js';
import { paged, pages, part } from './parts.js';
import { figure, t, word } from './words.js';

const FIGURES = ['RESIDENTS', 'GRIDS', 'MERCHANTS', 'EVALUATIONS_OPEN', 'ACTIVITIES_HELD', 'ENROLMENTS', 'POINTS_GRANTED', 'POINTS_REDEEMED'];

/** The month that runs and the twelve before it, as their first days. */
const months = () => Array.from({ length: 13 }, (_, back) => {
  const now = new Date();
  return new Date(Date.UTC(now.getFullYear(), now.getMonth() - back, 1)).toISOString().slice(0, 10);
});

const told = ({ value, suppressed }) => (suppressed ? t('suppressed') : figure(value));

export function city({ signal }) {
  const key = field({ name: 'key', label: t('cityFigure'), options: FIGURES.map(one => [one, word('cityFigure', one)]) });
  const month = field({ name: 'month', label: t('month'), options: months().map(one => [one, one.slice(0, 7)]) });
  const begins = field({ name: 'begins', label: t('codeBegins'), plain: true, type: 'search', maxlength: 6, inputmode: 'numeric' });
  const where = () => ({
    key: { eq: key.value() },
    month: { eq: month.value() },
    ...(begins.value() && { districtCode: { startsWith: begins.value() } }),
  });
  const list = pages({
    signal,
    where,
    query: `query($first: NonNegativeInt, $after: String, $where: CityFigureFilter) {
      cityFigures(first: $first, after: $after, where: $where, orderBy: [DISTRICT_CODE_ASC]) { ${paged('districtCode districtName value suppressed asOf')} }
    }`,
    draw: rows => table(t('districts'), [
      { head: t('code'), cell: row => row.districtCode },
      { head: t('name'), cell: row => row.districtName },
      { head: t('value'), cell: told, number: true },
      { head: t('asOf'), cell: row => time(row.asOf) },
    ], rows, t('noFigures')),
  });
  const totals = h('div');
  const sum = () => replace(totals, part({
    signal,
    load: () => ask(`query($where: CityFigureFilter) {
      cityFigures(where: $where) { groups(by: [{field: CITY}, {field: SUPPRESSED}]) { key { city suppressed } count sum { value } } }
    }`, { where: where() }),
    draw: ({ cityFigures }) => {
      const cities = new Map();
      for (const { key: of, count, sum: { value } } of cityFigures.groups) {
        const row = cities.get(of.city) ?? { city: of.city, told: 0, left: 0, value: undefined };
        cities.set(of.city, of.suppressed ? { ...row, left: count } : { ...row, told: count, value });
      }
      return table(t('totals'), [
        { head: t('cityOf'), cell: row => row.city },
        { head: t('value'), cell: row => figure(row.value), number: true },
        { head: t('districtsTold'), cell: row => figure(row.told), number: true },
        { head: t('districtsLeft'), cell: row => figure(row.left), number: true },
      ], [...cities.values()], t('noFigures'));
    },
  }));
  const anew = () => (list.anew(), sum());
  for (const one of [key, month]) one.input.addEventListener('change', anew);
  begins.input.addEventListener('search', anew);
  sum();
  return [
    h('h1', { tabindex: '-1' }, t('city')),
    h('p', { class: 'lead' }, t('cityLead')),
    h('form', { class: 'filter', role: 'search', onsubmit: event => (event.preventDefault(), anew()) }, key.element, month.element, begins.element),
    totals,
    list,
  ];
}
