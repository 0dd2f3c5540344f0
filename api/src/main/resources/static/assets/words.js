// What happened, in words: for each type of update its kind, what to select of it, and a sentence for each state it may lead to. In each pair
// Chinese stands first. The record itself is only read where something happens to its like all the time: each type of record makes the statement longer
// by which the feed reads, for everybody with the same selection.

/** Kinds by which cards can be told apart and chosen; the path draws the icon, in a square of 24. */
export const kinds = {
  activity: { name: ['活动', 'Activities'], icon: 'M5 6h14v14H5zM5 10h14M9 3v5M15 3v5' },
  enrolment: { name: ['报名', 'Enrolments'], icon: 'M10 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8M3 21c0-4 3-7 7-7s7 3 7 7M19 7v6M16 10h6' },
  attendance: { name: ['签到', 'Check-ins'], icon: 'M4 12l5 5L20 6' },
  trade: { name: ['兑换', 'Merchants'], icon: 'M5 8h14l-1 13H6zM9 8V6a3 3 0 0 1 6 0v2' },
  points: { name: ['积分', 'Points'], icon: 'M12 3l2.8 5.7 6.2.9-4.5 4.4 1 6.2-5.5-2.9-5.5 2.9 1-6.2L3 9.6l6.2-.9z' },
  service: { name: ['志愿服务', 'Service'], icon: 'M12 20S4 15 4 9a4 4 0 0 1 8-1 4 4 0 0 1 8 1c0 6-8 11-8 11z' },
  voice: { name: ['评价', 'Voices'], icon: 'M4 5h16v11H10l-5 4v-4H4z' },
  people: { name: ['居民', 'Residents'], icon: 'M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8M5 21c0-4 3-7 7-7s7 3 7 7' },
  place: { name: ['其他', 'Other'], icon: 'M4 21V10l8-6 8 6v11zM10 21v-6h4v6' },
};

const activity = ['一项活动', 'an activity'];
const service = ['一项服务', 'a service'];
const evaluation = ['一项评价', 'an evaluation'];
const shift = ['一个班次', 'a shift'];
const project = ['一个项目', 'a project'];
const unit = ['一家单位', 'a unit'];
const rules = ['一套制度', 'a set of rules'];

