// The operators' half: which pages there are.
import { applications, oneApplication } from './applications.js';
import { deletions, oneDeletion } from './deletions.js';
import { onboard, onboarding, onboardings } from './onboarding.js';
import { aDistrict, districts } from './districts.js';
import { trail } from './trail.js';
import { t } from './words.js';

export const half = () => ({
  get name() {
    return t('operator');
  },
  sections: [
    ['/districts', 'districts'],
    ['/applications', 'applications'],
    ['/onboardings', 'onboardings'],
    ['/deletions', 'deletions'],
    ['/trail', 'trail'],
  ],
  pages: {
    districts: page => (page.id ? aDistrict(page) : districts(page)),
    applications: page => (page.id ? oneApplication(page) : applications(page)),
    onboardings: page => (page.id === 'new' ? onboard(page) : page.id ? onboarding(page) : onboardings(page)),
    deletions: page => (page.id ? oneDeletion(page) : deletions(page)),
    trail,
  },
  feed: { selection: 'type entity { __typename id }', where: {} },
});
