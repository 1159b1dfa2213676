import { canonical, leafHash, type Leaf } from '../../rooms/journal/law.ts';
import { codeHash, followCode, iinHash, linkHash, linkToken, seal } from '../../rooms/appeals/store/seal.ts';
import { madeWith, marksOf, quoted } from '../../rooms/appeals/store/searched.ts';
import { sketchOf } from '../../rooms/recognition/contract.ts';
import type { Letter } from './letters.ts';
import { lifeOf, type Life } from './life.ts';
import type { Lines } from './lines.ts';
import { ownWords } from './letters.ts';
import { onDay, type Office, type Order, type Spot } from './order.ts';
import { iinOf, peopleIn, personOf, phoneOf, placed, stemsOfWord, type Named } from './people.ts';
import { rareWord } from './texts.ts';

const yearShare = 10_000_000_000;
/** No letter has more acts: so many leaves and acts are kept free for each. */
export const mostActs = 4;
const channels = ['desk', 'desk', 'desk', 'phone', 'phone', 'web', 'web', 'email', 'messenger', 'paper'] as const;

const iso = (at: number): string => new Date(at).toISOString();
const almatyYear = (at: number): number => new Date(at + 5 * 3_600_000).getUTCFullYear();
const skewed = (count: number, chance: number): number => Math.min(count - 1, Math.floor(count * chance ** 3));

export type Coming = {
  readonly order: Order; readonly serial: number; readonly on: number; readonly today: number; readonly year: number; readonly nth: number; readonly office: Office; readonly spot: Spot; readonly place: number;
  readonly letters: readonly Letter[]; readonly nameOf: (of: number) => Named; readonly chance: () => number;
};

type Whole = Coming & {
  readonly id: number; readonly number: string; readonly letter: Letter; readonly life: Life; readonly text: string; readonly own: readonly string[]; readonly house: number; readonly executor: number | null;
  readonly seen: readonly number[]; readonly topic: string | null; readonly channel: string; readonly due: string; readonly first: string;
};

/** Every row of one letter, as the acts would have left them. Gives back the words that search counts. */
export const writeRows = (c: Coming, numberOf: number, into: Lines): readonly string[] => {
  const life = lifeOf(c.chance, c.on, c.today);
  const letter = c.letters[Math.floor(c.chance() * c.letters.length)];
  if (!letter) throw new Error('no letters for this place');
  const own = c.order.voice === 'measured' ? Array.from({ length: ownWords }, () => rareWord(c.chance(), c.chance())) : [];
  const { office } = c;
  const w: Whole = {
    ...c, life, letter, own, id: c.year * yearShare + c.nth + 1, number: `${office.code}-${c.year}-${String(numberOf).padStart(6, '0')}`, text: own.length > 0 ? `${letter.text} ${own.join(' ')}.` : letter.text,
    topic: life.stage === 'registered' && c.serial % 2 === 0 ? null : letter.topic, house: 1 + Math.floor(c.chance() * 128), executor: life.given ? (office.executors[skewed(office.executors.length, c.chance())] ?? null) : null,
    seen: life.given ? [office.branchId, office.bodyId] : [office.branchId], channel: channels[Math.floor(c.chance() * channels.length)] ?? 'web', due: onDay(c.on + 21), first: onDay(c.on),
  };
  const known = c.chance() < 0.9 ? personOf(c.serial, peopleIn(c.order.size)) : null;
  const phone = known !== null && c.chance() < 0.6 ? phoneOf(known) : null;
  const iin = known !== null && c.chance() < 0.4 ? iinOf(known) : null;
  const name = known === null ? null : c.nameOf(known);
  writeAppeal(w, into);
  const hashed = iin === null ? null : iinHash(iin);
  if (name) into.add('appeals.applicant', [w.id, office.branchId, 'person', name.surname, name.given, name.patronymic, iin === null ? null : seal(iin), hashed, phone, null, phone === null ? name.folded : `${name.folded} ${phone.slice(1)}`]);
  writeActs(w, into);
  if (life.given) writePromise(w, into);
  writeFound(w, into, name, phone, hashed);
  return [...letter.words, ...(life.answeredAt === null ? [] : letter.answerWords), ...own, ...(name?.words ?? [])];
};

