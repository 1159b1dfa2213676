import { jobs, readers } from '../../src/app/house.ts';
import { system } from '../../src/kernel/actor.ts';
import { registerReaders, type Reaction } from '../../src/platform/jobs.ts';
import { setChannels, type Delivered, type Outgoing } from '../../src/rooms/notices/contract.ts';
import { openHouse, type TestHouse } from '../support/house.ts';

/** A house whose events are heard, whose channels write into a list, and whose queue goes by the house's own clock. */
export type Office = {
  readonly house: TestHouse;
  readonly sent: Outgoing[];
  /** what the other end says; sent, unless told */
  answers: (message: Outgoing) => Delivered;
  /** every job whose moment has come, until none is left */
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
        const [job] = await house.t.raw(
          `DELETE FROM graphile_worker._private_jobs WHERE id = (SELECT j.id FROM graphile_worker._private_jobs j WHERE j.run_at <= $1 OR j.run_at BETWEEN now() - interval '1 hour' AND now() ORDER BY j.run_at, j.id LIMIT 1)
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
