import { normalPhone } from '../../../../kernel/phone.ts';
import { kinds, type Kind } from '../stages.ts';
import { following, hasWords, longestText, mostPapers, mostParts, question, taken, textOf } from './questions.ts';
import { steps, type Draft, type Heard, type Name, type Part, type Say, type Step, type Talk, type Turn } from './state.ts';

export const said = (talk: Talk, ...says: readonly Say[]): Turn => ({ talk, says });
/** What did not fit is answered with why, and the same question. */
export const again = (talk: Talk, why: Say): Turn => ({ talk, says: [why, question(talk)] });

/** The next question; the buttons of all earlier ones are old from now on. */
export const goTo = (talk: Talk, step: Step, draft: Draft): Turn => {
  const next: Talk = { ...talk, step, draft, turn: talk.turn + 1, changing: talk.changing && step !== 'check', album: null };
  return said(next, question(next));
};
const onwards = (talk: Talk, step: Step, draft: Draft): Turn => {
  const next = goTo(talk, following(step, talk.changing), draft);
  // the telephone's own keyboard goes away with a word of its own
  return step === 'phone' ? { ...next, says: [{ say: 'thanks', share: 'none' }, ...next.says] } : next;
};

/** Words and pictures that belong together, up to what the door takes. */
export const gathered = <T extends { readonly parts: readonly Part[]; readonly papers: readonly number[] }>(
  to: T, heard: Extract<Heard, { kind: 'text' | 'picture' }>, most: number,
): { readonly to: T; readonly problem: Say | null } => {
  const words = (heard.kind === 'text' ? heard.text : heard.caption).trim();
  const left = most - textOf(to.parts).length - 2;
  const fits = words.length <= left && to.parts.length < mostParts;
  const parts = words !== '' && fits ? [...to.parts, { id: heard.id, text: words }] : to.parts;
  const tooLong: Say | null = words !== '' && !fits ? { say: 'too_long', slots: { left: Math.max(0, left) } } : null;
  if (heard.kind === 'text') return { to: { ...to, parts }, problem: tooLong };
  if (!heard.paper) return { to: { ...to, parts }, problem: { say: 'picture_missed' } };
  if ('refused' in heard.paper) return { to: { ...to, parts }, problem: { say: `refused:${heard.paper.refused}`, slots: heard.paper.facts } };
  if (to.papers.length >= mostPapers) return { to: { ...to, parts }, problem: { say: 'too_many_pictures', slots: { most: mostPapers } } };
  return { to: { ...to, parts, papers: [...to.papers, heard.paper.fileId] }, problem: tooLong };
};

/** True for the second and further pictures of what was sent together: one answer is enough. */
export const ofAlbum = (talk: Talk, heard: Heard): boolean => heard.kind === 'picture' && heard.album !== null && heard.album === talk.album;
export const albumOf = (heard: Heard): string | null => (heard.kind === 'picture' ? heard.album : null);

/** One answer to the question that is open. */
export const answered = (talk: Talk, step: Step, draft: Draft, heard: Heard): Turn => {
  if (heard.kind === 'point') {
    const withPoint = { ...draft, point: heard.point };
    const next = { ...talk, draft: withPoint };
    return step === 'where' ? said(next, { say: 'point_taken', share: 'none' }, question(next)) : again(next, { say: 'point_taken' });
  }
  if (heard.kind === 'contact') return step === 'phone' ? phone(talk, draft, heard.own ? heard.phone : null) : again(talk, { say: 'not_now' });
  if (heard.kind === 'picture') return step === 'what' ? what(talk, draft, heard) : again(talk, { say: 'pictures_earlier' });
  if (heard.kind !== 'text') return again(talk, { say: 'please_write' });
  if (step === 'what') return heard.means === 'done' ? finished(talk, draft) : what(talk, draft, heard);
  return typed[step](talk, draft, heard.text.trim(), heard.means);
};

const what = (talk: Talk, draft: Draft, heard: Extract<Heard, { kind: 'text' | 'picture' }>): Turn => {
  const { to, problem } = gathered(draft, heard, longestText);
  const next: Talk = { ...talk, draft: to, album: albumOf(heard) };
  if (problem) return again(next, problem);
  return ofAlbum(talk, heard) ? said(next) : said(next, taken(next, { parts: to.parts.length, papers: to.papers.length }));
};

/** The least the door takes (contract.ts). */
export const leastLetters = 5;
const finished = (talk: Talk, draft: Draft): Turn =>
  textOf(draft.parts).trim().length < leastLetters ? again(talk, { say: 'need_words' }) : onwards(talk, 'what', draft);

type Typed = (talk: Talk, draft: Draft, text: string, means: Extract<Heard, { kind: 'text' }>['means']) => Turn;
const byButton: Typed = (talk) => again(talk, { say: 'by_button' });
const longestLine = 300;
const longestName = 100;

