import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appeals, openBotHouse, type BotHouse } from './bot-house.ts';
import { heard, untilCheck, untilNumber } from './words-of.ts';

let b: BotHouse;
beforeAll(async () => {
  b = await openBotHouse();
  b.reader();
});
afterAll(() => b.end());

const jpeg = () => sharp({ create: { width: 64, height: 48, channels: 3, background: '#446688' } }).jpeg().toBuffer();

test('a resident sends an appeal in Kazakh, with two messages, photographs and a point', async () => {
  const person = b.api.person(101);
  const w = heard.kk;
  const asked = await person.after(person.write('/start'), /Сәлеметсіз бе[^]*Здравствуйте[^]*Hello/);
  expect(asked.reply_markup?.inline_keyboard?.flat().map((key) => key.text)).toEqual(['Қазақша', 'Русский', 'English']);
  await person.after(person.press('Қазақша'), w.what);
  await person.after(person.write('Аулада жарық жанбайды 🌃, балалар қорқады.'), w.taken);
  await person.after(person.photo(await jpeg(), { caption: 'Міне, осы бағана.' }), /1 файл қосылды/);
  person.photo(await jpeg(), { album: 'a1' });
  person.photo(await jpeg(), { album: 'a1' });
  await person.hears(/2 файл қосылды/);
  await person.after(person.write('Үш апта болды.'), /3 файл қосылды/);
  const where = await person.after(person.press('Дайын'), w.where);
  expect(where.reply_markup?.keyboard?.[0]?.[0]).toMatchObject({ request_location: true });
  await person.after(person.location(50.123456789, 51.2), /Нүкте белгіленді/);
  await person.after(person.write('Тасқала ауданы, Абай көшесі 12'), w.place);
  // the rest of the line was the address: it is not asked again
  await person.hears(w.kind);
  await person.after(person.press(heard.kk.application), w.name);
  const phone = await person.after(person.write('Сыналмалы Әлия Үлгіқызы'), w.phone);
  expect(phone.reply_markup?.keyboard?.[0]?.[0]).toMatchObject({ request_contact: true });
  await person.after(person.contact('77010000001'), w.publish);
  const check = await person.after(person.press(w.no), w.check);
  for (const shown of ['Үш апта болды.', '3 файл', 'Тасқала ауданы', 'Абай көшесі 12', '50.12346, 51.2', 'арыз', 'Сыналмалы Әлия Үлгіқызы', '+7 701 000 00 01', 'Жоқ, тек маған жауап беріңіз']) expect(check.text).toContain(shown);
  const done = await person.after(person.press('Жіберу'), w.registered);
  expect(done.text).toMatch(/Нөмірі: BQ01-2026-\d{6}/);
  expect(done.text).toMatch(/Коды: [0-9A-Z]{4}-[0-9A-Z]{4}/);
  expect(done.text).toContain('Тасқала аудандық филиалы');
  const link = /http:\/\/127\.0\.0\.1:3000(\/kk\/follow\/[\w-]{22})/.exec(done.text)?.[1] ?? '';
  const page = await b.h.browser().open(link);
  expect(page.status).toBe(200);
  expect(page.text).toContain('Аулада жарық жанбайды 🌃, балалар қорқады. Міне, осы бағана. Үш апта болды.');
  const [row] = (await appeals(b)).filter((one) => one['surname'] === 'Сыналмалы');
  expect(row).toMatchObject({ channel: 'messenger', lang: 'kk', lat: 50.12346, lon: 51.2, point_accuracy_m: 13, address: 'Абай көшесі 12', territory_code: '276000000', phone: '+77010000001', publish_consent: false, patronymic: 'Үлгіқызы' });
  expect(await b.h.t.raw(`SELECT count(*)::int AS n FROM files.file WHERE owner = 'appeal:' || $1`, [row?.['id']])).toEqual([{ n: 3 }]);
  // no preview: nobody but the person opens the link
  expect(b.api.calls.filter((call) => call.method === 'sendMessage').every((call) => (call.payload['link_preview_options'] as { is_disabled?: boolean }).is_disabled === true)).toBe(true);
});

test('a resident sends an appeal in Russian, changes answers before sending, and agrees to publication', async () => {
  const person = b.api.person(102, 'ru');
  const w = heard.ru;
  await untilCheck(person, 'ru', 'Во дворе не горит свет.');
  await person.after(person.press('Текст'), /Написанное здесь/);
  await person.after(person.press('Написать заново'), w.what);
  await person.after(person.write('Во дворе третью неделю не горит свет.'), w.taken);
  await person.after(person.write('готово'), w.check);
  await person.after(person.press('Вид'), w.kind);
  const changed = await person.after(person.press(/нарушили|нарушило/), w.check);
  expect(changed.text).toContain('Вид: жалоба');
  await person.after(person.press('Публикация'), w.publish);
  const check = await person.after(person.press(/Да, можно опубликовать/), w.check);
  expect(check.text).toContain('Во дворе третью неделю не горит свет.');
  expect(check.text).not.toContain('Во дворе не горит свет.');
  const done = await person.after(person.press('Отправить'), w.registered);
  expect(done.text).toMatch(/Мы ответим вам до \d+.\p{L}+ включительно/u);
  const [row] = (await appeals(b)).filter((one) => one['lang'] === 'ru');
  expect(row).toMatchObject({ kind: 'complaint', publish_consent: true, text: 'Во дворе третью неделю не горит свет.', address: 'Абай 12' });
});

test('somebody who just writes is asked the language, and the words stay', async () => {
  const person = b.api.person(103, 'ru');
  await person.after(person.write('Автобус не ходит с понедельника, люди стоят на морозе.'), /Қай тілде сөйлесеміз/);
  await person.after(person.press('Русский'), /Написанное здесь/);
  await person.after(person.press('Готово'), heard.ru.where);
});

