// Who confirms what waits for a second person: the contract says it, row by row.
import { button, h } from './dom.js';
import { t } from './words.js';

/** Whether whoever is logged in may. */
export const mine = row => row.confirmer === 'CALLER';

/** The button for whoever may, and for everybody else who does. */
export const confirming = (row, officer, confirm) => (mine(row)
  ? button(t('confirm'), () => confirm(row), { 'data-key': `confirm-${row.id}` })
  : h('small', {}, t(row.confirmer === 'ADMINISTRATOR' ? 'anotherAdministrator' : officer ? 'anotherOfficer' : 'anOfficer')));
