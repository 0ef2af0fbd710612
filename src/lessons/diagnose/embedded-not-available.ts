import {defineCause} from './diagnosis.ts';

/** Named by the choice of a sandbox: this build has no engine of its own. */
export const embeddedNotAvailable = defineCause({
  cause: 'embedded-not-available',
  verdict: 'blocked',
  params: [],
  says: {
    usual: {
      en: 'The embedded sandbox is not part of this version yet, so the lessons need Docker.',
      zh: '这个版本还不带内置沙箱，所以课程需要 Docker。',
    },
  },
});
