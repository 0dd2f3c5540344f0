// The calendar: the working week, the days that are not what their weekday says, and how much time there is for what.
import { act, ask, REFUSED } from './asking.js';
import { button, h, table } from './dom.js';
import { dialog, field, form } from './forms.js';
import { part } from './parts.js';
import { t, word } from './words.js';

const WEEKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];
const STRETCHES = '\\s*([0-2]?\\d:[0-5]\\d\\s*[\\-–—]\\s*[0-2]?\\d:[0-5]\\d)(\\s*[,，、]\\s*[0-2]?\\d:[0-5]\\d\\s*[\\-–—]\\s*[0-2]?\\d:[0-5]\\d)*\\s*';

const ALL = `query($from: Date!) {
  workingTimes(first: 50, orderBy: [WEEKDAY_ASC, OPENS_AT_ASC]) { nodes { weekday opensAt closesAt version } }
  calendarDays(first: 100, where: { day: { gte: $from } }, orderBy: [DAY_ASC]) { nodes { day kind name statutory version } }
  deadlines(first: 50) { nodes { kind amount unit version } }
}`;

const clock = time => time.slice(0, 5);
const padded = time => (time.length === 4 ? `0${time}:00` : `${time}:00`);

/** As 08:30-12:00, 14:00-18:00. */
const spoken = (times, weekday) => times.filter(one => one.weekday === weekday).map(one => `${clock(one.opensAt)}-${clock(one.closesAt)}`).join(', ');

const heard = values => WEEKDAYS.flatMap(weekday => (values[weekday] ?? '').split(/[,，、]/).filter(text => text.trim() !== '').map(text => {
  const [opensAt, closesAt] = text.split(/[-–—]/).map(time => padded(time.trim()));
  return { weekday, opensAt, closesAt };
}));

/** A field for each weekday. */
export const weekFields = (times = []) => WEEKDAYS.map(day => {
  const one = field({ name: day, plain: true, label: word('weekday', day), value: spoken(times, day), pattern: STRETCHES, hint: day === 'MONDAY' ? t('hoursHint') : undefined, autocomplete: 'off' });
  one.element.classList.add('day');
  return one;
});

const USUAL = '{ usualWorkingTimes(first: 50, orderBy: [WEEKDAY_ASC, OPENS_AT_ASC]) { nodes { weekday opensAt closesAt } } }';

/** Days in a row that have the same hours, with these. */
function spokenWeek(times) {
  const runs = [];
  for (const day of WEEKDAYS) {
    const hours = spoken(times, day);
    if (hours === runs.at(-1)?.hours) runs.at(-1).last = day;
    else runs.push({ first: day, last: day, hours });
  }
  return runs.filter(run => run.hours).map(({ first, last, hours }) => `${word('weekday', first)}${first === last ? '' : `–${word('weekday', last)}`} ${hours}`).join(t('semicolon'));
}

/** Says, above the fields of a week, what holds where they are left empty; operators are told. */
export function usualWeek() {
  const week = h('strong', {});
  ask(USUAL).then(({ usualWorkingTimes }) => (week.textContent = spokenWeek(usualWorkingTimes.nodes)), () => {});
  return h('p', { class: 'hint' }, t('weekLeftOut'), ' ', week);
}

/** What was typed into them, and the rest; no week where they are left empty. */
export function withWeek(values) {
  const { MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY, ...rest } = values;
  const workingTimes = heard(values);
  return { ...rest, workingTimes: workingTimes.length > 0 ? workingTimes : undefined };
}

function week(times, mayChange) {
  if (!mayChange) return table(t('workingWeek'), [{ head: t('weekday'), cell: day => word('weekday', day) }, { head: t('hours'), cell: day => spoken(times, day) || '—' }], WEEKDAYS, '');
  return h('section', {}, h('h2', {}, t('workingWeek')), form({
    label: t('workingWeek'),
    fields: weekFields(times),
    beside: ({ weekday, message }) => (weekday ? { [weekday]: message } : {}),
    actions: [{ text: t('save'), primary: true, async send(values) {
      const answer = await act(`mutation($times: [WorkingTimeInput!]!, $version: PositiveInt) {
        setWorkingTimes(times: $times, expectedVersion: $version) { ${REFUSED} ... on WorkingWeekUnfit { weekday } }
      }`, { times: heard(values), version: times[0]?.version ?? undefined });
      return answer.code ? answer : t('saved');
    } }],
  }).element);
}

