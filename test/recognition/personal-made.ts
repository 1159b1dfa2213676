/** Made-up people and numbers in sentences of every kind: the same words, each time with another person, so that no list of names is what is tested. */
const surnames = 'Абдикаримов Айтмұқанов Бекбосынов Дүйсенов Ешмағамбетов Жолдыбаев Исатаев Кәрімов Қонысбаев Мырзаханов Наурызалиев Өтепов Рақышев Сәрсенғалиев Тілепбергенов Үсенов Шүкіров Ысмағұлов Воробьёв Гончаров Ермолин Захарченко Колесников Лаптев Мельниченко Овчинников Панин Рябинин Сухоруков Юсупов'.split(' ');
const women = 'Айнагүл Бәтима Гүлжиян Дәметкен Еркежан Жұпаргүл Зияда Кәмила Қарашаш Ләтипа Мағрипа Нұрбибі Рысгүл Сымбат Тоты Ұлмекен Шәмшия Валентина Евдокия Лидия Наталья Раиса Тамара Юлия'.split(' ');
const men = 'Айтуар Бақтыораз Дәулетжан Ерденбек Жалғасбай Зейнел Исламбек Кенжетай Қабдеш Мырзагерей Нұрсейіт Отарбай Рахымжан Сәпиолла Тұрысбек Үсенбай Шоқай Ыдырыс Аркадий Вячеслав Геннадий Егор Леонид Прохор'.split(' ');

const kazakhCases = ['ның', 'ға', 'ны', 'дан', 'мен'] as const;
const front = /[әөүіеэ][^аоұыәөүіе]*$/i;
/** A man's surname or a name in a Kazakh case, by the rules of the school. */
const inKazakh = (name: string, ending: (typeof kazakhCases)[number]): string => {
  const last = name.at(-1)?.toLowerCase() ?? '';
  const hard = /[пткқсшчбвгдфхцщ]/.test(last);
  const nasal = /[мнң]/.test(last);
  const vowel = /[аәеиоөуұүыіэюя]/.test(last);
  const form = { ның: hard ? 'тың' : vowel || nasal ? 'ның' : 'дың', ға: hard ? 'қа' : 'ға', ны: hard ? 'ты' : vowel ? 'ны' : 'ды', дан: hard ? 'тан' : nasal ? 'нан' : 'дан', мен: hard ? 'пен' : 'мен' }[ending];
  return name + (front.test(name) ? form.replace('ы', 'і').replace('а', 'е').replace('ғ', 'г').replace('қ', 'к') : form);
};
const plainLetters = (text: string): string => text.replace(/[әғқңөұүһі]/gi, (letter) => {
  const small = { ә: 'а', ғ: 'г', қ: 'к', ң: 'н', ө: 'о', ұ: 'у', ү: 'у', һ: 'х', і: 'и' }[letter.toLowerCase()] ?? letter;
  return letter === letter.toLowerCase() ? small : small.toUpperCase();
});
const phone = (n: number): string => {
  const [a, b, c, d] = [String(700 + ((n * 7) % 79)), String(555), String((n * 13) % 90 + 10), String((n * 29) % 90 + 10)];
  const shapes = [`8 ${a} ${b} ${c} ${d}`, `+7 ${a} ${b}-${c}-${d}`, `8${a}${b}${c}${d}`, `+7(${a})${b}-${c}-${d}`, `8-${a}-${b}-${c}-${d}`, `${a} ${b} ${c}${d}`, `8 (${a}) ${b} ${c}${d}`, `+7${a}${b}${c}${d}`, `8.${a}.${b}.${c}.${d}`, `7 ${a} ${b}${c}${d}`, `8${a} ${b} ${c} ${d}`, `8 ${a} ${b}${c}${d}`, `${a}-${b}-${c}-${d}`];
  return shapes[n % shapes.length] ?? '';
};

const hers = (surname: string): string => (/[вн]$/.test(surname) ? `${surname}а` : surname);

