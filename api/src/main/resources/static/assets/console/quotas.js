// What a district may take: granted by operators, seen by the district beside what it has taken.
import { act, ask, REFUSED } from './asking.js';
import { button, facts, h } from './dom.js';
import { dialog, field } from './forms.js';
import { part } from './parts.js';
import { bytes, figure, t } from './words.js';

const FIGURES = ['requestsPerSecond', 'requestsAtOnce', 'costPerSecond', 'storageBytes', 'streams'];

/** Beside which field a refusal names its figure: REQUESTS_PER_SECOND is requestsPerSecond. */
const camel = part => part?.toLowerCase().replace(/_(\w)/g, (all, letter) => letter.toUpperCase());

const SET = `mutation($id: ID!, $quota: NewQuota, $version: PositiveInt!) {
  setQuota(district: $id, quota: $quota, expectedVersion: $version) { ${REFUSED} ... on QuotaRefused { part } }
}`;

const set = district => dialog({
  title: t('quotaTitle', district),
  text: t('quotaText'),
  beside: ({ part: which, message }) => (which ? { [camel(which)]: message } : {}),
  fields: FIGURES.map(name => field({ name, label: t(name), type: 'number', min: 0, value: district.quota?.[name] ?? undefined })),
  action: t('save'),
  send: ({ storageBytes, ...quota }) => act(SET, { id: district.id, version: district.version, quota: { ...quota, storageBytes: storageBytes?.toString() } }),
});

const USUAL = `usualQuota { ${FIGURES.join(' ')} }`;

const spoken = (name, value) => (name === 'storageBytes' ? bytes(value) : figure(value));

const named = name => t(name === 'storageBytes' ? 'storage' : name);

const shown = (quota, otherwise = quota) => FIGURES.map(name => [named(name), spoken(name, quota?.[name]) ?? t('usually', { figure: spoken(name, otherwise[name]) })]);

/** What a district begins with. */
export function usualQuota() {
  const said = h('p', { class: 'hint' });
  ask(`{ ${USUAL} }`).then(({ usualQuota: quota }) => (said.textContent = t('usualQuota', { figures: FIGURES.map(name => `${named(name)} ${spoken(name, quota[name])}`).join(t('semicolon')) })), () => {});
  return h('section', {}, h('h3', {}, t('quota')), said);
}

/** The part of a district's page. */
export const granted = ({ id, signal }) => part({
  signal,
  load: () => ask(`query($id: ID!) { district(id: $id) { id name version fileBytes openStreams quota { ${FIGURES.join(' ')} } } ${USUAL} }`, { id }),
  when: update => update.entity?.id === id,
  draw: ({ district, usualQuota: otherwise }) => district && [
    h('h2', {}, t('quota')),
    facts([[t('storageUsed'), bytes(district.fileBytes)], [t('openStreams'), figure(district.openStreams)], ...shown(district.quota, otherwise)]),
    h('p', { class: 'buttons' }, button(t('setQuota'), () => set(district), { 'data-key': 'quota' })),
  ],
});

/** The district's own page. */
export const usage = ({ signal }) => [
  h('h1', { tabindex: '-1' }, t('usage')),
  h('p', { class: 'lead' }, t('usageLead')),
  part({
    signal,
    load: () => ask(`{ quota { ${FIGURES.join(' ')} storageUsed openStreams } }`),
    draw: ({ quota }) => [
      facts([[t('storageUsed'), bytes(quota.storageUsed) ?? '0 B'], [t('openStreams'), figure(quota.openStreams)], ...shown(quota)]),
      h('meter', { min: 0, max: quota.storageBytes, high: quota.storageBytes * 0.9, value: quota.storageUsed, 'aria-label': t('storageUsed') }),
    ],
  }),
];
