import { showPhone } from '../../../../kernel/phone.ts';
import { kinds } from '../stages.ts';
import { steps, type Draft, type Key, type Say, type Side, type Step, type Talk } from './state.ts';

/** The door takes no longer letter than this (contract.ts). */
export const longestText = 20_000;
export const longestSide = 10_000;
export const mostParts = 60;
export const mostPapers = 10;
export const mostPlaces = 8;
/** What the last look shows of a long letter. */
const shownLetters = 900;

export const textOf = (parts: Draft['parts']): string => parts.map((part) => part.text).join('\n\n');
export const hasWords = (draft: Draft | null): draft is Draft => draft !== null && (draft.parts.length > 0 || draft.papers.length > 0);

/** A button of this very question. */
export const ofTurn = (talk: Talk, data: string): string => `t:${talk.turn}:${data}`;
const key = (talk: Talk, label: string, data = label): Key => ({ label, data: ofTurn(talk, data) });

export const languageKeys: readonly (readonly Key[])[] = (['kk', 'ru', 'en'] as const).map((lang) => [{ label: `lang_${lang}`, data: `l:${lang}` }]);
export const askLanguage: Say = { say: 'language', keys: languageKeys };

export const home = (): Say => ({ say: 'home', keys: [[{ label: 'begin', data: 'n' }], [{ label: 'mine', data: 'my' }]] });

/** The question that is open now: asked again after a word that did not fit, and after something beside it. */
export const question = (talk: Talk): Say => {
  if (talk.side) return aside(talk, talk.side);
  if (!talk.step || !talk.draft) return home();
  return asked[talk.step](talk, talk.draft);
};

export const taken = (talk: Talk, count: { readonly parts: number; readonly papers: number }): Say =>
  ({ say: count.papers > 0 ? 'taken_papers' : 'taken', slots: { papers: count.papers }, keys: [[key(talk, 'done')]] });

const asked: Readonly<Record<Step, (talk: Talk, draft: Draft) => Say>> = {
  what: (talk, draft) => (hasWords(draft) ? { say: 'what_more', slots: { papers: draft.papers.length }, keys: [[key(talk, 'done')], [key(talk, 'anew')]] } : { say: 'what' }),
  where: (talk, draft) => {
    if (draft.found.length > 0) return { say: 'where_which', keys: [...draft.found.map((place, at) => [{ text: place.text, within: place.within, data: ofTurn(talk, `p${at}`) }]), [key(talk, 'other_place')]] };
    if (draft.misses > 1) return { say: 'where_unknown', keys: [[key(talk, 'skip_place', 'skip')]] };
    return draft.point ? { say: 'where_name', share: 'none' } : { say: 'where', share: 'point' };
  },
  address: (talk) => ({ say: 'address', keys: [[key(talk, 'skip')]] }),
  kind: (talk) => ({ say: 'kind', keys: kinds.map((kind) => [{ label: `kind_${kind}`, data: ofTurn(talk, kind) }]) }),
  name: () => ({ say: 'name' }),
  phone: () => ({ say: 'phone', share: 'phone' }),
  publish: (talk) => ({ say: 'publish', keys: [[key(talk, 'publish_no', 'no')], [key(talk, 'publish_yes', 'yes')]] }),
  check: (talk, draft) => ({
    say: 'check',
    slots: {
      text: shortened(textOf(draft.parts)), papers: draft.papers.length, place: draft.place?.text ?? '', address: draft.address ?? '', point: draft.point ? `${draft.point.lat}, ${draft.point.lon}` : '',
      kind: draft.kind ?? '', name: draft.name ? [draft.name.surname, draft.name.given, draft.name.patronymic].filter(Boolean).join(' ') : '', phone: draft.phone === null ? '' : showPhone(draft.phone), publish: draft.publish ? 'yes' : 'no',
    },
    keys: [[key(talk, 'send')], ...pairs((['what', 'where', 'address', 'kind', 'name', 'phone', 'publish'] as const).map((step) => key(talk, `change_${step}`, `e_${step}`)))],
  }),
};

const aside = (talk: Talk, side: Side): Say => {
  if (side.kind === 'withdraw') return { say: 'withdraw_ask', slots: { number: side.number }, keys: [[key(talk, 'withdraw_yes', 'yes')], [key(talk, 'withdraw_no', 'cancel')]] };
  if (side.kind === 'comment') return { say: `comment_${side.verdict}`, slots: { number: side.number }, keys: [...(side.verdict === 'partly' ? [[key(talk, 'no_comment', 'skip')]] : []), [key(talk, 'cancel')]] };
  if (side.parts.length + side.papers.length > 0) return { ...taken(talk, { parts: side.parts.length, papers: side.papers.length }), keys: [[key(talk, 'done'), key(talk, 'cancel')]] };
  return { say: side.kind, slots: { number: side.number }, keys: [[key(talk, 'cancel')]] };
};

const pairs = (keys: readonly Key[]): readonly (readonly Key[])[] => keys.flatMap((_, at) => (at % 2 === 0 ? [keys.slice(at, at + 2)] : []));

const shortened = (text: string): string => {
  const letters = [...text];
  return letters.length > shownLetters ? `${letters.slice(0, shownLetters).join('')}…` : text;
};

/** The question after `step`, or the last look while one answer is being changed. */
export const following = (step: Step, changing: boolean): Step => (changing ? 'check' : (steps[steps.indexOf(step) + 1] ?? 'check'));
