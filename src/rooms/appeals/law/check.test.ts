import { expect, test } from 'vitest';
import { processorMs } from '../../../../test/support/processor.ts';
import type { Lang } from '../../../kernel/words.ts';
import { personalIn } from '../../recognition/contract.ts';
import { madeUpIin } from '../make.ts';
import { checkAnswer, marksOf, warningCodes, type Checked, type WarningCode } from './check.ts';
import { questionsIn } from './check/questions.ts';
import { likeness } from './check/likeness.ts';
import { writtenIn } from './check/language.ts';

const own = { names: ['Сыналмалы', 'Әлия', 'Үлгіқызы'], phone: '+77010000001', email: 'alia@ulgi.example', isIin: () => false };
const asked = (o: Partial<Checked> & { letter: string; answer: string }): Checked => ({ outcome: 'done', lang: 'kk', own, earlier: [], personal: personalIn(o.answer), ...o });

/** Letter, answer, and how many questions stay without an answer. Made up for this test. */
const questions: readonly (readonly [letter: string, answer: string, left: number])[] = [
  ['Көшедегі шам қашан жөнделеді?', 'Көше шамы 25 қарашада жөнделеді.', 0],
  ['Көшедегі шам қашан жөнделеді?', 'Өтінішіңіз қаралды. Көше шамдары бөлімнің бақылауында.', 1],
  ['Жол неге жөнделмей жатыр? Қашан бастайсыздар?', 'Жол жөндеу қаржының кешігуіне байланысты тоқтап тұр.', 1],
  ['Жол неге жөнделмей жатыр? Қашан бастайсыздар?', 'Жол қаржының кешігуіне байланысты жөнделмей тұр. Жұмысты 2027 жылғы сәуірде бастаймыз.', 0],
  ['Ауылға су қашан келеді? Құбырды кім ауыстырады?', 'Су 3 желтоқсанда беріледі. Құбырды «Үлгі су» мердігері ауыстырады.', 0],
  ['Ауылға су қашан келеді? Құбырды кім ауыстырады?', 'Су 3 желтоқсанда беріледі.', 1],
  ['Балабақшада қанша орын бар? Кезекке қалай тұрамыз?', 'Балабақшада 12 бос орын бар. Кезекке порталда өтініш беріп тұрасыз.', 0],
  ['Балабақшада қанша орын бар? Кезекке қалай тұрамыз?', 'Кезекке порталда өтініш беріп тұрасыз.', 1],
  ['Сәлеметсіздер ме? Ауламызда қоқыс жиналып қалды.', 'Қоқыс бүгін шығарылды.', 0],
  ['Қашан да болса көмектесесіздер деп сенеміз. Аулада жарық жоқ.', 'Жарық қосылды.', 0],
  ['Аулада жарық жоқ, балалар қорқады. Қашан қосылатынын айтыңыздар', 'Жарық ертең, 21 қарашада қосылады.', 0],
  ['Аулада жарық жоқ, балалар қорқады. Қашан қосылатынын айтыңыздар', 'Аулаңыздағы жарық мәселесі бақылауға алынды.', 1],
  ['1. Автобус аялдамасын орнату\n2. Жаяу жүргіншілер жолын сызу\n3. Жылдамдықты шектейтін белгі қою', 'Автобус аялдамасы көктемде орнатылады. Жаяу жүргіншілер жолы сызылды.', 1],
  ['1. Автобус аялдамасын орнату\n2. Жаяу жүргіншілер жолын сызу', 'Аялдама орнатылды, жаяу жүргіншілер жолы сызылды.', 0],
  ['Мектепке апаратын жол лай. Тротуар салу жоспарда бар ма?', 'Мектеп жанындағы тротуар салу жоспарға енгізілді.', 0],
  ['Мектепке апаратын жол лай. Тротуар салу жоспарда бар ма?', 'Өтінішіңіз үшін рақмет. Қыста жолға тұз себіледі.', 1],
  ['Әлеуметтік көмекті кім төлейді? Қандай құжат керек?', 'Көмекті жұмыспен қамту бөлімі төлейді. Құжаттар: жеке куәлік және анықтама.', 0],
  ['Газ бағасы неге қымбаттады?', 'Газ бағасы тарифтің өзгеруі салдарынан өсті.', 0],
  ['Газ бағасы неге қымбаттады?', 'Газ төлемін кассада не сайтта төлей аласыз.', 1],
  ['Бұл не деген сұмдық? Қайда қарап отырсыздар? Үйдің төбесінен су ағады.', 'Төбе жөнделді, су ақпайды.', 0],
  ['Көпір қашан салынады және оған қанша ақша бөлінді?', 'Көпір құрылысы 2027 жылдың шілдесінде аяқталады, 40 миллион теңге бөлінді.', 0],
  ['Дәрігер ауылға неше рет келеді?', 'Дәрігер ауылға аптасына екі рет келеді.', 0],
  ['Дәрігер ауылға неше рет келеді?', 'Дәрігер қабылдауы ауылда ұйымдастырылған.', 1],
  ['Когда починят освещение во дворе?', 'Освещение во дворе починят до 5 декабря.', 0],
  ['Когда починят освещение во дворе?', 'Ваше обращение рассмотрено, освещение находится на контроле.', 1],
  ['Почему отключили горячую воду? Когда включат?', 'Горячую воду отключили из-за аварии на теплотрассе. Включат 22 ноября.', 0],
  ['Почему отключили горячую воду? Когда включат?', 'Горячую воду включат 22 ноября.', 1],
  ['Кто отвечает за уборку снега? Куда обращаться, если не убрали?', 'За уборку снега отвечает отдел ЖКХ.', 1],
  ['Кто отвечает за уборку снега? Куда обращаться, если не убрали?', 'За уборку снега отвечает отдел ЖКХ. Если не убрали, обращайтесь в диспетчерскую отдела.', 0],
  ['Сколько мест в детском саду и как встать в очередь?', 'В детском саду 15 мест, в очередь записывают на портале.', 0],
  ['Прошу разъяснить порядок получения адресной помощи', 'Для получения адресной помощи подайте заявление; порядок такой: акимат, комиссия, выплата.', 0],
  ['Прошу разъяснить порядок получения адресной помощи', 'Благодарим за активную гражданскую позицию.', 1],
  ['Когда идёт дождь, двор затапливает. Сделайте ливнёвку.', 'Ливнёвка во дворе прочищена.', 0],
  ['Доколе это терпеть? Сколько можно ждать? Яма на дороге у школы.', 'Яма у школы засыпана.', 0],
  ['Добрый день! Как дела? Не горит фонарь у подъезда.', 'Фонарь заменён.', 0],
  ['1) установить лавочки; 2) отремонтировать детскую площадку; 3) вывезти мусор', 'Лавочки установлены, мусор вывезен.', 1],
  ['1) установить лавочки; 2) отремонтировать детскую площадку; 3) вывезти мусор', 'Лавочки установлены, площадку отремонтируют весной, мусор вывезен.', 0],
  ['Будет ли автобус ходить в выходные?', 'Автобус в выходные будет ходить с 1 декабря.', 0],
  ['Будет ли автобус ходить в выходные?', 'Расписание утверждает перевозчик.', 1],
  ['Сообщите, когда начнётся ремонт моста', 'Ремонт моста начнётся в мае.', 0],
  ['Сообщите, когда начнётся ремонт моста', 'Мост осмотрен комиссией, ремонт необходим.', 1],
  ['Какие документы нужны для пособия? Где их подать?', 'Для пособия нужны удостоверение и справка. Документы подать можно в ЦОН.', 0],
  ['Можно ли перенести мусорные баки от детской площадки?', 'Мусорные баки перенесены за дом.', 0],
  ['Аулада жарық жоқ. Когда уже сделают свет?', 'Жарық 24 қарашада қосылады.', 1],
  ['Подъездте жарық жоқ, лампочканы қашан ауыстырасыздар?', 'Подъездегі лампочка 23 қарашада ауыстырылады.', 0],
];

