// A field that takes a street, community or grid by its code, and offers those that fit what was typed.
import { ask } from './asking.js';
import { h } from './dom.js';
import { field } from './forms.js';
import { t } from './words.js';

const LISTS = {
  GRID_WORKER: 'query($where: GridFilter) { places: grids(first: 12, where: $where, orderBy: [CODE_ASC]) { nodes { id code name } } }',
  COMMUNITY_WORKER: 'query($where: CommunityFilter) { places: communities(first: 12, where: $where, orderBy: [CODE_ASC]) { nodes { id code name } } }',
  STREET_OFFICER: 'query($where: StreetFilter) { places: streets(first: 12, where: $where, orderBy: [CODE_ASC]) { nodes { id code name } } }',
};

let made = 0;

/** @param role tells on which level: the field of a role beside it */
export function placeField({ role }) {
  const offers = h('datalist', { id: `places-${++made}` });
  const place = field({ name: 'territory', label: t('territory'), hint: t('territoryHint'), required: true, autocomplete: 'off', list: offers.id, oninput: offer });
  place.element.append(offers);
  const places = async where => (await ask(LISTS[role()], { where })).places.nodes;
  async function offer() {
    const text = place.value() ?? '';
    offers.replaceChildren(...(await places(text === '' ? undefined : { or: [{ code: { startsWith: text } }, { name: { contains: text } }] })).map(one => h('option', { value: one.code }, one.name)));
  }
  return { ...place, find: async code => (await places({ code: { eq: code } }))[0] };
}
