import type { Staff } from '../../src/kernel/actor.ts';
import { visitor } from '../../src/kernel/actor.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { approveAndSend, draftAnswer } from '../../src/rooms/appeals/acts/answer.ts';
import { assign } from '../../src/rooms/appeals/acts/assign.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { sessionActor, signIn } from '../../src/rooms/people/contract.ts';
import { loginOf, ok, openHouse, password, type TestHouse } from '../support/house.ts';

export type Who = keyof TestHouse['people'];
export type Matter = { readonly id: number; readonly number: string; readonly link: string; readonly code: string };

/** The house with people who can be asked to act, and matters brought to a stage by the acts themselves. */
export type World = TestHouse & {
  readonly token: (who: Who) => Promise<string>;
  readonly staff: (who: Who) => Promise<Staff>;
  readonly by: (who: Who) => Promise<Ctx>;
  readonly holder: (m: Matter) => Ctx;
  readonly received: (o?: Parameters<typeof aRegistration>[0]) => Promise<Matter>;
  readonly given: (o?: Parameters<typeof aRegistration>[0], to?: Who | null) => Promise<Matter>;
  readonly drafted: (o?: Parameters<typeof aRegistration>[0]) => Promise<Matter & { readonly answerId: number }>;
  readonly answered: (o?: Parameters<typeof aRegistration>[0]) => Promise<Matter>;
};

export const openWorld = async (): Promise<World> => {
  const house = await openHouse();
  const tokens = new Map<Who, string>();
  const token = async (who: Who): Promise<string> => {
    const known = tokens.get(who);
    if (known) return known;
    const done = ok(await signIn(house.ctx(visitor), { login: loginOf(who), password, remote: '127.0.0.9', userAgent: 'test' }));
    if (!('token' in done)) throw new Error(`${who} has a second step`);
    tokens.set(who, done.token);
    return done.token;
  };
  const staff = async (who: Who): Promise<Staff> => {
    const found = await sessionActor(house.ctx(visitor), await token(who));
    if (!found) throw new Error(`${who} has no session`);
    return found;
  };
  const by = async (who: Who): Promise<Ctx> => house.ctx(await staff(who));
  const received: World['received'] = async (o = {}) => {
    const [one] = ok(await register(house.ctx(visitor), aRegistration({ branchId: house.units.tasqala, ...o }))).matters;
    if (!one) throw new Error('nothing registered');
    return { id: one.appealId, number: one.number, link: one.linkToken, code: one.followCode };
  };
  const given: World['given'] = async (o = {}, to = 'executor') => {
    const m = await received(o);
    ok(await assign(await by('clerk'), { number: m.number, unitId: house.units.lighting, ...(to === null ? {} : { accountId: house.people[to] }), suggested: false }));
    return m;
  };
  const drafted: World['drafted'] = async (o = {}) => {
    const m = await given(o);
    const { answerId } = ok(await draftAnswer(await by('executor'), { number: m.number, outcome: 'done', text: 'Шам ауыстырылды.', papers: [] }));
    return { ...m, answerId };
  };
  const answered: World['answered'] = async (o = {}) => {
    const m = await drafted(o);
    ok(await approveAndSend(await by('controller'), { number: m.number, answerId: m.answerId }));
    return m;
  };
  return { ...house, token, staff, by, received, given, drafted, answered, holder: (m) => house.ctx({ kind: 'holder', appealId: m.id }) };
};
