// What the console says, in Chinese and English. Names of states and rules are those of the contracts.
import { applying } from './words-applying.js';
import { cities } from './words-city.js';
import { clients } from './words-clients.js';
import { district } from './words-district.js';
import { moving } from './words-moves.js';
import { operators } from './words-operators.js';

const shared = {
  operator: ['平台运营', 'Platform operators'],
  sections: ['栏目', 'Sections'],
  live: ['实时', 'Connected'],
  waiting: ['连接中断，{seconds} 秒后重试', 'No connection; again in {seconds} s'],
  ended: ['实时更新已结束：{why}', 'Live updates have ended: {why}'],
  loading: ['正在读取…', 'Reading…'],
  again: ['再试一次', 'Try again'],
  cancel: ['取消', 'Cancel'],
  newer: ['较新', 'Newer'],
  older: ['较早', 'Older'],
  previous: ['上一页', 'Previous'],
  next: ['下一页', 'Next'],
  counted: ['共 {count} 项', '{count} in all'],
  all: ['全部', 'All'],
  yes: ['是', 'Yes'],
  no: ['否', 'No'],
  reason: ['原因', 'Reason'],
  when: ['时间', 'When'],
  what: ['事项', 'What'],
  who: ['经办账号', 'Account'],
  history: ['操作记录', 'History'],
  noHistory: ['还没有记录。', 'Nothing yet.'],
  actions: ['操作', 'Actions'],
  optional: ['选填', 'optional'],
  fillIn: ['请填写。', 'Fill this in.'],
  emailWrong: ['请填写电子邮箱地址。', 'An e-mail address, please.'],
  mend: ['请按提示修改后再提交。', 'Please mend what is marked, and send again.'],
  sending: ['正在提交…', 'Sending…'],
  unreachable: ['连接不上服务器，请稍后再试。', 'The server cannot be reached; try again in a moment.'],
  apiToken: ['调用接口的令牌', 'A token for the API'],
  apiTokenText: ['作为请求头随 GraphQL 请求发送，至多五分钟有效。持有者即可以您的身份操作，请勿转交他人。', 'A header that goes with GraphQL requests, good for five minutes at most. Whoever has it acts as you; keep it to yourself.'],
  endpoint: ['接口地址', 'Endpoint'],
  goodUntil: ['有效至', 'Good until'],
  close: ['关闭', 'Close'],
  loginOver: ['登录已结束，请重新登录。', 'The login is over: log in again.'],
  entrance: ['登录控制台', 'Log in to the console'],
  entranceLead: ['区县工作人员用本区账号登录；平台运营用运营账号登录。', 'Staff of a district log in with an account of that district; operators of the platform with theirs.'],
  forDistrict: ['区县', 'A district'],
  forDistrictText: ['系统管理员在这里完成区县的配置；区级业务主管确认角色、导入居民与商家。', 'District admins set the district up here; district officers confirm roles, and bring in residents and merchants.'],
  code: ['区县代码', 'District code'],
  codeHint: ['六位行政区划代码，如 140213。', 'Six digits, as 140213.'],
  logIn: ['登录', 'Log in'],
  forOperators: ['平台运营', 'Operators'],
  forOperatorsText: ['管理区县：开通、查看规模与动态、暂停与恢复。', 'Districts: bring them on board, see their size and what happens, suspend and resume them.'],
  logInOperator: ['以运营账号登录', 'Log in as an operator'],
  noSuchDistrict: ['没有这个代码的区县，或该区县已暂停。', 'There is no district with this code, or it is suspended.'],
  noDistrict: ['这个账号不属于所填的区县。', 'This account is not of the district that was named.'],
  nothingHere: ['没有这一页，或没有查看的权限。', 'There is no such page, or it is not yours to see.'],
  nothingForRoles: ['控制台供系统管理员、区级业务主管和审计员使用；您的角色是：{roles}。刚获授予的角色若能看到居民信息，须先由另一人确认，之后请重新登录。', 'The console is for district admins, district officers and auditors; your roles are: {roles}. A role just given to you that sees people waits until a second person has confirmed it; log in anew afterwards.'],
};

const words = { ...shared, ...operators, ...moving, ...applying, ...district, ...clients, ...cities };

export const english = () => document.documentElement.lang === 'en';

/** The words of a key, filled in; of a key without words, the key, so that a state that is new to the console is told by its name. */
export function t(key, values = {}) {
  const pair = words[key];
  if (pair === undefined) return key;
  return pair[english() ? 1 : 0].replace(/\{(\w+)\}/g, (all, name) => values[name] ?? '');
}

/** The word of an enum's value. */
export const word = (of, value) => (value === null || value === undefined ? undefined : words[`${of}.${value}`] ? t(`${of}.${value}`) : value);

const local = () => (english() ? 'en-GB' : 'zh-CN');

export const moment = at => at && new Date(at).toLocaleString(local(), { dateStyle: 'medium', timeStyle: 'short' });

export const figure = number => (number === null || number === undefined ? undefined : Number(number).toLocaleString(local()));

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

export function bytes(count) {
  if (count === null || count === undefined) return undefined;
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log(Math.max(1, count)) / Math.log(1000)));
  return `${(count / 1000 ** step).toLocaleString(local(), { maximumFractionDigits: 1 })} ${UNITS[step]}`;
}
