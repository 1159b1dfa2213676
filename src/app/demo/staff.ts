import type { HeldPost, Staff } from '../../kernel/actor.ts';
import type { Day } from '../../kernel/day.ts';
import type { Result } from '../../kernel/result.ts';
import type { Lang } from '../../kernel/words.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { officer } from './people.ts';
import { branchCode } from './plan.ts';
import { random } from './random.ts';
import { ok, type DemoUnit, type DemoUnits } from './units.ts';

/** The acts of the room of people that the demo needs, handed in. */
export type People = {
  readonly createAccount: (ctx: Ctx, input: { login: string; name: string; lang: Lang; password?: string }) => Promise<Result<{ accountId: number }>>;
  readonly givePost: (ctx: Ctx, input: { accountId: number; unitId: number; role: string; fromOn: Day }) => Promise<Result<{ postId: number }>>;
  readonly roles: (ctx: Ctx) => Promise<readonly { readonly code: string; readonly reachesDown: boolean; readonly abilities: readonly string[] }[]>;
};

export const demoRoles = ['reception_clerk', 'appeals_clerk', 'controller', 'branch_head', 'administrator', 'executor', 'body_head'] as const;
export type DemoRole = (typeof demoRoles)[number];

/** Shown on the sign-in page of a demo, and of a demo only. */
export const demoPassword = 'ashyq-filial-demo';

type Signed = { readonly login: string; readonly role: DemoRole; readonly name: string; readonly unit: string };
const signed = (login: string, role: DemoRole, name: string, unit: string): Signed => ({ login: `${login}@demo.invalid`, role, name, unit });
const city = 'BQ01';
/** One of every role, in the city where most people write; the head of the region and the administrator above them. */
const known: readonly Signed[] = [
  signed('reception', 'reception_clerk', 'Сарсенова Айгерім Қайратқызы', city), signed('clerk', 'appeals_clerk', 'Бейсенов Дархан Ерланұлы', city),
  signed('controller', 'controller', 'Мельникова Ирина Павловна', city), signed('head', 'branch_head', 'Тұрсынов Бауыржан Серікұлы', city),
  signed('region', 'branch_head', 'Жүнісова Гүлмира Маратқызы', 'BQ'), signed('administrator', 'administrator', 'Толеуова Анар Талғатқызы', 'BQ'),
  signed('executor', 'executor', 'Қасенов Нұрбол Жомартұлы', 'AK01U'), signed('body', 'body_head', 'Омаров Сәкен Асхатұлы', 'AK01U'),
];
export const demoLogins: readonly { readonly login: string; readonly role: DemoRole; readonly name: string }[] = known.map(({ login, role, name }) => ({ login, role, name }));

export type Crew = {
  readonly of: (unit: string, role: DemoRole, place?: 0 | 1) => Staff;
};

type Seat = { readonly login: string; readonly role: DemoRole; readonly units: readonly DemoUnit[]; readonly place: 0 | 1; readonly name: string | null };

/** Who sits where. In a district three people hold the posts of the akimat and its divisions, as in a small place they do. */
const seats = (units: DemoUnits): readonly Seat[] => {
  const all = [...units.byCode.values()];
  const list: Seat[] = [];
  const seat = (login: string, role: DemoRole, at: readonly DemoUnit[], place: 0 | 1 = 0) => {
    const named = known.find((one) => one.role === role && place === 0 && at.some((unit) => unit.code === one.unit));
    list.push({ login: named?.login ?? `${login}@demo.invalid`, role, units: at, place, name: named?.name ?? null });
  };
  for (const branch of all.filter((unit) => unit.kind === 'branch')) {
    for (const role of ['reception_clerk', 'appeals_clerk', 'controller', 'branch_head'] as const) seat(`${role.replace('_', '-')}.${branch.code.toLowerCase()}`, role, [branch]);
    // the deputy decides where the head asked
    seat(`deputy.${branch.code.toLowerCase()}`, 'branch_head', [branch], 1);
    if (branch.code === branchCode(null)) seat('administrator', 'administrator', [branch]);
  }
  for (const body of all.filter((unit) => unit.kind === 'body' && !/^AK\d\d./.test(unit.code))) {
    const here = /^AK\d\d$/.test(body.code) ? [body, ...all.filter((unit) => unit.parent === body.code)] : [body];
    const name = body.code.toLowerCase();
    seat(`head.${name}`, 'body_head', here);
    seat(`first.${name}`, 'executor', here, 0);
    seat(`second.${name}`, 'executor', here, 1);
  }
  return list;
};

/** Accounts and posts, and the same people as actors for everything they will have done. Only those of the sign-in page get a password. */
export const raiseStaff = async (ctx: Ctx, o: { people: People; units: DemoUnits; seed: number; fromOn: Day }): Promise<Crew> => {
  const r = random(o.seed + 1);
  const taken = new Set(known.map((one) => one.name));
  const roles = new Map((await o.people.roles(ctx)).map((role) => [role.code, role]));
  const crew = new Map<string, Staff>();
  const sit = async (seat: Seat, name: string): Promise<void> => {
    const { accountId } = ok(await o.people.createAccount(ctx, { login: seat.login, name, lang: 'kk', ...(seat.name === null ? {} : { password: demoPassword }) }), seat.login);
    const role = roles.get(seat.role);
    const posts: HeldPost[] = [];
    for (const unit of seat.units) {
      const { postId } = ok(await o.people.givePost(ctx, { accountId, unitId: unit.id, role: seat.role, fromOn: o.fromOn }), `${seat.login} ${unit.code}`);
      const below = role?.reachesDown === true ? [...o.units.byCode.values()].filter((one) => one.parent === unit.code).map((one) => one.id) : [];
      posts.push({ postId, unitId: unit.id, unitKind: unit.kind, role: seat.role, abilities: role?.abilities ?? [], reach: [unit.id, ...below] });
    }
    const staff: Staff = { kind: 'staff', accountId, name, posts, sight: [...new Set(posts.flatMap((post) => (post.reach === 'all' ? [] : post.reach)))] };
    for (const unit of seat.units) crew.set(`${unit.code} ${seat.role} ${seat.place}`, staff);
  };
  const waiting = seats(o.units).map((seat) => ({ seat, name: seat.name ?? officer(r, taken) }));
  // names were drawn in order; the passwords of a few take longer than all the rest
  for (let at = 0; at < waiting.length; at += 4) await Promise.all(waiting.slice(at, at + 4).map(({ seat, name }) => sit(seat, name)));
  return {
    of: (unit, role, place = 0) => {
      const staff = crew.get(`${unit} ${role} ${place}`);
      if (!staff) throw new Error(`nobody is ${role} in ${unit}`);
      return staff;
    },
  };
};
