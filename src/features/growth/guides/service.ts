/** Guides: which fit the next meeting, what coordinators do with them, and what helps along week by week. */
export {
  exportGuides,
  guidesToKeep,
  guideToChange,
  removeGuide,
  saveGuide,
  setHidden,
} from './service-edit.ts'
export { agendasFor, guidesFor, shownGuides } from './service-read.ts'
export {
  follows,
  needsOrientation,
  readWeekMessage,
  sendOwedLookBack,
  sendWeeklySupport,
  type WeekNow,
} from './service-support.ts'
export { forgetPerson, glance, type OwnGuide, orientation } from './store.ts'
