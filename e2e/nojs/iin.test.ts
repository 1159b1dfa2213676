import { afterAll, beforeAll, expect, test } from 'vitest';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration, madeUpIin } from '../../src/rooms/appeals/make.ts';
import { ok, openHouse, type TestHouse } from '../../test/support/house.ts';

let h: TestHouse;
beforeAll(async () => { h = await openHouse(); });
afterAll(() => h.end());

const iin = madeUpIin(31);
const registered = async (o: Parameters<typeof aRegistration>[0] = {}): Promise<string> => {
  const applicant = { kind: 'person' as const, surname: 'Нөмірлі', given: 'Әсем', phone: '8 701 000 00 31', iin };
  return ok(await register(h.ctx(), aRegistration({ branchId: h.units.tasqala, applicant, ...o }))).matters[0]?.number ?? '';
};
const at = (number: string) => `/kk/desk/appeals/${number}`;

test('the head of the branch sees a personal number once, after a reason; who saw it and why stays', async () => {
  const number = await registered();
  const page = await h.signedIn('head');
  await page.open(at(number));
  expect([page.text.includes('көрсетілген, жасырулы тұр'), page.html.includes(iin)]).toEqual([true, false]);
  await page.submit('Көрсету', { 'show_iin.reason': '' });
  expect([page.status, page.html.includes(iin), page.document.querySelector('[role=alert]')?.textContent?.includes('Осы жолды толтырыңыз')]).toEqual([422, false, true]);
  await page.submit('Көрсету', { 'show_iin.reason': 'Әкімдікке жолдау үшін керек' });
  expect([page.status, page.text.includes(iin), page.text.includes('тек осы жолы көрсетілді'), page.address.includes(iin)]).toEqual([200, true, true, false]);
  expect(page.headers.get('cache-control')).toContain('no-store');

  await page.open(at(number));
  expect(page.html).not.toContain(iin);
  for (const said of ['ЖСН көрсетілді', 'Әкімдікке жолдау үшін керек', 'Басшы Нұрлан']) expect(page.text).toContain(said);
  const leaves = await h.t.raw(`SELECT l.act, l.facts::text AS facts, l.actor_id FROM journal.leaf l JOIN appeals.appeal a ON l.subject = 'appeal:' || a.id WHERE a.number = $1 AND l.act = 'appeal.show_iin'`, [number]);
  expect(leaves.map((leaf) => [leaf['act'], Number(leaf['actor_id'])])).toEqual([['appeal.show_iin', h.people.head]]);
  expect(JSON.stringify(leaves)).not.toMatch(/Әкімдікке|95\d{10}/);
});

test('a clerk without the right reads why not, and a stranger finds nothing; neither leaves a trace', async () => {
  const number = await registered();
  const clerk = await h.signedIn('clerk');
  await clerk.open(at(number));
  expect([/ЖСН-ді көрсету[^.]*Бұл сіздің қызметіңізге берілмеген/.test(clerk.text), clerk.document.querySelector('[name="show_iin.reason"]')]).toEqual([true, null]);
  const csrf = clerk.document.querySelector('[name=csrf]')?.getAttribute('value') ?? '';
  for (const [who, status] of [['clerk', 403], ['sibling', 404]] as const) {
    const page = await h.signedIn(who);
    await page.open('/kk/desk/appeals');
    const form = page.document.createElement('form');
    form.setAttribute('method', 'post');
    form.setAttribute('action', `${at(number)}/iin-showings`);
    const own = page.document.querySelector('[name=csrf]')?.getAttribute('value') ?? csrf;
    form.innerHTML = `<input name="csrf" value="${own}"><input name="show_iin.reason" value="Қызық болғаннан"><button>Жасырын</button>`;
    page.document.body.append(form);
    await page.submit('Жасырын');
    expect([who, page.status, page.html.includes(iin)]).toEqual([who, status, false]);
  }
  expect(await h.t.raw(`SELECT 1 FROM appeals.act c JOIN appeals.appeal a ON a.id = c.appeal_id WHERE a.number = $1 AND c.act = 'show_iin'`, [number])).toEqual([]);
});

test('the person reads nothing of it by the link, and a letter without a number says so', async () => {
  const done = ok(await register(h.ctx(), aRegistration({ branchId: h.units.tasqala, applicant: { kind: 'person', surname: 'Нөмірсіз', given: 'Әсем', phone: '8 701 000 00 32' } }))).matters[0];
  const head = await h.signedIn('head');
  await head.open(at(done?.number ?? ''));
  expect(head.text).toContain('Бұл өтініште ЖСН көрсетілмеген.');
  const number = await registered();
  await head.open(at(number));
  await head.submit('Көрсету', { 'show_iin.reason': 'Тексеру үшін' });
  const [row] = await h.t.raw(`SELECT c.public FROM appeals.act c JOIN appeals.appeal a ON a.id = c.appeal_id WHERE a.number = $1 AND c.act = 'show_iin'`, [number]);
  expect(row?.['public']).toBe(false);
});
