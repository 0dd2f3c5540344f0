// What is told once, and files that take a token.
import { button, facts, h } from './dom.js';
import { dialog } from './forms.js';
import { bearer, Fault, spokenTo } from './asking.js';
import { moment, t } from './words.js';

/** Shows a secret that cannot be shown again; a long one scrolls in a box of its own. */
export function tellOnce({ title, text, beside = [], name, secret, action = t('secretKept') }) {
  const copied = h('span', { role: 'status' });
  const copy = () => navigator.clipboard.writeText(secret).then(() => (copied.textContent = t('copied')), () => (copied.textContent = t('copyByHand')));
  dialog({
    title,
    text,
    fields: [facts([...beside, [name, h('code', { id: 'secret', tabindex: '0', autofocus: true }, secret)]]), h('p', { class: 'buttons' }, button(t('copy'), copy, { id: 'copy' }), copied)],
    action,
    send: async () => undefined,
    mayCancel: false,
  });
}

/** Whether there is something to fetch. */
export async function isThere(address) {
  const { status } = await fetch(address, { method: 'HEAD', headers: { Authorization: await bearer() } });
  if (status !== 200 && status !== 204) throw new Fault(t('notFetched'));
  return status === 200;
}

/** Shows the header by which a script asks as who is logged in. */
export function tellToken(secret) {
  const { exp } = JSON.parse(atob(secret.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')));
  tellOnce({
    title: t('apiToken'),
    text: t('apiTokenText'),
    beside: [[t('endpoint'), h('code', {}, `${location.origin}${spokenTo()}`)], [t('goodUntil'), moment(new Date(exp * 1000))]],
    name: 'Authorization',
    secret,
    action: t('close'),
  });
}

/** Fetches a file as who is logged in, and hands it to the browser to keep: bit by bit where the browser can write to a file that somebody chose. */
export async function download(address, name) {
  let chosen;
  try {
    chosen = await window.showSaveFilePicker?.({ suggestedName: name });
  } catch (fault) {
    if (fault.name === 'AbortError') return;
  }
  const response = await fetch(address, { headers: { Authorization: await bearer() } });
  if (!response.ok) throw new Fault(t(response.status === 404 ? 'nothingToFetch' : 'notFetched'));
  if (chosen) {
    await response.body.pipeTo(await chosen.createWritable());
    return;
  }
  const place = URL.createObjectURL(await response.blob());
  h('a', { href: place, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(place), 60_000);
}