const outcome = (letter: string, answer: string): number => checkAnswer(asked({ letter, answer })).filter((one) => one.code === 'unanswered').length;

test('questions without an answer are found, and answered ones left alone', () => {
  expect(questions.length).toBeGreaterThanOrEqual(40);
  let [right, wrong, missed] = [0, 0, 0];
  const said: string[] = [];
  for (const [letter, answer, left] of questions) {
    const found = outcome(letter, answer);
    right += Math.min(found, left);
    wrong += Math.max(0, found - left);
    missed += Math.max(0, left - found);
    if (found !== left) said.push(`${found} for ${left}: ${letter} → ${answer}`);
  }
  const [precision, recall] = [right / (right + wrong), right / (right + missed)];
  expect(precision, said.join('\n')).toBeGreaterThanOrEqual(0.9);
  expect(recall, said.join('\n')).toBeGreaterThanOrEqual(0.85);
});

const kkLetter = 'Көшеміздегі жарық екі айдан бері жанбайды, балалар қорқады.';
const ruLetter = 'На нашей улице второй месяц не горит свет, дети боятся ходить в школу.';
const long = 'Тұрғын үй бөлімі өтінішті қарап, көшедегі шамдарды тексерді. Бағандағы сымдар ауыстырылды, шамдар толық жанып тұр. Ақау қайталанса, бөлімге хабарласыңыз.';
const iin = madeUpIin(7);

