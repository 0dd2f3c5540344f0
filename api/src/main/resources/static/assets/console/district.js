// A district's half: which pages there are, by role.
import { Fault } from './asking.js';
import { t } from './words.js';

export function half(me) {
  if (me?.district === null || me?.district === undefined) throw new Fault(t('noDistrict'));
  throw new Fault(t('nothingForRoles', { roles: me.roles.join(', ') }));
}