type Made = { readonly man: string; readonly woman: string; readonly surname: string; readonly n: number };
const sentences: readonly ((m: Made) => string)[] = [
  ({ surname, woman }) => `Жалуюсь на соседку, [n:${hers(surname)} ${woman}] заливает нас каждую неделю.`,
  ({ surname, man }) => `Прошу ответить лично, [n:${surname} ${man}], третий подъезд.`,
  ({ man }) => `Сосед [n:${man}] сжигает мусор прямо во дворе.`,
  ({ man, surname }) => `К участковому [n:${/[вн]$/.test(surname) ? `${surname}у` : surname} ${/[бвгджзклмнпрстфхцчшщ]$/.test(man) ? `${man}у` : man}] обращались дважды.`,
  ({ surname, n }) => `Справку дал [n:${surname} ${'АБДЕКМНРС'[n % 9]}.${'АБЖЗИТ'[n % 6]}.], а печати нет.`,
  ({ surname, n }) => `[n:${'АБДЕКМНРС'[n % 9]}. ${surname}] кассада отырып адамдарға айқайлайды.`,
  ({ surname, woman }) => `Өтініш беруші: [n:${hers(surname)} ${woman}], ауылда су жоқ.`,
  ({ surname, man, n }) => `[n:${surname} ${inKazakh(man, kazakhCases[n % 5] ?? 'ның')}] айттық, ештеңе өзгермеді.`,
  ({ woman, n }) => `Көршіміз [n:${inKazakh(woman, kazakhCases[n % 5] ?? 'ның')}] сұраңыздар, бәрін көрген.`,
  ({ woman }) => `[n:${woman}] апай балабақшада ақша жинап жүр.`,
  ({ man }) => `көрші [n:${man.toLowerCase()}] деген кісі қақпаны жауып тастады`,
  ({ man, surname }) => `Менің көршім [n:${plainLetters(surname)} ${plainLetters(man)}] аулаға қоқыс тастайды.`,
  ({ n }) => `Хабарласыңыз: [p:${phone(n)}], күні бойы қолымда.`,
  ({ n }) => `Мой номер [p:${phone(n + 5)}] для ответа.`,
  ({ n }) => `Сағат алтыдан кейін [p:${phone(n + 9)}] телефонына звандасаңыз болады`,
  ({ n }) => `Мекенжай: Бейбітшілік көшесі, [a:${n % 90 + 1}-үй], [a:${n % 60 + 1}-пәтер], жылу жоқ.`,
  ({ n }) => `Адрес: улица Строителей, [a:дом ${n % 90 + 1}], [a:квартира ${n % 60 + 1}], батареи холодные.`,
  ({ n }) => `Живу на ул. Целинной, [a:${n % 90 + 1}-${n % 60 + 1}], света нет.`,
  ({ n }) => `ЖСН [i:{iin${n}}], тізімде жоқпын.`,
  ({ n }) => `Мой ИИН [i:{iin${n}s}] указан неверно.`,
  ({ n }) => `Көлік нөмірі [v:${String(100 + (n * 37) % 899)} ${['ABC', 'KLM', 'TRX'][n % 3] ?? ''} ${String(n % 20 + 1).padStart(2, '0')}], тротуарда тұр.`,
  ({ n }) => `Выплата должна прийти на карту [c:{card${n}${n % 2 ? 's' : ''}}], но её нет.`,
  ({ n }) => `Есеп шотым [b:{iban${n}${n % 2 ? 's' : ''}}], қаражат түспеді.`,
  ({ n }) => `Удостоверение [k:0${String(30_000_000 + n * 7_919)}], копию приложил.`,
  ({ n }) => `Жауапты [e:adam${n}@ulgi${n % 7}.example] поштасына жіберіңіз.`,
  ({ n }) => `Анам [d:${n % 28 + 1}.0${n % 9 + 1}.19${40 + n % 50}] жылы туған, жүре алмайды.`,
];

/** Sentences of the same kind with nobody in them. */
const nobody: readonly ((n: number) => string)[] = [
  (n) => `На улице Строителей ${n % 9 + 2} дня нет света, а у школы № ${n} темно.`,
  (n) => `Тариф көтерілді: ${n * 10 + 1500} теңге болды, бұрын ${n * 9 + 1200} теңге еді.`,
  (n) => `Автобус № ${n % 60 + 1} ${n % 9 + 2} сағаттан бері жоқ.`,
  (n) => `Ответ № ${n}-${n + 3}/27 от 0${n % 9 + 1}.06.2026 не по существу.`,
  (n) => `Біздің ауылда ${n + 20} үй бар, ${n % 9 + 1} шам ғана жанады.`,
  (n) => `Организация с БИН {bin${n}} не вывозит мусор.`,
];

export const madeLetters = (): readonly string[] => [
  ...Array.from({ length: 260 }, (_, n) => {
    const surname = surnames[(n * 7) % surnames.length] ?? '';
    const [man, woman] = [men[(n * 5) % men.length] ?? '', women[(n * 11) % women.length] ?? ''];
    return sentences[n % sentences.length]?.({ surname, man, woman, n }) ?? '';
  }),
  ...Array.from({ length: 60 }, (_, n) => nobody[n % nobody.length]?.(n) ?? ''),
];