const writeAppeal = (w: Whole, into: Lines): void => {
  const { id, life, office, spot, letter, order } = w;
  const { topic } = w;
  const at = iso(life.at);
  const answered = life.answeredAt === null ? null : iso(life.answeredAt);
  const published = life.publishedAt === null ? null : iso(life.publishedAt);
  into.add('appeals.appeal', [
    id, w.number, office.branchId, letter.kind, w.channel, letter.lang, w.text, spot.territoryCode, spot.path, `${letter.street}, ${w.house}`, topic, life.stage, life.outcome, life.verdict, 'internal', 'internal-1', order.calendarVersion,
    at, at, w.first, w.first, w.due, w.due, life.given ? office.bodyId : office.branchId, w.executor, w.first, onDay(w.on + 3), order.calendarVersion, life.given ? id : null, w.serial % 10 === 0 ? 1 : 0, life.came, life.came ? 1 : 0,
    w.seen, answered, answered, life.closedAt === null ? null : iso(life.closedAt), life.consent, published === null ? null : letter.text, published, linkHash(linkToken(id, 1)), codeHash(id, followCode(id, 1)),
  ]);
  if (life.answeredAt !== null || life.stage === 'awaiting_approval') {
    into.add('appeals.answer', [w.serial + 1, id, 1, answered === null ? 'draft' : 'sent', life.outcome ?? 'done', letter.answer, w.executor, office.bodyId, answered ?? iso(life.at + 72_000_000), answered]);
  }
  if (life.verdict !== null && life.verdict !== 'silent') into.add('appeals.verdict', [id, 1, life.verdict, life.closedAt === null ? at : iso(life.closedAt)]);
  if (published === null) return;
  const m = marksOf;
  into.add('appeals.publication', [
    id, w.number, office.branchId, spot.path, topic, letter.kind, letter.lang, letter.text, life.stage, life.outcome, life.verdict, w.first, w.due, answered === null ? null : answered.slice(0, 10), published,
    sketchOf({ ...letter.publicRead, on: w.first, branchId: office.branchId }), [quoted(m.number(w.number)), quoted(m.serial(Number(w.number.slice(w.number.lastIndexOf('-') + 1)))), ...letter.publicLexemes].join(' '), madeWith, answered === null ? null : office.bodyId,
  ]);
};

/** Registered, given, answered, settled: as many acts as the stage says have happened, and a leaf for each where a journal is wanted. */
const writeActs = (w: Whole, into: Lines): void => {
  const { id, life, office, serial } = w;
  const visitor = w.channel === 'web';
  const clerk = office.clerkId;
  const acts = [
    { act: 'register', code: 'registered', at: life.at, by: visitor ? null : clerk, kind: visitor || clerk === null ? 'visitor' : 'staff', before: null, after: 'registered', facts: { unit: office.branchId, day: w.due, channel: w.channel } },
    ...(life.given ? [{ act: 'assign', code: 'assigned', at: life.at + 14_400_000, by: clerk, kind: 'staff', before: 'registered', after: 'in_work', facts: { unit: office.bodyId } }] : []),
    ...(life.answeredAt === null ? [] : [{ act: 'approve', code: 'answered', at: life.answeredAt, by: clerk, kind: 'staff', before: 'awaiting_approval', after: 'answered', facts: { answer: serial + 1 } }]),
    ...(life.closedAt === null ? [] : [{
      ...(life.verdict === 'silent' ? { act: 'close_silent', code: 'closed_silent', kind: 'system', facts: {} } : { act: 'settle', code: 'settled', kind: 'holder', facts: { verdict: life.verdict } }),
      at: life.closedAt, by: null, before: 'answered', after: 'closed',
    }]),
  ];
  for (const [place, one] of acts.entries()) {
    const nth = serial * mostActs + place + 1;
    into.add('appeals.act', [nth, id, one.act, one.code, iso(one.at), one.kind, one.by, true, one.before, one.after, place === 0 ? w.due : null, JSON.stringify(one.facts)]);
    if (!w.order.journal) continue;
    const facts = place === 0
      ? { number: w.number, branchId: office.branchId, kind: w.letter.kind, channel: w.channel, registeredOn: w.first, dueOn: w.due }
      : { stage: one.after, code: one.code };
    const leaf: Leaf = { act: `appeal.${one.act}`, subject: `appeal:${id}`, actorKind: one.kind === 'system' ? 'system:demo' : one.kind, actorId: one.kind === 'holder' ? id : one.by, postId: null, facts: canonical(facts), at: new Date(one.at) };
    into.add('journal.leaf', [almatyYear(one.at) * yearShare + nth, leaf.act, leaf.subject, leaf.actorKind, leaf.actorId, leaf.facts, iso(one.at), leafHash(leaf)]);
  }
};

