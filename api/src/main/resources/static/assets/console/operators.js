// The operators' half: which pages there are.
import { applications, oneApplication } from './applications.js';
import { city } from './city.js';
import { deletions, oneDeletion } from './deletions.js';
import { onboard, onboarding, onboardings } from './onboarding.js';
import { aDistrict, districts } from './districts.js';
import { trail } from './trail.js';
import { t } from './words.js';

const OPERATORS = [
  ['/districts', 'districts'],
  ['/applications', 'applications'],
  ['/onboardings', 'onboardings'],
  ['/deletions', 'deletions'],
  ['/trail', 'trail'],
];

/** @param fields what the account may ask: an operator's, the city view's, or both */
export const half = fields => ({
  get name() {
    return fields.includes('districts') ? t('operator') : t('city');
  },
  sections: [...(fields.includes('districts') ? OPERATORS : []), ...(fields.includes('cityFigures') ? [['/city', 'city']] : [])],
  pages: {
    districts: page => (page.id ? aDistrict(page) : districts(page)),
    applications: page => (page.id ? oneApplication(page) : applications(page)),
    onboardings: page => (page.id === 'new' ? onboard(page) : page.id ? onboarding(page) : onboardings(page)),
    city,
    deletions: page => (page.id ? oneDeletion(page) : deletions(page)),
    trail,
  },
  feed: fields.includes('updates') && { where: {} },
});
