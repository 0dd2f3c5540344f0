// A district's half: which pages there are, by role.
import { Fault } from './asking.js';
import { archive } from './archive.js';
import { calendar } from './calendar.js';
import { clients, oneClient } from './clients.js';
import { imports, oneImport } from './imports.js';
import { packages } from './packages.js';
import { person } from './person.js';
import { usage } from './quotas.js';
import { setup } from './setup.js';
import { confirmations, staff } from './staff.js';
import { t, word } from './words.js';

const STAFF = ['DISTRICT_ADMIN', 'DISTRICT_OFFICER', 'AUDITOR'];

/** Sections, each with its page and the roles that have it, who land on their first; one of a list's rows has the list's address and its id. */
const SECTIONS = [
  ['setup', setup, undefined, ['DISTRICT_ADMIN']],
  ['confirmations', confirmations, undefined, ['DISTRICT_ADMIN', 'DISTRICT_OFFICER']],
  ['settings', packages, undefined, STAFF],
  ['calendar', calendar, undefined, STAFF],
  ['data', imports, oneImport, ['DISTRICT_ADMIN', 'DISTRICT_OFFICER']],
  ['staff', staff, person, STAFF],
  ['clients', clients, oneClient, STAFF],
  ['archive', archive, undefined, ['DISTRICT_ADMIN', 'DISTRICT_OFFICER']],
  ['usage', usage, undefined, STAFF],
];

const HAPPENS = [
  'PACKAGES_SWITCHED', 'SETTINGS_CHANGED', 'CALENDAR_DAY_CHANGED', 'CALENDAR_DAY_DROPPED', 'WORKING_WEEK_CHANGED', 'DEADLINE_CHANGED', 'DATA_IMPORT_MOVED', 'DATA_IMPORT_PROGRESSED',
  'BATCH_IMPORTED', 'DISTRICT_WENT_LIVE', 'PLACE_CREATED', 'PLACE_NAMED', 'PLACE_CLOSED', 'GRID_MOVED', 'BATCH_CONFIRMED', 'STAFF_MOVED', 'STAFF_MAILED', 'STAFF_DUTY_LEFT_OUT', 'ROLE_MOVED', 'ROLE_SETTLED', 'SESSIONS_CLOSED', 'DRIFT_MOVED', 'DUTY_MOVED', 'CLIENT_REGISTERED',
  'CLIENT_GRANTED', 'CLIENT_READY', 'CLIENT_CHANGED', 'CLIENT_SECRET_ROTATED', 'CLIENT_HINDERED', 'CLIENT_DRIFTED', 'CLIENT_WITHDRAWN', 'ARCHIVE_KEY_CHANGED', 'ARCHIVE_RECEIVED',
];

export function half(me) {
  if (!me?.district) throw new Fault(t('noDistrict'));
  const { roles, district } = me;
  const mine = SECTIONS.filter(([, , , any]) => any.some(role => roles.includes(role)));
  if (mine.length === 0) throw new Fault(t('nothingForRoles', { roles: roles.map(role => word('role', role)).join(t('comma')) }));
  // A day begins and ends where the district is, wherever the reader sits.
  const today = () => new Date().toLocaleDateString('sv-SE', { timeZone: district.timeZone });
  return {
    get name() {
      return `${district.name} · ${roles.filter(role => STAFF.includes(role)).map(role => word('role', role)).join(t('comma'))}`;
    },
    sections: mine.map(([key]) => [`/${key}`, key]),
    pages: Object.fromEntries(mine.map(([key, list, one]) => [key, page => (page.id && one ? one : list)({ ...page, roles, today })])),
    feed: { where: { type: { in: HAPPENS } } },
  };
}