test('several places of a name are offered, an unknown one is asked again, and one may go on without', async () => {
  const person = b.api.person(104);
  const w = heard.kk;
  await person.after(person.write('/start'), /Қай тілде/);
  await person.after(person.press('Қазақша'), w.what);
  await person.after(person.write('Жолдағы шұңқыр көлікті сындырды.'), w.taken);
  await person.after(person.press('Дайын'), w.where);
  await person.after(person.write('Жоқжер'), /Мұндай жер табылмады/);
  await person.after(person.write('Мүлде жоқ жер'), /орнын көрсетпей/);
  await person.after(person.write('ауданы'), /Қайсысы\?/);
  expect(person.last?.reply_markup?.inline_keyboard?.flat().map((key) => key.text)).toEqual(['Ақжайық ауданы (Батыс Қазақстан облысы)', 'Тасқала ауданы (Батыс Қазақстан облысы)', 'Басқа жер']);
  await person.after(person.press('Басқа жер'), w.where);
  await person.after(person.write('ауданы'), /Қайсысы\?/);
  await person.after(person.press(/^Ақжайық/), /Орны: Ақжайық ауданы/);
  await person.hears(w.address);
  await person.after(person.press('Өткізіп жіберу'), w.kind);
});

test('a long text in many messages is taken whole, and one letter too many is refused kindly', async () => {
  const person = b.api.person(105);
  const w = heard.kk;
  await person.after(person.write('/start'), /Қай тілде/);
  await person.after(person.press('Қазақша'), w.what);
  const piece = 'Ұзын әңгіме: ғәқңөүұһі. '.repeat(170).slice(0, 4090).trim();
  for (let at = 0; at < 4; at += 1) await person.after(person.write(piece), w.taken);
  await person.after(person.write(piece), /сыймады/);
  await person.after(person.press('Дайын'), w.where);
});

test('what cannot be read is answered with a word; a contact of somebody else is not taken', async () => {
  const person = b.api.person(106);
  const w = heard.kk;
  await untilCheck(person, 'kk', 'Су құбыры жарылды, көше мұз болды.');
  await person.after(person.sticker(), /Дауыс, бейне мен стикерді оқи алмаймын/);
  await person.after(person.voice(), /Сөзбен жазыңызшы/);
  await person.after(person.press('Телефон нөмірі'), w.phone);
  await person.after(person.contact('77010000099', 999), /басқа адамның нөмірі/);
  await person.after(person.contact('77010000098', null), /басқа адамның нөмірі/);
  await person.after(person.write('123'), /Нөмір толық емес/);
  await person.after(person.write('8 (701) 000-00-07'), w.check);
  expect(person.last?.text).toContain('+7 701 000 00 07');
  await person.after(person.press('Аты-жөні'), w.name);
  await person.after(person.write('123 !!'), /әріптермен жазыңыз/);
  await person.after(person.write('Үлгілі Нұрлан'), w.check);
});

test('a document is looked at as any upload: a paper is taken, a program is not', async () => {
  const person = b.api.person(107);
  await person.after(person.write('/start'), /Қай тілде/);
  await person.after(person.press('Қазақша'), heard.kk.what);
  await person.after(person.document(new TextEncoder().encode('Актінің мәтіні'), 'акт.txt'), /1 файл қосылды/);
  await person.after(person.document(new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0]), 'x.jpg'), /файл/i);
  await person.after(person.press('Дайын'), /бірнеше сөзбен/);
});

test('an edited message changes the draft; after sending it does not', async () => {
  const person = b.api.person(108);
  const w = heard.kk;
  await person.after(person.write('/start'), /Қай тілде/);
  await person.after(person.press('Қазақша'), w.what);
  const first = person.write('Қоқыс бір апта шығарылмады.');
  await person.hears(w.taken);
  await person.after(person.edit(first.message.message_id, 'Қоқыс екі апта шығарылмады.'), /Өзгертуіңіз ескерілді/);
  await person.after(person.press('Дайын'), w.where);
  await person.after(person.write('Тасқала'), w.address);
  await person.after(person.press('Өткізіп жіберу'), w.kind);
  await person.after(person.press(w.application), w.name);
  await person.after(person.write('Үлгілі Дана'), w.phone);
  await person.after(person.write('Өткізіп жіберу'), w.publish);
  await person.after(person.press(w.no), w.check);
  await person.after(person.press('Жіберу'), w.registered);
  await person.after(person.edit(first.message.message_id, 'Үш апта.'), /Жіберілген өтініш өзгермейді/);
  const [row] = (await appeals(b)).filter((one) => one['given'] === 'Дана');
  expect(row).toMatchObject({ text: 'Қоқыс екі апта шығарылмады.', phone: null });
});

test('a sent appeal is forgotten by the conversation: only the language and the pace are kept, sealed', async () => {
  const person = b.api.person(109);
  const said = await untilNumber(person, 'kk', 'Балабақшаның қақпасы сынып қалды.');
  await b.api.until(() => b.api.waiting.length === 0, 'all updates are confirmed');
  const rows = await b.h.t.raw('SELECT peer, sealed FROM notices.conversation');
  const all = Buffer.concat(rows.flatMap((row) => [row['peer'] as Buffer, row['sealed'] as Buffer]));
  for (const word of ['қақпасы', /Нөмірі: (\S+)/.exec(said)?.[1] ?? 'none']) expect(all.includes(Buffer.from(word)), word).toBe(false);
  const dump = JSON.stringify(await b.h.t.raw(`SELECT * FROM notices.arrival`));
  expect(dump).not.toContain('қақпасы');
  expect(dump).not.toContain('109"');
});
