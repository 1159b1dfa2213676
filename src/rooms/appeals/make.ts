import { controlDigit } from '../../kernel/iin.ts';
import type { Staff } from '../../kernel/actor.ts';
import { abilities } from './contract/abilities.ts';
import { registerSchema, type Register } from './contract/register.ts';
import type { z } from 'zod';

/** A personal number of somebody born in 2090–2099: right by its checksum, owned by nobody (practice.md). */
export const madeUpIin = (serial: number): string => {
  for (let tried = 0; ; tried += 1) {
    const eleven = `95${String((serial % 12) + 1).padStart(2, '0')}${String((Math.floor(serial / 12) % 28) + 1).padStart(2, '0')}5${String((serial + tried * 7) % 10_000).padStart(4, '0')}`;
    const control = controlDigit(eleven);
    if (control !== null) return `${eleven}${control}`;
  }
};

type Input = z.output<typeof registerSchema>;

/** A registration as the door would pass it in; anything can be set otherwise. */
export const aRegistration = (o: Partial<Register> & { text?: string; kind?: Register['matters'][number]['kind']; publishConsent?: boolean } = {}): Input => {
  const { text, kind, publishConsent, ...rest } = o;
  return registerSchema.parse({
    key: `made-${crypto.randomUUID()}`, channel: 'web', lang: 'kk',
    applicant: { kind: 'person', surname: 'Сыналмалы', given: 'Әлия', patronymic: 'Үлгіқызы', phone: '8 701 000 00 01', iin: madeUpIin(1) },
    matters: [{ kind: kind ?? 'application', text: text ?? 'Аулада жарық жанбайды, кешке балалар қорқады.', publishConsent: publishConsent ?? false }],
    ...rest,
  });
};

/** Somebody of the staff with posts over units; `abilities` of a post default to everything this room knows. */
export const aStaff = (accountId: number, posts: readonly { unitId: number; kind?: 'branch' | 'body'; abilities?: readonly string[]; below?: readonly number[] }[]): Staff => ({
  kind: 'staff', accountId, name: `account ${accountId}`,
  posts: posts.map((post, place) => ({
    postId: accountId * 10 + place, unitId: post.unitId, unitKind: post.kind ?? 'branch', role: 'made', abilities: post.abilities ?? abilities,
    reach: [post.unitId, ...(post.below ?? [])],
  })),
  sight: posts.flatMap((post) => [post.unitId, ...(post.below ?? [])]),
});