const setDay = (known = {}) => dialog({
  title: t('setDay'),
  fields: [
    field({ name: 'day', label: t('day'), type: 'date', required: true, value: known.day, readonly: known.day !== undefined }),
    field({ name: 'kind', label: t('dayKind'), options: ['DAY_OFF', 'WORKDAY'].map(kind => [kind, word('dayKind', kind)]), value: known.kind }),
    field({ name: 'name', label: t('name'), required: true, maxlength: 60, value: known.name }),
  ],
  action: t('save'),
  send: values => act(`mutation($day: Date!, $kind: CalendarDayKind!, $name: String!, $version: PositiveInt) {
    setCalendarDay(day: $day, kind: $kind, name: $name, expectedVersion: $version) { ${REFUSED} }
  }`, { ...values, version: known.statutory ? undefined : known.version }),
});

const removeDay = ({ day, version }) => dialog({
  title: t('removeDay', { day }),
  action: t('remove'),
  send: () => act(`mutation($day: Date!, $version: PositiveInt!) { removeCalendarDay(day: $day, expectedVersion: $version) { ${REFUSED} } }`, { day, version }),
});

const setDeadline = ({ kind, amount, unit, version }) => dialog({
  title: word('deadline', kind),
  fields: [
    field({ name: 'amount', label: t('amount'), type: 'number', min: 1, max: 366, required: true, value: amount }),
    field({ name: 'unit', label: t('unit'), options: ['WORKING_HOURS', 'WORKING_DAYS', 'CALENDAR_DAYS'].map(one => [one, word('unit', one)]), value: unit }),
  ],
  action: t('save'),
  send: values => act(`mutation($kind: DeadlineKind!, $amount: PositiveInt!, $unit: DeadlineUnit!, $version: PositiveInt) {
    setDeadline(kind: $kind, amount: $amount, unit: $unit, expectedVersion: $version) { ${REFUSED} }
  }`, { ...values, kind, version: version ?? undefined }),
});

export function calendar({ signal, roles, today }) {
  const mayChange = roles.includes('DISTRICT_ADMIN') || roles.includes('DISTRICT_OFFICER');
  const doing = cell => (mayChange ? [{ head: t('actions'), cell }] : []);
  return [
    h('h1', { tabindex: '-1' }, t('calendar')),
    h('p', { class: 'lead' }, t('calendarLead')),
    part({
      signal,
      load: () => ask(ALL, { from: today() }),
      when: ({ type }) => ['CALENDAR_DAY_CHANGED', 'CALENDAR_DAY_DROPPED', 'WORKING_WEEK_CHANGED', 'DEADLINE_CHANGED'].includes(type),
      draw: ({ workingTimes, calendarDays, deadlines }) => [
        week(workingTimes.nodes, mayChange),
        table(t('specialDays'), [
          { head: t('day'), cell: row => row.day },
          { head: t('name'), cell: row => row.name },
          { head: t('dayKind'), cell: row => word('dayKind', row.kind) },
          { head: t('saidBy'), cell: row => t(row.statutory ? 'stateCouncil' : 'ownDistrict') },
          ...doing(row => [button(t('change'), () => setDay(row), { 'data-key': `set-${row.day}` }), ' ', !row.statutory && button(t('remove'), () => removeDay(row), { 'data-key': `remove-${row.day}` })]),
        ], calendarDays.nodes, t('noSpecialDays')),
        mayChange && h('p', { class: 'buttons' }, button(t('setDay'), () => setDay(), { 'data-key': 'setDay' })),
        table(t('deadlines'), [
          { head: t('what'), cell: row => word('deadline', row.kind) },
          { head: t('amount'), cell: row => `${row.amount} ${word('unit', row.unit)}` },
          { head: t('state'), cell: row => t(row.version === null ? 'usual' : 'ownDistrict') },
          ...doing(row => button(t('change'), () => setDeadline(row), { 'data-key': `deadline-${row.kind}` })),
        ], deadlines.nodes, ''),
      ],
    }),
  ];
}