/** Every warning but that of questions: what is said of the answer, and with what weight. */
const others: readonly (readonly [what: string, given: Parameters<typeof asked>[0] & { lang?: Lang }, codes: readonly WarningCode[], serious: boolean])[] = [
  ['бас тарту, шағым жолы жоқ', { letter: kkLetter, answer: 'Өтінішіңізді орындау мүмкін емес, бюджетте қаржы жоқ.', outcome: 'refused' }, ['no_route'], true],
  ['бас тарту, шағым жолы айтылған', { letter: kkLetter, answer: 'Өтінішіңізді орындау мүмкін емес. Келіспесеңіз, үш ай ішінде жоғары тұрған органға шағымдана аласыз.', outcome: 'refused' }, [], false],
  ['түсіндірілді, сот аталған', { letter: kkLetter, answer: 'Тарифті реттеуші бекітеді. Жауаппен келіспесеңіз, сотқа жүгінуге құқығыңыз бар.', outcome: 'explained' }, [], false],
  ['шағымы қаралған, бірақ жолы айтылмаған', { letter: kkLetter, answer: 'Шағымыңыз қаралды, тарифті реттеуші органның өзі бекітеді.', outcome: 'explained' }, ['no_route'], true],
  ['қараусыз қалған', { letter: ruLetter, lang: 'ru', answer: 'Обращение оставлено без рассмотрения: не указан адрес дома.', outcome: 'left_without_consideration' }, ['no_route'], true],
  ['отказ с путём', { letter: ruLetter, lang: 'ru', answer: 'В перерасчёте отказано. Решение можно обжаловать в течение трёх месяцев.', outcome: 'refused' }, [], false],
  ['жалоба рассмотрена, путь не назван', { letter: ruLetter, lang: 'ru', answer: 'Ваша жалоба рассмотрена и признана необоснованной.', outcome: 'refused' }, ['no_route'], true],
  ['решение не подлежит обжалованию', { letter: ruLetter, lang: 'ru', answer: 'В просьбе отказано, решение не подлежит обжалованию.', outcome: 'refused' }, ['no_route'], true],
  ['разъяснено с судом', { letter: ruLetter, lang: 'ru', answer: 'Тариф утверждает регулятор. При несогласии вы вправе обратиться в суд.', outcome: 'explained' }, [], false],
  ['орындалғанда шағым жолы міндетті емес', { letter: kkLetter, answer: 'Көшедегі жарық қосылды, шамдар ауыстырылды.' }, [], false],

  ['орысша хатқа қазақша жауап', { letter: ruLetter, lang: 'ru', answer: 'Көшеңіздегі шамдар ауыстырылды, жарық қосылды.' }, ['language'], true],
  ['қазақша хатқа орысша жауап', { letter: kkLetter, answer: 'Освещение на вашей улице восстановлено, все фонари горят.' }, ['language'], true],
  ['таңдаған тілінде, бірақ хаттың тілінде емес', { letter: ruLetter, lang: 'kk', answer: 'Көшеңіздегі шамдар ауыстырылды, жарық қосылды.' }, ['language'], false],
  ['екі тілде', { letter: kkLetter, answer: 'Көшеңіздегі шамдар ауыстырылды, жарық қосылды. Освещение на вашей улице восстановлено, все фонари горят.' }, [], false],
  ['аралас хат', { letter: 'Аулада жарық жоқ, балалар қорқады. Когда уже сделают, мы не знаем, на улице темно, сколько просим.', answer: 'Освещение на вашей улице восстановлено 20 ноября, все фонари горят.' }, [], false],
  ['қазақша әріпсіз терілген', { letter: 'Bizdin koshe zharyk zhok, balalar korkady, komek kerek, nege ushin su da zhok', answer: 'Көшеңіздегі шамдар ауыстырылды, жарық қосылды.' }, [], false],
  ['казакша без казахских букв', { letter: 'Коше шамдары жанбайды, балалар мектептен кешке карангыда кайтады, жарык керек', answer: 'Көшеңіздегі шамдар ауыстырылды, жарық қосылды.' }, [], false],
  ['английский ответ', { letter: ruLetter, lang: 'ru', answer: 'The street lamps in your yard were replaced and they are working.' }, ['language'], true],

  ['бөтен телефон', { letter: kkLetter, answer: 'Көршіңіз 8 702 111 22 33 нөмірі арқылы растады, жарық қосылды.' }, ['personal'], true],
  ['анықтама телефоны', { letter: kkLetter, answer: 'Жарық қосылды. Анықтама телефоны: 8 702 111 22 33.' }, [], false],
  ['өз телефоны', { letter: kkLetter, answer: 'Сізге 8 701 000 00 01 нөмірі бойынша айтылды, жарық қосылды.' }, [], false],
  ['бөтен ЖСН', { letter: kkLetter, answer: `Жер телімі ЖСН ${iin} азаматқа тиесілі, жарық қосылды.` }, ['personal'], true],
  ['өз ЖСН', { letter: kkLetter, answer: `Сіздің ЖСН ${iin} тізімде бар, жарық қосылды.`, own: { ...own, isIin: (digits) => digits === iin } }, [], false],
  ['бөтен адам аты', { letter: ruLetter, lang: 'ru', answer: 'Свет не горел по вине соседа Примеров Пример Примерович, фонарь заменён.' }, ['personal'], false],
  ['орындаушының аты', { letter: ruLetter, lang: 'ru', answer: 'Фонари заменены, свет на улице горит.\nИсполнитель: Примеров П.П.' }, [], false],
  ['басшының қолы', { letter: kkLetter, answer: 'Жарық қосылды, шамдар ауыстырылды.\nБөлім басшысы Үлгілі Ү.Ү.' }, [], false],
  ['өз аты', { letter: kkLetter, answer: 'Құрметті Сыналмалы Әлия Үлгіқызы! Көшедегі жарық қосылды.' }, [], false],
  ['өз аты септікте', { letter: ruLetter, lang: 'ru', answer: 'Сыналмалы Алии Улгикызы сообщаем: свет на улице горит, фонарь заменён.' }, [], false],
  ['бөтен карта', { letter: kkLetter, answer: 'Көршіңіздің картасы 4000 0000 0000 0002 тіркелген, жарық қосылды.' }, ['personal'], true],
  ['соседка по имени', { letter: ruLetter, lang: 'ru', answer: 'Фонарь сломала соседка Гульнара, на улице его заменили.' }, ['personal'], false],
  ['чужая болезнь', { letter: ruLetter, lang: 'ru', answer: 'У соседа Нуржана диабет, поэтому фонарь на улице заменили позже.' }, ['personal', 'personal'], false],
  ['өз ауруы', { letter: kkLetter, answer: 'Құрметті Сыналмалы Әлия, мүгедектік бойынша құжатыңыз бар, көшедегі жарық қосылды.' }, [], false],
  ['улицы и школы имени кого-то', { letter: ruLetter, lang: 'ru', answer: 'Фонари на улице Абая, проспекте Абылай хана и у школы имени Жамбыла заменены, свет горит.' }, [], false],
  ['почта органа', { letter: ruLetter, lang: 'ru', answer: 'Фонарь на улице заменён, свет горит. Обращайтесь по адресу otdel@ulgi.example.' }, [], false],
  ['почта соседа', { letter: ruLetter, lang: 'ru', answer: 'Фонарь на улице заменён, об этом писал и sosed@primer.example тоже.' }, ['personal'], false],

  ['бұрынғы жауаптың көшірмесі', { letter: kkLetter, answer: long, earlier: [{ id: 5, text: long, here: false }] }, ['same_text'], false],
  ['сол өтінішке сол жауап', { letter: kkLetter, answer: long, earlier: [{ id: 5, text: long, here: true }] }, ['same_text'], true],
  ['күні мен аты ғана басқа', { letter: kkLetter, answer: `Құрметті Сыналмалы Әлия!\n${long} 20.11.2026`, earlier: [{ id: 5, text: `Құрметті Үлгілі Асан!\n${long} 3.10.2026`, here: false }] }, ['near_text'], false],
  ['ұқсас, бірақ басқа', { letter: kkLetter, answer: long, earlier: [{ id: 5, text: 'Тұрғын үй бөлімі өтінішті қарап, су құбырын тексерді. Ескі құбыр ауыстырылды, су қысымы қалпына келді. Ақау қайталанса, бөлімге хабарласыңыз.', here: false }] }, [], false],
];