const writePromise = (w: Whole, into: Lines): void => {
  const { id, life, office, chance } = w;
  const given = iso(life.at + 14_400_000);
  const [back, moved, waits] = [chance() < 0.03, chance(), chance() < 0.03];
  const stage = !life.open ? 'settled' : life.stage === 'awaiting_approval' ? 'reported' : back ? 'returned' : 'accepted';
  const late = life.open && w.on + 21 < w.today;
  into.add('assignments.assignment', [id, 'appeal', id, w.number, w.spot.path, office.branchId, office.bodyId, w.executor, office.branchId, stage, given, w.first, w.due, w.due, 'internal-1', w.order.calendarVersion, w.seen,
    iso(life.at + 14_400_000 + moved * Math.min(10, w.today - w.on) * 86_400_000), stage === 'accepted' && waits, chance() < 0.01, late ? 3 : 0, life.answeredAt === null ? null : iso(life.answeredAt)]);
  into.add('assignments.act', [w.serial + 1, id, 'give', given, 'staff', 'given', office.bodyId, w.executor, w.due]);
};

/** The rows of search and of likeness: what many letters share is read once, what is this one's own is put beside it. */
const writeFound = (w: Whole, into: Lines, name: Named | null, phone: string | null, iin: Buffer | null): void => {
  const { id, letter, life, office, spot } = w;
  const m = marksOf;
  const part = letter.pieces(name?.parts ?? 0, life.answeredAt !== null);
  const marks = [
    m.number(w.number), m.serial(Number(w.number.slice(w.number.lastIndexOf('-') + 1))), m.holder(life.given ? office.bodyId : office.branchId), m.kind(letter.kind), m.stage(life.stage), m.day(w.first), m.month(w.first),
    ...w.seen.map(m.unit), ...spot.path.map(m.place), ...(w.executor === null ? [] : [m.account(w.executor)]), ...(w.topic === null ? [] : [m.topic(w.topic)]), ...(phone === null ? [] : [m.phone(phone)]), ...(iin === null ? [] : [m.iin(iin)]),
  ];
  const street = letter.street.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const document = [
    ...marks.map(quoted), name?.lexemes ?? '', part.lexemes, ...w.own.map((word, at) => placed(word, part.ownAt + at, 'B')), ...street.map((word, at) => placed(word, part.addressAt + at, '')), placed(String(w.house), part.addressAt + street.length, ''),
  ].join(' ');
  into.add('appeals.search', [id, document, w.first, w.seen, madeWith]);
  const words = new Map([...letter.read.gist.words, ...w.own.flatMap((word) => stemsOfWord(word).map((stem): [string, number] => [stem.slice(1, -1), rareWeight]))]);
  into.add('appeals.sketch', [id, office.branchId, w.first, w.seen, !life.open ? [] : sketchOf({ ...letter.read, gist: { ...letter.read.gist, words }, on: w.first, branchId: office.branchId })]);
};
/** What recognition gives a word that is in no list of common ones. */
const rareWeight = 1.2;