const typed: Readonly<Record<Exclude<Step, 'what'>, Typed>> = {
  where: (talk, draft, text, means) => {
    if (means === 'skip' && draft.misses > 1) return noPlace(talk, draft);
    return text.length > longestLine ? again(talk, { say: 'line_long' }) : { talk: { ...talk, draft: { ...draft, found: [] } }, says: [], ask: { ask: 'places', text } };
  },
  address: (talk, draft, text, means) => {
    if (means === 'skip') return onwards(talk, 'address', { ...draft, address: null });
    return text.length > longestLine ? again(talk, { say: 'line_long' }) : onwards(talk, 'address', { ...draft, address: text.replace(/\s+/g, ' ') });
  },
  kind: byButton,
  name: (talk, draft, text) => {
    const name = nameOf(text);
    return name ? onwards(talk, 'name', { ...draft, name }) : again(talk, { say: 'name_wrong' });
  },
  phone: (talk, draft, text, means) => (means === 'skip' ? onwards(talk, 'phone', { ...draft, phone: null }) : phone(talk, draft, text)),
  publish: (talk, draft, _text, means) => (means === 'yes' || means === 'no' ? onwards(talk, 'publish', { ...draft, publish: means === 'yes' }) : again(talk, { say: 'by_button' })),
  check: byButton,
};

/** «Тегі Аты Әкесінің аты», with a hyphen or an apostrophe where it has one. */
export const nameOf = (text: string): Name | null => {
  const [surname = '', given = '', ...rest] = text.normalize('NFC').split(/[\s,]+/).filter(Boolean);
  const word = /^\p{L}[\p{L}\p{M}'’ʼ.-]*$/u;
  if (![surname, given, ...rest].every((one) => word.test(one) && one.length <= longestName) || rest.length > 3) return null;
  return { surname, given, patronymic: rest.length > 0 ? rest.join(' ') : null };
};

/** Null: somebody else's card. */
const phone = (talk: Talk, draft: Draft, given: string | null): Turn => {
  if (given === null) return again(talk, { say: 'contact_other' });
  const stored = normalPhone(given) ?? normalPhone(`+${given}`);
  return stored === null ? again(talk, { say: 'phone_wrong' }) : onwards(talk, 'phone', { ...draft, phone: stored });
};

const noPlace = (talk: Talk, draft: Draft): Turn => onwards(talk, 'where', { ...draft, place: null, found: [], misses: 0 });

/** The places that fit what was typed: the one meant, several to choose from, or none. */
export const placed = (talk: Talk, draft: Draft, o: { readonly found: Draft['found']; readonly meant: Draft['place']; readonly rest: string }): Turn => {
  const address = o.rest === '' ? draft.address : o.rest;
  if (o.meant) return withPlace(talk, { ...draft, address }, o.meant);
  if (o.found.length > 0) return goTo(talk, 'where', { ...draft, found: o.found, misses: 0, address });
  const next = goTo(talk, 'where', { ...draft, found: [], misses: draft.misses + 1 });
  return { ...next, says: [{ say: 'no_place' }, ...next.says] };
};

const withPlace = (talk: Talk, draft: Draft, place: NonNullable<Draft['place']>): Turn => {
  const chosen = { ...draft, place, found: [], misses: 0 };
  const heard: Say = { say: 'place_taken', slots: { place: place.text }, share: 'none' };
  const next = draft.address !== null && !talk.changing ? onwards(talk, 'address', chosen) : onwards(talk, 'where', chosen);
  return { ...next, says: [heard, ...next.says] };
};

/** A button of the question that is open; null for one that does not stand there. */
export const chosen = (talk: Talk, step: Step, draft: Draft, data: string): Turn | null => {
  if (data === 'done' && step === 'what') return finished(talk, draft);
  if (data === 'skip' && step === 'address') return onwards(talk, 'address', { ...draft, address: null });
  if (step === 'where') {
    if (data === 'skip' && draft.misses > 1) return noPlace(talk, draft);
    if (data === 'other_place') return goTo(talk, 'where', { ...draft, found: [], address: null });
    const place = /^p\d$/.test(data) ? draft.found[Number(data.slice(1))] : undefined;
    return place ? withPlace(talk, draft, place) : null;
  }
  if (step === 'kind' && (kinds as readonly string[]).includes(data)) return onwards(talk, 'kind', { ...draft, kind: data as Kind });
  if (step === 'publish' && (data === 'yes' || data === 'no')) return onwards(talk, 'publish', { ...draft, publish: data === 'yes' });
  if (step === 'check' && data.startsWith('e_')) return changing(talk, draft, data.slice(2));
  return null;
};

const changing = (talk: Talk, draft: Draft, data: string): Turn | null => {
  const step = steps.find((one) => one === data && one !== 'check');
  return step ? goTo({ ...talk, changing: true }, step, step === 'where' ? { ...draft, found: [], misses: 0 } : draft) : null;
};

/** An edited message replaces what it said; true words of a matter that was sent cannot be changed. */
export const edited = (talk: Talk, heard: Extract<Heard, { kind: 'edit' }>): Turn => {
  const change = (parts: readonly Part[]) => parts.map((part) => (part.id === heard.id ? { ...part, text: heard.text.trim() } : part)).filter((part) => part.text !== '');
  const { side, draft } = talk;
  if (side && 'parts' in side && side.parts.some((part) => part.id === heard.id)) return said({ ...talk, side: { ...side, parts: change(side.parts) } }, { say: 'edit_taken' });
  if (draft?.parts.some((part) => part.id === heard.id)) {
    const parts = change(draft.parts);
    return textOf(parts).length > longestText ? said(talk, { say: 'too_long', slots: { left: 0 } }) : said({ ...talk, draft: { ...draft, parts } }, { say: 'edit_taken' }, ...(talk.step === 'check' ? [question({ ...talk, draft: { ...draft, parts } })] : []));
  }
  return said(talk, { say: hasWords(draft) || side ? 'edit_not_here' : 'edit_late' });
};