test.each(others)('%s', (_what, given, codes, serious) => {
  const found = checkAnswer(asked(given)).filter((one) => one.code !== 'unanswered');
  expect(found.map((one) => one.code)).toEqual(codes);
  expect(found.some((one) => one.serious)).toBe(serious);
});

test('over all made-up cases nine warnings in ten are right', () => {
  let [right, wrong, missed] = [0, 0, 0];
  for (const [, given, codes] of others) {
    const found: readonly WarningCode[] = checkAnswer(asked(given)).map((one) => one.code).filter((code) => code !== 'unanswered');
    for (const code of warningCodes) {
      if (found.includes(code) && codes.includes(code)) right += 1;
      else if (found.includes(code)) wrong += 1;
      else if (codes.includes(code)) missed += 1;
    }
  }
  expect(right / (right + wrong)).toBeGreaterThanOrEqual(0.9);
  expect(right / (right + missed)).toBeGreaterThanOrEqual(0.9);
});

test('each warning stands at its place in the text', () => {
  const letter = 'Жарық неше ай жоқ. Көше шамы қашан жанады? Рақмет.';
  const answer = 'Өтініш қаралды. Көршіңіз 8 702 111 22 33 растады.';
  const found = checkAnswer(asked({ letter, answer, outcome: 'explained' }));
  const place = (code: WarningCode) => { const one = found.find((warning) => warning.code === code); return one && (one.in === 'letter' ? letter : answer).slice(one.from, one.to); };
  expect(found.filter((one) => one.code === 'unanswered').map((one) => letter.slice(one.from, one.to))).toContain('Көше шамы қашан жанады?');
  expect(place('personal')).toBe('8 702 111 22 33');
  expect(place('no_route')).toBe('');
});

