// Clients of the district: frontends, integrations, and vendors' clients that it grants.
import { act, ask, REFUSED } from './asking.js';
import { badge, button, facts, h, table, time } from './dom.js';
import { dialog, field } from './forms.js';
import { changes } from './history.js';
import { tellOnce } from './once.js';
import { paged, pages, part } from './parts.js';
import { webhooks } from './webhooks.js';
import { figure, moment, t, word } from './words.js';

const GIVEN = 'client { id clientId }';

const lines = text => (text ?? '').split(/\s+/).filter(Boolean);

const beside = ({ code, message }) => (code === 'CLIENT_ADDRESS_REFUSED' ? { redirectAddresses: message } : code === 'NOT_FOUND' ? { clientId: message } : {});

const named = client => field({ name: 'name', label: t('name'), hint: t('clientNameHint'), required: true, maxlength: 100, value: client?.name, autocomplete: 'off' });
const quota = client => field({ name: 'requestsPerMinute', label: t('requestsPerMinute'), type: 'number', min: 1, value: client?.requestsPerMinute ?? undefined, hint: t('requestsHint') });
const vendor = () => field({ name: 'vendor', label: t('vendorLabel'), type: 'checkbox' });
const addresses = client => [
  field({ name: 'redirectAddresses', label: t('redirectAddresses'), hint: t('redirectHint'), type: 'area', required: true, value: client?.redirectAddresses.join('\n') }),
  field({ name: 'origins', label: t('origins'), hint: t('originsHint'), type: 'area', value: client?.origins.join('\n') }),
];
const spelled = ({ redirectAddresses, origins, ...rest }) => ({ ...rest, redirectAddresses: lines(redirectAddresses), origins: lines(origins) });

const show = ({ client, secret }) =>
  tellOnce({ title: t('secretTitle'), text: t('secretText'), beside: [[t('clientId'), h('code', {}, client.clientId)]], name: t('secret'), secret });

const registerFrontend = go => dialog({
  title: t('registerFrontend'), text: t('frontendText'), beside,
  fields: [named(), ...addresses(), quota(), vendor()],
  action: t('register'),
  send: values => act(`mutation($name: String!, $redirectAddresses: [String!]!, $origins: [String!], $requestsPerMinute: PositiveInt, $vendor: Boolean) {
    registerFrontend(name: $name, redirectAddresses: $redirectAddresses, origins: $origins, requestsPerMinute: $requestsPerMinute, vendor: $vendor) {
      ${REFUSED} ... on ClientSaved { ${GIVEN} }
    }
  }`, spelled(values)),
  done: ({ client }) => go(`/clients/${client.id}`),
});

const registerIntegration = go => dialog({
  title: t('registerIntegration'), text: t('integrationText'),
  fields: [named(), quota(), vendor()],
  action: t('register'),
  send: values => act(`mutation($name: String!, $requestsPerMinute: PositiveInt, $vendor: Boolean) {
    registerIntegration(name: $name, requestsPerMinute: $requestsPerMinute, vendor: $vendor) { ${REFUSED} ... on ClientSecretGiven { secret ${GIVEN} } }
  }`, values),
  done: given => {
    go(`/clients/${given.client.id}`);
    show(given);
  },
});

const grantVendor = go => dialog({
  title: t('grantVendor'), text: t('grantVendorText'), beside,
  fields: [field({ name: 'clientId', label: t('clientId'), required: true, maxlength: 100, autocomplete: 'off' }), quota()],
  action: t('grant'),
  send: values => act(`mutation($clientId: String!, $requestsPerMinute: PositiveInt) { grantVendorClient(clientId: $clientId, requestsPerMinute: $requestsPerMinute) { ${REFUSED} ... on ClientSaved { ${GIVEN} } } }`, values),
  done: ({ client }) => go(`/clients/${client.id}`),
});

