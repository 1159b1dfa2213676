import type { Ctx } from '../../src/platform/ctx.ts';
import { day } from '../../src/kernel/day.ts';
import { publish as publishCalendar } from '../../src/rooms/calendar/acts.ts';
import { foresee as foreseeDates } from '../../src/rooms/calendar/acts/moves.ts';
import { builtIn } from '../../src/rooms/calendar/contract.ts';
import { closeAccount, createAccount, endPost, givePost, invite, removeTotpOf, signOutEverywhere } from '../../src/rooms/people/contract.ts';
import { changeUnit, closeUnit, endCompetence, importTerritories, moveUnit, openUnit, renameUnit, setCompetence } from '../../src/rooms/units/contract.ts';
import type { Deed, Group } from './acts.ts';
import { accountOf, type Who, type World } from './world.ts';

const names = { kk: 'Жаңа', ru: 'Новый', en: 'New' };

/** The administrators' side: people, units, calendar. `Standing` is to the district branch and to the body of that district. */
export const officeGroups = async (w: World): Promise<readonly Group[]> => {
  const deed = (name: string, run: Deed['run']): Deed => ({ name, about: null, run });
  const [clerk, executor] = [w.one('appeals_clerk', 'own branch'), w.one('executor', 'same body')];
  const postOf = (who: Who): number => (who.actor.kind === 'staff' ? (who.actor.posts[0]?.postId ?? 0) : 0);
  const nobody = accountOf(w.one('no post', 'nowhere'));
  const [own, body] = [w.units['own branch'], w.units['same body']];
  await w.t.raw(`INSERT INTO units.competence (topic_code, territory_code, unit_id, from_on) VALUES ('roads', '276000000', $1, '2026-01-01')`, [body]);
  const competenceId = Number((await w.t.raw(`SELECT id FROM units.competence WHERE topic_code = 'roads' AND unit_id = $1`, [body]))[0]?.['id']);
  const post = (ctx: Ctx, accountId: number, unitId: number, role: string) => givePost(ctx, { accountId, unitId, role, fromOn: day('2026-11-20') });
  return [
    {
      title: 'Accounts and posts', about: 'Standing is counted to the district branch and to the body of its district. Nobody gives a post to themselves.',
      deeds: [
        deed('Open an account', (ctx) => createAccount(ctx, { login: 'new@ashyq.example', name: 'Жаңа Қызметкер', lang: 'kk' })),
        deed('Give a post in the branch', (ctx) => post(ctx, nobody, own, 'controller')),
        deed('Give the headship of the branch', (ctx) => post(ctx, nobody, own, 'branch_head')),
        deed('Give a post in the body', (ctx) => post(ctx, nobody, body, 'executor')),
        deed('Give oneself a post', (ctx) => post(ctx, ctx.actor.kind === 'staff' ? ctx.actor.accountId : 0, own, 'branch_head')),
        deed('End a post in the branch', (ctx) => endPost(ctx, { postId: postOf(clerk) })),
        deed('End a post in the body', (ctx) => endPost(ctx, { postId: postOf(executor) })),
        deed('Invite a clerk of the branch again (a new password)', (ctx) => invite(ctx, { accountId: accountOf(clerk) })),
        deed('Invite somebody of the body again', (ctx) => invite(ctx, { accountId: accountOf(executor) })),
        deed('Invite somebody who holds no post', (ctx) => invite(ctx, { accountId: nobody })),
        deed('Take a clerk’s second step off', (ctx) => removeTotpOf(ctx, { accountId: accountOf(clerk) })),
        deed('End a clerk’s sessions', (ctx) => signOutEverywhere(ctx, accountOf(clerk))),
        deed('Close a clerk’s account', (ctx) => closeAccount(ctx, { accountId: accountOf(clerk) })),
      ],
    },
    {
      title: 'Units, competence and calendar', about: 'A branch that comes first is opened by setup only.',
      deeds: [
        deed('Open a branch below', (ctx) => openUnit(ctx, { kind: 'branch', level: 'primary', code: 'NEW1', parentId: own, territoryCode: '276030000', names })),
        deed('Open a first branch', (ctx) => openUnit(ctx, { kind: 'branch', level: 'region', code: 'NEW2', parentId: null, territoryCode: '270000000', names })),
        deed('Open a body in the district', (ctx) => openUnit(ctx, { kind: 'body', level: 'district', code: 'NEW3', parentId: null, territoryCode: '276000000', names })),
        deed('Rename the branch', (ctx) => renameUnit(ctx, { unitId: own, names })),
        deed('Rename the body', (ctx) => renameUnit(ctx, { unitId: body, names })),
        deed('Change the branch’s address and hours', (ctx) => changeUnit(ctx, { unitId: own, address: 'Абай, 1', phone: null, profile: 'internal', calendar: 'kz5', closingMinute: 1080 })),
        deed('Move the branch under another', (ctx) => moveUnit(ctx, { unitId: own, parentId: w.units['country branch'] })),
        deed('Close the branch below', (ctx) => closeUnit(ctx, { unitId: w.units['branch below'] })),
        deed('Close the body', (ctx) => closeUnit(ctx, { unitId: body })),
        deed('Say which body answers for a topic in the district', (ctx) => setCompetence(ctx, { topicCode: 'lighting', territoryCode: '276000000', unitId: body })),
        deed('Say that the body answers no more', (ctx) => endCompetence(ctx, { competenceId })),
        deed('Import places', (ctx) => importTerritories(ctx, [{ code: '276050000', kind: 'okrug', names }])),
        deed('Publish a new version of the calendar', (ctx) => publishCalendar(ctx, { name: 'kz5', orders: [{ act: 'off', on: day('2026-12-31') }], reason: 'Қаулы' })),
        deed('Count the open dates that a new version would move', (ctx) => foreseeDates(ctx, { before: builtIn(5), after: builtIn(5), today: day('2026-11-20') })),
      ],
    },
  ];
};