const types = {
  ActivityPrepared: {
    kind: 'activity', what: activity, on: 'entity { ... on Activity { title } }',
    says: {
      DRAFT: ['{what} 正在起草', '{what} is being written'],
      SUBMITTED: ['{what} 提交审批', '{what} was handed in for approval'],
      APPROVED: ['{what} 已批准', '{what} was approved'],
      RETURNED: ['{what} 被退回修改', '{what} was sent back to be mended'],
    },
  },
  ActivityMoved: {
    kind: 'activity', what: activity, on: 'entity { ...Seats }',
    says: {
      PUBLISHED: ['{what} 已发布', '{what} is public'],
      ENROLLING: ['{what} 开放报名', '{what} takes enrolments'],
      RUNNING: ['{what} 开始了', '{what} has begun'],
      ENDED: ['{what} 结束，积分已发放', '{what} is over, and its points are given'],
      REPORTED: ['{what} 有了小结', '{what} has its report'],
      ARCHIVED: ['{what} 已归档', '{what} was laid aside'],
      CANCELLED: ['{what} 取消了', '{what} was called off'],
    },
  },
  EnrolmentMoved: {
    kind: 'enrolment', what: activity, on: 'activity { ...Seats }',
    says: {
      CONFIRMED: ['有人报上了 {what}', 'Somebody has a seat in {what}'],
      WAITLISTED: ['有人候补 {what}', 'Somebody waits for a seat in {what}'],
      CANCELLED: ['有人让出了 {what} 的名额', 'Somebody gave up a place in {what}'],
      ATTENDED: ['有人在 {what} 签到', 'Somebody checked in at {what}'],
      NO_SHOW: ['有人没来 {what}', 'Somebody did not come to {what}'],
      DROPPED: ['有人的 {what} 候补失效', 'Somebody no longer waits for {what}'],
    },
  },
  CheckInCodeShown: { kind: 'attendance', what: activity, says: ['有人出示签到码', 'Somebody shows a check-in code'] },
  OpinionGiven: { kind: 'voice', what: activity, on: 'score entity { ... on Activity { title } }', says: ['{what} 收到一条点评：{score} 分', '{what} was given {score} of 5'] },
  EvaluationCampaignMoved: {
    kind: 'voice', what: evaluation, on: 'entity { ... on EvaluationCampaign { title } }',
    says: {
      DRAFT: ['{what} 正在起草', '{what} is being drafted'],
      ANNOUNCED: ['{what} 已公布', '{what} was announced'],
      OPEN: ['{what} 开始投票', '{what} takes ballots'],
      CLOSED: ['{what} 投票截止', '{what} takes no more ballots'],
      SCORED: ['{what} 已计分', '{what} was counted'],
      APPEAL: ['{what} 有人申诉', '{what} was appealed against'],
      FINAL: ['{what} 已定案', '{what} is decided'],
      PUBLISHED: ['{what} 结果公示', 'The result of {what} is public'],
    },
  },
  ServicePrepared: {
    kind: 'trade', what: service, on: 'entity { ... on MerchantService { title } }',
    says: {
      DRAFT: ['商家上传了 {what}', 'A merchant wrote {what}'],
      SUBMITTED: ['{what} 提交审核', '{what} was handed in for review'],
      RETURNED: ['{what} 被退回', '{what} was sent back'],
    },
  },
  ServiceMoved: {
    kind: 'trade', what: service, on: 'entity { ... on MerchantService { title } }',
    says: {
      ONLINE: ['{what} 上线', '{what} is on offer'],
      SOLD_OUT: ['{what} 兑完了', '{what} is sold out'],
      PAUSED: ['{what} 暂停', '{what} is paused'],
      OFFLINE: ['{what} 下线', '{what} is no longer offered'],
    },
  },
  RedemptionMoved: {
    kind: 'trade', what: service, on: 'service { title }',
    says: {
      RESERVED: ['有人预留了 {what}', 'Somebody set points aside for {what}'],
      CODE_ISSUED: ['有人拿到了 {what} 的兑换码', 'Somebody has a code for {what}'],
      VERIFIED: ['{what} 核销', 'A code for {what} was verified'],
      DONE: ['有人用积分兑换了 {what}', 'Somebody had {what} for points'],
      RATED: ['{what} 收到评分', '{what} was rated'],
      EXPIRED: ['{what} 的兑换码过期，积分退回', 'A code for {what} ran out, and the points went back'],
      CANCELLED: ['有人取消兑换 {what}，积分退回', 'Somebody gave up {what}, and the points went back'],
    },
  },
  PointsMoved: {
    kind: 'points', what: ['积分', 'points'], on: 'amount',
    says: {
      HELD: ['预留 {amount} 积分', '{amount} points were set aside'],
      POSTED: ['{amount} 积分入账', '{amount} points were posted'],
      REVERSED: ['{amount} 积分退回', '{amount} points went back'],
    },
  },
  SignUpMoved: {
    kind: 'service', what: shift, on: 'shift { project { title } } entity { ... on ShiftSignUp { minutes } }',
    says: {
      SIGNED_UP: ['志愿者报名 {what}', 'A volunteer signed up for {what}'],
      CHECKED_IN: ['志愿者到岗：{what}', 'A volunteer came to {what}'],
      CHECKED_OUT: ['志愿者完成 {what}', 'A volunteer has served in {what}'],
      HOURS_VERIFIED: ['{what} 的服务时长已确认', 'Hours in {what} were verified'],
      REJECTED: ['{what} 的时长未予确认', 'Hours in {what} were not accepted'],
      REWARDED: ['{what} 的服务获得积分', 'Service in {what} was rewarded'],
      CANCELLED: ['志愿者退出 {what}', 'A volunteer gave up {what}'],
    },
  },
  ShiftChanged: { kind: 'service', what: shift, on: 'project { title }', says: ['{what} 有新班次', 'There is a shift of {what}'] },
  ShiftCalledOff: { kind: 'service', what: shift, on: 'project { title }', says: ['{what} 的一个班次取消了', 'A shift of {what} was called off'] },
  ShiftOutcomeNoted: { kind: 'service', what: shift, on: 'shift { project { title } }', says: ['{what} 记下一条成效', 'It was told what came of {what}'] },
  ProjectChanged: { kind: 'service', what: project, says: ['{what} 有变化', '{what} was opened, changed or ended'] },
  ProjectJoined: { kind: 'service', what: project, says: ['一家单位加入了 {what}', 'A unit takes part in {what}'] },
  VolunteerJoined: { kind: 'service', says: ['多了一位志愿者', 'Somebody became a volunteer'] },
  SkillsChanged: { kind: 'service', says: ['志愿者更新了特长', 'A volunteer told what skills there are'] },
  RegistrationMoved: {
    kind: 'service',
    says: {
      FILED: ['一位党员报到', 'A member reported for service'],
      UNIT_CONFIRMED: ['单位确认了党员报到', 'A unit confirmed a member'],
      COMMUNITY_ACCEPTED: ['社区接收了报到的党员', 'A community accepted a member'],
      ACTIVE: ['报到的党员开始服务', 'A member serves'],
      REVIEWED: ['党员的年度服务已评议', "A member's year was reviewed"],
      TRANSFERRED: ['党员转到另一社区服务', 'A member serves in another community now'],
      ENDED: ['党员结束服务', 'A member serves no more'],
    },
  },
  MerchantMoved: {
    kind: 'trade', what: ['一家商户', 'a merchant'],
    says: {
      LEAD: ['{what} 列为线索', '{what} may be won'],
      VISITED: ['{what} 已走访', '{what} was visited'],
      SIGNED: ['{what} 签约加入', '{what} has signed'],
      VERIFIED: ['{what} 通过核验', 'The licence of {what} was checked'],
      ACTIVE: ['{what} 正式参与', '{what} takes part'],
      SUSPENDED: ['{what} 暂停参与', '{what} was suspended'],
      EXITED: ['{what} 退出', '{what} has left'],
    },
  },
  MerchantVisited: { kind: 'trade', what: ['一家商户', 'a merchant'], says: ['走访了 {what}', '{what} was visited'] },
  ResidentRecorded: { kind: 'people', says: ['一位居民登记加入', 'A resident joined'] },
  ResidentStatusMoved: {
    kind: 'people',
    says: {
      REGISTERED: ['一位居民登记加入', 'A resident joined'],
      IDENTITY_VERIFIED: ['一位居民通过身份核验', "A resident's identity was verified"],
      RESIDENCE_VERIFIED: ['一位居民通过入户核实', "A resident's home was verified"],
      ACTIVE: ['一位居民完成注册', 'A resident takes part'],
      MOVED_OUT: ['一位居民迁出', 'A resident moved out'],
      SUSPENDED: ['一位居民的登记暂停', 'A resident was suspended'],
      ERASED: ['一位居民的登记注销', 'A resident was erased'],
    },
  },
  ResidentEdited: { kind: 'people', says: ['一位居民更新了资料', "A resident's record was edited"] },
  ResidentRegrouped: { kind: 'people', says: ['一位居民换了网格', 'A resident lives in another grid now'] },
  ConsentRecorded: { kind: 'people', says: ['一位居民作出同意', 'A resident gave a consent'] },
  ConsentRevoked: { kind: 'people', says: ['一位居民撤回同意', 'A resident withdrew a consent'] },
  GuardianMoved: { kind: 'people', says: ['监护关系有变化', 'A child has another guardian'] },
  BatchImported: { kind: 'people', says: ['导入了一批居民', 'Residents of an earlier register were taken over'] },
  BatchConfirmed: { kind: 'people', says: ['一批导入已确认', 'An import was confirmed'] },
  DutyMoved: {
    kind: 'place',
    says: {
      PROPOSED: ['一项任职待确认', 'A duty was proposed'],
      CONFIRMED: ['一项任职已确认', 'A duty was confirmed'],
      WITHDRAWN: ['一项任职已撤回', 'A duty was withdrawn'],
    },
  },
  UnitRegistered: { kind: 'place', what: unit, says: ['{what} 加入联盟', '{what} joined the alliance'] },
  UnitRewarded: { kind: 'points', what: unit, on: 'points', says: ['{what} 获得 {points} 积分', '{what} was given {points} points'] },
  PairingMoved: {
    kind: 'place', what: unit, on: 'unit { name }',
    says: {
      INVITED: ['邀请 {what} 结对小区', '{what} was invited to care for a compound'],
      APPLIED: ['{what} 申请结对小区', '{what} applied to care for a compound'],
      APPROVED: ['{what} 的结对申请获批', '{what} may care for a compound'],
      PAIRED: ['{what} 与小区结对', '{what} cares for a compound'],
      REVIEWED: ['{what} 的结对已评议', 'The pairing of {what} was reviewed'],
      RENEWED: ['{what} 续签结对', '{what} goes on with its compound'],
      ENDED: ['{what} 的结对结束', 'The pairing of {what} ended'],
    },
  },
  RuleSetOpened: { kind: 'place', what: rules, says: ['新设制度 {what}', '{what} was opened'] },
  RulePublished: { kind: 'place', what: rules, says: ['{what} 发布新版', '{what} has a new edition'] },
  EditionAcknowledged: { kind: 'place', what: rules, on: 'unit { name }', says: ['{what} 已知晓制度', '{what} took note of a rule'] },
  EvaluationAppealDecided: { kind: 'voice', says: ['一项申诉有了决定', 'An appeal was decided'] },
  MerchantContactNamed: { kind: 'trade', says: ['商户指定了联系人', 'A merchant named a contact'] },
  MerchantContactGone: { kind: 'trade', says: ['商户的联系人离开', "A merchant's contact left"] },
  MerchantRegrouped: { kind: 'trade', says: ['商户换了网格', 'A merchant is in another grid now'] },
  ResidentImported: { kind: 'people', says: ['一位居民由原名册导入', 'A resident was taken over'] },
  AccountLinked: { kind: 'people', says: ['居民关联了账号', 'A resident has an account'] },
  IdentityNumberOpened: { kind: 'people', says: ['有人查看了身份证号', 'An identity number was looked at'] },
  VolunteerForgotten: { kind: 'people', says: ['一位志愿者的资料已清除', 'A volunteer was forgotten'] },
  UnitContactGone: { kind: 'place', says: ['单位的联络人离开', "A unit's contact left"] },
  PlaceCreated: { kind: 'place', says: ['新设了一处地方', 'A place was set up'] },
  PlaceNamed: { kind: 'place', says: ['一处地方改名', 'A place was named anew'] },
  PlaceClosed: { kind: 'place', says: ['一处地方停用', 'A place was closed'] },
  CommunityReassigned: { kind: 'place', says: ['社区调整了所属街道', 'A community belongs to another street'] },
  CoverageChanged: { kind: 'place', says: ['网格范围有调整', 'A grid covers other compounds'] },
  GridMoved: {
    kind: 'place',
    says: {
      PLANNED: ['一个网格在筹建', 'A grid was drawn'],
      ACTIVE: ['一个网格启用', 'A grid is at work'],
      SPLIT: ['一个网格已拆分', 'A grid was divided'],
      MERGED: ['一个网格已合并', 'A grid was joined with another'],
      RETIRED: ['一个网格停用', 'A grid was given up'],
    },
  },
  FileMoved: {
    kind: 'place',
    says: {
      REQUESTED: ['有文件待上传', 'A file is to come'],
      STORED: ['一份文件已上传', 'A file came'],
      WITHDRAWN: ['一份文件已撤回', 'A file was taken away'],
    },
  },
  FileOpened: { kind: 'place', says: ['一份文件被打开', 'A file was opened'] },
  CalendarDayChanged: { kind: 'place', says: ['日历调整了一天', 'A day of the calendar changed'] },
  CalendarDayDropped: { kind: 'place', says: ['日历恢复了一天', 'A day of the calendar is as usual again'] },
  WorkingWeekChanged: { kind: 'place', says: ['工作时间有调整', 'The working week changed'] },
  DeadlineChanged: { kind: 'place', says: ['办理期限有调整', 'A deadline changed'] },
  EvaluationSubjectForgotten: { kind: 'voice', says: ['一项评价的对象已清除', 'Whom an evaluation was about was forgotten'] },
  WebhookRegistered: { kind: 'place', says: ['登记了一个推送', 'A webhook was registered'] },
  WebhookChanged: { kind: 'place', says: ['一个推送有变化', 'A webhook was changed'] },
  WebhookSecretRotated: { kind: 'place', says: ['一个推送换了密钥', "A webhook's secret was rotated"] },
  WebhookPaused: { kind: 'place', says: ['一个推送暂停', 'A webhook was paused'] },
  WebhookResumed: { kind: 'place', says: ['一个推送恢复', 'A webhook goes on'] },
  WebhookRemoved: { kind: 'place', says: ['一个推送已移除', 'A webhook was removed'] },
  WebhookTested: { kind: 'place', says: ['一个推送试发', 'A webhook was tested'] },
  WebhookReplayed: { kind: 'place', says: ['一个推送重发', 'A webhook was replayed'] },
  StreamClosed: { kind: 'place', says: ['一个订阅被结束', 'A stream was ended'] },
};

