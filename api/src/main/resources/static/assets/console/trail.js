// What operators did and what came of it, as it happens.
import { ask } from './asking.js';
import { account, h, table, time } from './dom.js';
import { part } from './parts.js';
import { t, word } from './words.js';

const LAST = `{
  updates(last: 100) {
    nodes { type at toState reason actor entity { __typename id ... on District { name code } ... on Onboarding { name code } ... on Deletion { name code } ... on DistrictApplication { name code } ... on DistrictMove { district { name code } } ... on Archive { district { name code } } } }
  }
}`;

const PAGES = { District: 'districts', Onboarding: 'onboardings', Deletion: 'deletions', DistrictApplication: 'applications' };

const STATES = { Onboarding: 'onboarding', Deletion: 'deletion', Archive: 'archive', DistrictApplication: 'application', DistrictMove: 'move' };

const about = ({ entity }) =>
  entity && (PAGES[entity.__typename] ? h('a', { href: `#/${PAGES[entity.__typename]}/${entity.id}` }, `${entity.name} ${entity.code}`) : entity.district && `${entity.district.name} ${entity.district.code}`);

const stateOf = ({ entity, toState }) => toState && word(STATES[entity?.__typename] ?? 'state', toState);

export function trail({ signal }) {
  return [
    h('h1', { tabindex: '-1' }, t('trail')),
    h('p', { class: 'lead' }, t('trailLead')),
    part({
      signal,
      load: () => ask(LAST),
      when: () => true,
      draw: ({ updates }) => table(t('trail'), [
        { head: t('when'), cell: row => time(row.at) },
        { head: t('what'), cell: row => word('event', row.type) },
        { head: t('district'), cell: about },
        { head: t('state'), cell: stateOf },
        { head: t('reason'), cell: row => row.reason },
        { head: t('who'), cell: row => account(row.actor) },
      ], updates.nodes.toReversed(), t('noHistory'), true),
    }),
  ];
}