test('an answer is found again by its marks, though the name, the day and a word are others', () => {
  const copy = `Құрметті Үлгілі Асан!\n${long.replace('толық', 'қазір')} Күні: 3.10.2026`;
  expect(marksOf(copy).some((mark) => marksOf(long).includes(mark))).toBe(true);
  expect(likeness(long, `${long} 5.11.2026`)).toBe('near');
  expect(marksOf('Шам ауыстырылды.')).toEqual([]);
  expect(marksOf(long).every((mark) => Number.isSafeInteger(mark) && mark >= 0)).toBe(true);
});

test('a letter of twenty thousand letters is checked in a moment', () => {
  const letter = 'Неге жарық жоқ? '.repeat(1_250);
  const answer = 'Қаралды. '.repeat(2_000);
  expect(processorMs(() => [checkAnswer(asked({ letter, answer })), checkAnswer(asked({ letter: 'а'.repeat(20_000), answer: '1) '.repeat(6_000) }))])).toBeLessThan(2_000);
});

test.each([['Көшедегі шам жанбайды, балалар қорқады', 'kk'], ['На улице не горит фонарь', 'ru'], ['The lamp is not working', 'en'], ['Ок', null]] as const)('%s is written in %s', (text, lang) => expect(writtenIn(text)).toBe(lang));

test('a question is told from a greeting and a cry', () => {
  expect(questionsIn('Сәлеметсіз бе? Ұят емес пе? Су қашан келеді?').map((one) => one.text)).toEqual(['Су қашан келеді?']);
});
