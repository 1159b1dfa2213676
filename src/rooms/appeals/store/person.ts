import { sql, type Read } from '../../../platform/db.ts';
import { wallClock, type Day } from '../../../kernel/day.ts';
import { fold } from '../../../kernel/fold.ts';
import type { Permit } from '../../../kernel/permit.ts';
import type { Applicant } from '../contract/register.ts';
import { iinHash, unseal } from './seal.ts';
import { db, type ApplicantTable } from './tables.ts';

/** Who asked, without the personal number: that is opened by an act of its own. */
export type Person = {
  readonly appealId: number; readonly kind: Applicant['kind']; readonly surname: string | null; readonly given: string | null; readonly patronymic: string | null;
  readonly organisation: string | null; readonly hasIin: boolean; readonly phone: string | null; readonly email: string | null; readonly address: string | null;
  readonly representative: string | null; readonly authority: string | null;
  readonly signatories: readonly { surname: string; given: string; patronymic: string | null; address: string | null }[];
};

export const personOf = async (q: Read, appealId: number): Promise<Person | undefined> => {
  const r = await db(q).selectFrom('appeals.applicant').selectAll().where('appeal_id', '=', appealId).executeTakeFirst();
  if (!r) return undefined;
  const signatories = r.kind === 'group'
    ? await db(q).selectFrom('appeals.signatory').select(['surname', 'given', 'patronymic', 'address']).where('appeal_id', '=', appealId).orderBy('place').limit(2_000).execute()
    : [];
  return personFrom(r, signatories);
};

const personFrom = (r: ApplicantTable, signatories: Person['signatories']): Person => ({
  appealId: r.appeal_id, kind: r.kind, surname: r.surname, given: r.given, patronymic: r.patronymic, organisation: r.organisation, hasIin: r.iin_sealed !== null,
  phone: r.phone, email: r.email, address: r.address, representative: r.representative, authority: r.authority, signatories,
});

/** The same person for a matter split off, number sealed again. */
export const applicantOf = async (q: Read, appealId: number): Promise<Applicant | undefined> => {
  const r = await db(q).selectFrom('appeals.applicant').selectAll().where('appeal_id', '=', appealId).executeTakeFirst();
  const person = await personOf(q, appealId);
  if (!r || !person) return undefined;
  const some = <K extends string, V>(key: K, value: V | null) => (value === null ? {} : ({ [key]: value } as Record<K, V>));
  const rest = {
    ...some('phone', r.phone), ...some('email', r.email), ...some('address', r.address),
    ...(r.representative === null ? {} : { representative: { name: r.representative, authority: r.authority ?? '' } }),
  };
  const name = { surname: r.surname ?? '', given: r.given ?? '', ...some('patronymic', r.patronymic) };
  const personal = r.iin_sealed === null ? null : unseal(r.iin_sealed);
  if (r.kind === 'organisation') return { kind: 'organisation', name: r.organisation ?? '', ...some('bin', personal), ...rest };
  if (r.kind === 'group') {
    const signatories = person.signatories.map((one) => ({ surname: one.surname, given: one.given, ...some('patronymic', one.patronymic), ...some('address', one.address) }));
    return { kind: 'group', ...name, ...rest, signatories };
  }
  return { kind: 'person', ...name, ...some('iin', personal), ...rest };
};

export const placeOf = async (q: Read, appealId: number): Promise<{ address?: string; point?: { lat: number; lon: number; accuracy?: number } }> => {
  const r = await db(q).selectFrom('appeals.appeal').select(['address', 'lat', 'lon', 'point_accuracy_m']).where('id', '=', appealId).executeTakeFirst();
  return { ...(r?.address ? { address: r.address } : {}), ...(r && r.lat !== null && r.lon !== null ? { point: { lat: r.lat, lon: r.lon, ...(r.point_accuracy_m === null ? {} : { accuracy: r.point_accuracy_m }) } } : {}) };
};

/** The personal number in clear: only with the permit of the act that is journalled. */
export const openIin = async (q: Read, _permit: Permit<'appeal.show_iin'>, appealId: number): Promise<string | null> => {
  const r = await db(q).selectFrom('appeals.applicant').select('iin_sealed').where('appeal_id', '=', appealId).executeTakeFirst();
  return r?.iin_sealed ? unseal(r.iin_sealed) : null;
};

export type KnownPerson = Person & { readonly appeals: number; readonly lastNumber: string; /** the day it came in: a letter of a day off is registered later */ readonly lastOn: Day };

/** The person in front of the desk: by a part of the name in either script, a telephone, or a whole personal number. Within the caller's sight. */
export const findPeople = async (q: Read, typed: { text?: string; phone?: string; iin?: string }, atMost = 10): Promise<readonly KnownPerson[]> => {
  const ids = typed.iin !== undefined ? await byColumn(q, sql`iin_hash = ${iinHash(typed.iin)}`)
    : typed.phone !== undefined ? await byColumn(q, sql`phone = ${typed.phone}`)
    : await byName(q, fold(typed.text ?? ''));
  if (ids.length === 0) return [];
  const rows = await db(q).selectFrom('appeals.applicant as p').innerJoin('appeals.appeal as a', 'a.id', 'p.appeal_id')
    .selectAll('p').select(['a.number', 'a.received_at']).where('p.appeal_id', 'in', [...ids]).orderBy('p.appeal_id', 'desc').execute();
  const known = new Map<string, KnownPerson>();
  for (const r of rows) {
    const key = r.iin_hash?.toString('hex') ?? `${fold([r.surname, r.given, r.patronymic, r.organisation].join(' '))} ${r.phone ?? r.appeal_id}`;
    const before = known.get(key);
    known.set(key, before ? { ...before, appeals: before.appeals + 1 } : { ...personFrom(r, []), appeals: 1, lastNumber: r.number, lastOn: wallClock(r.received_at.getTime()).on });
  }
  return [...known.values()].slice(0, atMost);
};

const byColumn = async (q: Read, where: ReturnType<typeof sql>): Promise<readonly number[]> => {
  const { rows } = await sql<{ appeal_id: number }>`SELECT appeal_id FROM appeals.applicant WHERE ${where} ORDER BY appeal_id DESC LIMIT 50`.execute(db(q));
  return rows.map((row) => row.appeal_id);
};

const byName = async (q: Read, part: string): Promise<readonly number[]> => {
  const [longest = '', ...others] = part.split(' ').toSorted((a, b) => b.length - a.length).map((word) => word.replace(/[\\%_]/g, '\\$&'));
  // shorter than three letters, a trigram index would read everything
  if (longest.length < 3) return [];
  const { rows } = await sql<{ appeal_id: number }>`SELECT appeal_id FROM appeals.find_applicants(${`%${longest}%`}, ${others.map((word) => `%${word}%`)}::text[], 50)`.execute(db(q));
  return rows.map((row) => row.appeal_id);
};
