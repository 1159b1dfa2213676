import { createHash, randomBytes } from 'node:crypto';
import { jobs, readers } from '../../src/app/house.ts';
import { system, visitor, type Actor } from '../../src/kernel/actor.ts';
import { registerReaders, type Reaction } from '../../src/platform/jobs.ts';
import { setChannels, type Delivered, type Outgoing } from '../../src/rooms/notices/contract.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { sessionActor } from '../../src/rooms/people/contract.ts';
import { testNow } from '../support/database.ts';
import { ok, openHouse, type TestHouse } from '../support/house.ts';

/** A house whose events are heard, whose channels write into a list, and whose queue goes by the house's own clock. */
export type Office = {
  readonly house: TestHouse;
  readonly sent: Outgoing[];
  /** what the other end says; sent, unless told */
  answers: (message: Outgoing) => Delivered;
  /** every job whose moment has come by the house's clock, or that was given none, until none is left */
  readonly work: () => Promise<void>;
  /** a reaction runs again, as after a kill between its commit and the queue's noting */
  readonly again: (task: string, payload: object) => Promise<void>;
};

const tasks: Readonly<Record<string, Reaction>> = {
  ...jobs, ...Object.fromEntries(Object.entries(readers).flatMap(([event, list]) => list.map(({ reader, react }) => [`${event}>${reader}`, react]))),
};

export const openOffice = async (): Promise<Office> => {
  registerReaders(readers);
  const house = await openHouse();
  const sent: Outgoing[] = [];
  const run = async (task: string, payload: object): Promise<void> => {
    const react = tasks[task];
    if (!react) throw new Error(`no task ${task}`);
    await react(house.ctx(system(task)), payload as never);
  };
  const office: Office = {
    house, sent,
    answers: () => ({ sent: true, as: null }),
    work: async () => {
      for (;;) {
        // due by the house's clock, or put in for at once, which the queue writes by its own: never what waits for a moment of the house that is now in the real world
        const [job] = await house.t.raw(
          `DELETE FROM graphile_worker._private_jobs WHERE id = (SELECT j.id FROM graphile_worker._private_jobs j WHERE j.run_at <= $1 OR j.run_at IN (j.created_at, j.updated_at) ORDER BY j.run_at, j.id LIMIT 1)
            RETURNING (SELECT identifier FROM graphile_worker._private_tasks t WHERE t.id = task_id) AS task, payload`, [new Date(house.clock.now)],
        );
        if (!job) return;
        await run(String(job['task']), job['payload'] as object).catch((error: Error) => {
          if (error.constructor.name !== 'NotDelivered') throw error;
        });
      }
    },
    again: run,
  };
  const take = (message: Outgoing): Promise<Delivered> => {
    const answer = office.answers(message);
    if (answer.sent) sent.push(message);
    return Promise.resolve(answer);
  };
  setChannels({ email: take, sms: take, telegram: take, push: take }, 'https://ashyq.example');
  return office;
};

/** Everybody of the house as their session makes them, with the posts and abilities they really hold. */
export const actorsOf = async ({ house }: Office): Promise<(who: string) => Ctx> => {
  const staff = new Map<string, Actor>();
  for (const [who, accountId] of Object.entries(house.people)) {
    const token = randomBytes(32).toString('base64url');
    await house.t.raw(`INSERT INTO people.session (account_id, token_hash, by_way, user_agent, remote, started_at, seen_at) VALUES ($1, $2, 'password', '', '', $3, $3)`, [accountId, createHash('sha256').update(token).digest(), new Date(testNow)]);
    const actor = await sessionActor(house.t.ctx(visitor), token);
    if (actor) staff.set(who, actor);
  }
  return (who) => {
    const actor = staff.get(who);
    if (!actor) throw new Error(`nobody is ${who}`);
    return house.ctx(actor);
  };
};

/** What the person wrote: no notice may hold a word of it. */
export const words = 'Осы көшеде шам үш аптадан бері жанбайды';
export type Came = { readonly appealId: number; readonly number: string; readonly branchId: number; readonly followCode: string; readonly linkToken: string; readonly email: string; readonly holder: Extract<Actor, { kind: 'holder' }> };
let people = 0;
/** A matter of a person of its own, who hears by e-mail unless said. */
export const came = async ({ house }: Office, o: { tellBy?: 'email' | 'sms' | 'telegram' | 'link'; lang?: 'kk' | 'ru' | 'en'; publishConsent?: boolean } = {}): Promise<Came> => {
  people += 1;
  const email = `person${people}@mail.example`;
  const { matters: [base] } = aRegistration({});
  if (!base) throw new Error('no matter');
  const done = ok(await register(house.ctx(visitor), aRegistration({
    key: `telling-${people}-${randomBytes(6).toString('hex')}`, lang: o.lang ?? 'kk', branchId: house.units.tasqala, tellBy: o.tellBy, matters: [{ ...base, text: words, publishConsent: o.publishConsent ?? false }],
    applicant: { kind: 'person', surname: 'Сыналмалы', given: 'Әлия', email, phone: '+77010000001' },
  }))).matters[0];
  if (!done) throw new Error('nothing registered');
  return { ...done, email, holder: { kind: 'holder', appealId: done.appealId } };
};
