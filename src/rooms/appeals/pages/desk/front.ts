import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import { read, write } from '../../../../platform/db.ts';
import { seeOther, type Answer, type Asked } from '../../../../platform/web.ts';
import { peopleByIds } from '../../../people/contract.ts';
import { mayRead } from '../../policy.ts';
import { noteLook, othersLooking } from '../../store/look.ts';
import { appealByNumber } from '../../store/matter.ts';
import { lookersText, numberOf } from './matter.tsx';

/** Everybody of the staff lands where their post works. */
export const front = ({ ctx: { actor }, lang }: Asked): Response => {
  const may = (ability: string) => actor.kind === 'staff' && actor.posts.some((post) => post.abilities.includes(ability));
  if (may('appeal.read')) return seeOther(`/${lang}/desk/appeals`);
  if (may('appeal.register')) return seeOther(`/${lang}/desk/register`);
  return seeOther(may('people.manage') ? `/${lang}/admin/people` : `/${lang}/me`);
};

/** The heartbeat of an open page: gives back who else is there, as the page says it. */
export const look = async (asked: Asked): Promise<Answer> => {
  const { ctx, lang } = asked;
  const found = await read(ctx, (q) => appealByNumber(q, numberOf(asked)));
  const permit = found ? mayRead(ctx.actor, found.appeal) : refuse('appeal_not_found');
  if (!found || isRefusal(permit) || ctx.actor.kind !== 'staff') return refuse('appeal_not_found');
  const { accountId } = ctx.actor;
  const now = new Date(ctx.clock.now());
  const names = await write(ctx, async (tx) => {
    await noteLook(tx, permit, { appealId: found.appeal.id, at: now });
    const others = await othersLooking(tx, { appealId: found.appeal.id, accountId, now });
    const people = await peopleByIds(tx, others);
    return others.map((id) => people.get(id)?.name ?? '');
  });
  return new Response(lookersText(lang, names), { headers: { 'content-type': 'text/plain; charset=utf-8' } });
};