export function clients({ signal, roles, go }) {
  return [
    h('h1', { tabindex: '-1' }, t('clients')),
    h('p', { class: 'lead' }, t('clientsLead')),
    roles.includes('DISTRICT_ADMIN') && h('p', { class: 'buttons' },
      button(t('registerFrontend'), () => registerFrontend(go), { id: 'register-frontend' }),
      button(t('registerIntegration'), () => registerIntegration(go), { id: 'register-integration' }),
      button(t('grantVendor'), () => grantVendor(go), { id: 'grant-vendor' })),
    pages({
      signal,
      query: `query($first: NonNegativeInt, $after: String) {
        clients(first: $first, after: $after, orderBy: [NAME_ASC]) { ${paged('id name kind clientId vendor registeredHere requestsPerMinute status problem')} }
      }`,
      when: update => update.entity?.__typename === 'Client',
      draw: rows => table(t('clients'), [
        { head: t('name'), cell: row => h('a', { href: `#/clients/${row.id}` }, row.name) },
        { head: t('clientKind'), cell: row => [word('client', row.kind), row.vendor && h('small', {}, ` ${t('vendor')}`)] },
        { head: t('clientId'), cell: row => h('code', {}, row.clientId) },
        { head: t('requestsPerMinute'), cell: row => figure(row.requestsPerMinute) ?? t('usual'), number: true },
        { head: t('state'), cell: row => badge(row.problem ? 'HINDERED' : row.status, word('clientProblem', row.problem) ?? word('clientState', row.status)) },
      ], rows, t('noClients'), true),
    }),
    webhooks({ signal, roles }),
  ];
}

const ONE = `query($id: ID!) {
  client(id: $id) { id name kind clientId redirectAddresses origins vendor registeredHere requestsPerMinute status problem createdAt version ${changes()} }
}`;

/** Emptied, the number is the usual one again, for which the contract has 0. */
const change = client => dialog({
  title: t('changeTitle', client), beside,
  fields: client.registeredHere ? [named(client), ...(client.kind === 'FRONTEND' ? addresses(client) : []), quota(client)] : [quota(client)],
  action: t('save'),
  send: ({ requestsPerMinute = 0, ...values }) => act(`mutation($client: ID!, $version: PositiveInt!, $name: String, $redirectAddresses: [String!], $origins: [String!], $requestsPerMinute: NonNegativeInt) {
    changeClient(client: $client, expectedVersion: $version, name: $name, redirectAddresses: $redirectAddresses, origins: $origins, requestsPerMinute: $requestsPerMinute) {
      ${REFUSED}
    }
  }`, { client: client.id, version: client.version, requestsPerMinute, ...(client.kind === 'FRONTEND' && client.registeredHere ? spelled(values) : values) }),
});

const rotate = client => dialog({
  title: t('rotateTitle', client), text: t('rotateText'), action: t('rotate'),
  send: () => act(`mutation($id: ID!) { rotateClientSecret(client: $id) { ${REFUSED} ... on ClientSecretGiven { secret ${GIVEN} } } }`, { id: client.id }),
  done: show,
});

const withdraw = client => dialog({
  title: t('withdrawClientTitle', client), text: t('withdrawClientText'), action: t('withdraw'),
  send: () => act(`mutation($id: ID!) { withdrawClient(client: $id) { ${REFUSED} } }`, { id: client.id }),
});

export function oneClient({ id, signal, roles }) {
  const heading = h('h1', { tabindex: '-1' }, t('clients'));
  return [
    h('p', { class: 'back' }, h('a', { href: '#/clients' }, t('clients'))),
    heading,
    part({
      signal,
      load: () => ask(ONE, { id }),
      when: update => update.entity?.id === id,
      draw({ client: one }) {
        if (one === null) return h('p', { class: 'empty' }, t('nothingHere'));
        heading.textContent = one.name;
        const may = roles.includes('DISTRICT_ADMIN') && one.status !== 'WITHDRAWN';
        return [
          h('p', { class: 'standing' }, badge(one.status, word('clientState', one.status)), one.problem && badge('HINDERED', word('clientProblem', one.problem)),
            may && button(t('change'), () => change(one), { 'data-key': 'change' }),
            may && one.kind === 'INTEGRATION' && one.registeredHere && button(t('rotate'), () => rotate(one), { 'data-key': 'rotate' }),
            may && button(t('withdraw'), () => withdraw(one), { 'data-key': 'withdraw' })),
          facts([
            [t('clientKind'), word('client', one.kind)], [t('clientId'), h('code', {}, one.clientId)], [t('vendor'), t(one.vendor ? 'yes' : 'no')],
            [t('requestsPerMinute'), figure(one.requestsPerMinute) ?? t('usual')], [t('createdAt'), moment(one.createdAt)],
            ...(one.kind === 'FRONTEND' ? [[t('redirectAddresses'), one.redirectAddresses.join('\n')], [t('origins'), one.origins.join('\n')]] : []),
          ]),
          changes.table(one.history.nodes, 'clientState'),
        ];
      },
    }),
  ];
}
