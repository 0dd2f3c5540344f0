// Webhooks of the district: clients register them, and its administrators pause and remove those that should not go on.
import { act, ask, REFUSED } from './asking.js';
import { badge, button, h, table, time } from './dom.js';
import { dialog } from './forms.js';
import { paged, pages, part } from './parts.js';
import { figure, t, word } from './words.js';

const pause = ({ id, name }, done) => dialog({
  title: t('pauseTitle', { name }),
  text: t('pauseText'),
  action: t('pause'),
  send: () => act(`mutation($id: ID!) { pauseWebhook(webhook: $id) { ${REFUSED} } }`, { id }),
  done,
});

const remove = ({ id, name }, done) => dialog({
  title: t('removeWebhookTitle', { name }),
  text: t('removeWebhookText'),
  action: t('removeWebhook'),
  send: () => act(`mutation($id: ID!) { removeWebhook(webhook: $id) { ${REFUSED} } }`, { id }),
  done,
});

const list = (admin, signal) => pages({
  signal,
  query: `query($first: NonNegativeInt, $after: String) {
    webhooks(first: $first, after: $after, orderBy: [NAME_ASC]) { ${paged('id name host client status pauseReason waiting failingSince lastSuccessAt')} }
  }`,
  draw: (rows, fill) => table(t('webhooks'), [
    { head: t('name'), cell: row => row.name },
    { head: t('receiver'), cell: row => row.host },
    { head: t('clientId'), cell: row => row.client && h('code', {}, row.client) },
    { head: t('state'), cell: row => [badge(row.status, word('webhook', row.status)), row.pauseReason && ` ${word('webhookPause', row.pauseReason)}`] },
    { head: t('waitingDeliveries'), cell: row => figure(row.waiting), number: true },
    { head: t('failingSince'), cell: row => time(row.failingSince) },
    { head: t('lastSuccess'), cell: row => time(row.lastSuccessAt) },
    ...(admin ? [{ head: t('actions'), cell: row => [
      row.status === 'ACTIVE' && button(t('pause'), () => pause(row, fill), { 'data-key': `pause-${row.id}` }), ' ',
      button(t('removeWebhook'), () => remove(row, fill), { 'data-key': `remove-${row.id}` })] }] : []),
  ], rows, t('noWebhooks')),
});

/** The part of the page of clients, of a district that has the package. */
export const webhooks = ({ signal, roles }) => part({
  signal,
  load: () => ask('{ settings { packages } }'),
  when: update => update.type === 'PACKAGES_SWITCHED',
  draw: ({ settings }) => settings.packages.includes('WEBHOOKS') && list(roles.includes('DISTRICT_ADMIN'), signal),
});
