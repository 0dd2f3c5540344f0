// Forms: labels, hints and faults beside their fields; refusals as the contract words them.
import { button, h } from './dom.js';
import { t } from './words.js';

let made = 0;

function control({ type = 'text', options, value, ...rest }, id, describedBy) {
  const attributes = { id, 'aria-describedby': describedBy, ...rest };
  if (options) {
    const select = h('select', attributes, options.map(([key, text]) => h('option', { value: key }, text)));
    if (value !== undefined) select.value = value;
    return select;
  }
  if (type === 'area') return h('textarea', { rows: 3, ...attributes }, value ?? '');
  if (type === 'checkbox') return h('input', { ...attributes, type, checked: value });
  return h('input', { ...attributes, type, value });
}

/**
 * A field with its label: `name`, `label`, and what an input takes (`type`, `required`, `maxlength`, …); `options` makes it a choice; a
 * `plain` one is not called optional.
 */
export function field({ label, hint, plain, ...rest }) {
  const id = `field-${++made}`;
  const input = control(rest, id, `${id}-hint ${id}-fault`);
  const fault = h('span', { id: `${id}-fault`, class: 'fault' });
  const name = h('label', { for: id }, label, !plain && !rest.required && !rest.options && rest.type !== 'checkbox' && h('small', {}, ` ${t('optional')}`));
  const help = h('small', { id: `${id}-hint` }, hint ?? '');
  const element = h('div', { class: rest.type === 'checkbox' ? 'field check' : 'field' },
    rest.type === 'checkbox' ? [input, name] : [name, input],
    help, fault);
  const wrong = () => {
    const { valid, valueMissing, typeMismatch } = input.validity;
    return valid ? '' : valueMissing ? t('fillIn') : typeMismatch && rest.type === 'email' ? t('emailWrong') : (hint ?? input.validationMessage);
  };
  return {
    element,
    input,
    wrong,
    name: rest.name,
    value: () => (rest.type === 'checkbox' ? input.checked : input.type === 'number' ? (input.value === '' ? undefined : Number(input.value)) : input.value.trim() || undefined),
    complain(text = '') {
      fault.textContent = text;
      help.hidden = text === hint;
      input.setAttribute('aria-invalid', String(text !== ''));
    },
  };
}

/**
 * A form that sends itself once at a time.
 *
 * @param fields made by {@link field}; elements in between are shown as they are
 * @param actions each with the text of its button and `send`, which takes the values and the form
 * @param beside of a refusal: what to say beside which field, by its name
 */
export function form({ fields, actions, beside = () => ({}), label }) {
  const status = h('p', { class: 'answer', role: 'status', tabindex: '-1' });
  const inputs = fields.filter(part => part.input);
  const say = (text, refused = false) => {
    status.textContent = text;
    status.className = refused ? 'answer refused' : 'answer';
    if (refused) status.focus();
  };
  const buttons = actions.map(({ text, primary }, number) =>
    h('button', { type: 'submit', class: primary && 'primary', value: number }, text));
  const element = h('form', { novalidate: true, 'aria-label': label, onsubmit: submit },
    fields.map(part => part.element ?? part), h('div', { class: 'buttons' }, buttons), status);

  // What was complained of is about to change.
  for (const { input, complain } of inputs) for (const change of ['input', 'change']) input.addEventListener(change, () => complain());

  const shown = { element, say, refuse, reset: () => element.reset() };

  function refuse(refusal) {
    const faults = beside(refusal);
    for (const input of inputs) if (faults[input.name]) input.complain(faults[input.name]);
    say(Object.keys(faults).length > 0 ? t('mend') : refusal.message, true);
    inputs.find(input => faults[input.name])?.input.focus();
  }

  function filled() {
    for (const { wrong, complain } of inputs) complain(wrong());
    const first = inputs.find(({ wrong }) => wrong() !== '');
    if (first) say(t('mend'), true);
    first?.input.focus();
    return first === undefined;
  }

  async function submit(event) {
    event.preventDefault();
    if (!filled()) return;
    const action = actions[event.submitter?.value ?? actions.findIndex(({ primary }) => primary)];
    say(t('sending'));
    buttons.forEach(one => (one.disabled = true));
    try {
      const answer = await action.send(Object.fromEntries(inputs.map(input => [input.name, input.value()])), shown);
      if (answer?.message && answer.code) refuse(answer);
      else say(typeof answer === 'string' ? answer : '');
    } catch (fault) {
      say(fault.message, true);
    } finally {
      buttons.forEach(one => (one.disabled = false));
    }
  }
  return shown;
}

/**
 * Asks before something is done that is not easily undone.
 *
 * @param fields what has to be said with it
 * @param send does it; a refusal stays in the dialog
 */
export function dialog({ title, text, fields = [], action, send, done = () => {}, beside, mayCancel = true }) {
  const box = form({
    fields,
    beside,
    label: title,
    actions: [{ text: action, primary: true, async send(values) {
      const answer = await send(values);
      if (answer?.message && answer.code) return answer;
      frame.close();
      done(answer);
    } }],
  });
  if (mayCancel) box.element.querySelector('button[type=submit]').after(button(t('cancel'), () => frame.close()));
  const before = document.activeElement;
  const frame = h('dialog', { 'aria-label': title, onclose: () => (frame.remove(), before?.focus()) }, h('h2', {}, title), text && h('p', {}, text), box.element);
  document.body.append(frame);
  frame.showModal();
}