/** What to select of an update, beyond what all have. */
export const selections = Object.entries(types)
  .filter(([, type]) => type.on)
  .map(([name, { on }]) => `... on ${name} { ${on} }`)
  .join('\n      ');

/** A type without words here is told by its name: GridMoved is "Grid moved". */
const readable = name => name.replace(/([a-z])([A-Z])/g, (all, before, after) => `${before} ${after.toLowerCase()}`).replaceAll('_', ' ');

const pick = (pair, language) => pair[language === 'en' ? 1 : 0];

export const kindName = (kind, language) => pick(kinds[kind].name, language);

export function kindOf(update) {
  if (update.toState === 'ATTENDED') return 'attendance';
  return types[update.__typename]?.kind ?? 'place';
}

/** The sentence of a card: texts, and in between what it is about. */
export function sentence(update, language) {
  const type = types[update.__typename];
  const says = Array.isArray(type?.says) ? type.says : type?.says[update.toState];
  if (says === undefined) return [readable(update.__typename), ...(update.toState ? [` · ${readable(update.toState).toLowerCase()}`] : [])];
  const values = { ...update, what: subject(update) ?? pick(type.what ?? ['', ''], language), amount: Math.abs(update.amount ?? 0) };
  return pick(says, language)
    .split(/(\{\w+\})/)
    .filter(part => part !== '')
    .map(part => (part.startsWith('{') ? { of: String(values[part.slice(1, -1)]) } : part));
}

const subject = ({ activity, service, shift, project, unit, entity }) =>
  [activity, service, shift?.project, project, unit, entity].map(of => of?.title ?? of?.name).find(title => title);
