import type { UrgencySign } from '../../../kernel/urgency.ts';
import { sayLoose, words, type Lang, type Sentence } from '../../../kernel/words.ts';
import type { Urgency } from '../law/urgency/urgency.ts';

/** What whoever wrote it reads at once: what to do now, and whom to call. `first`, `second`: the numbers of the installation, in the order of `servicesFor`. */
export const adviceWords = words({
  gas: {
    kk: 'Газ иісі шықса: терезені ашыңыз, от жақпаңыз, жарық қоспаңыз. Далаға шығып, {first} нөміріне қоңырау шалыңыз.',
    ru: 'Если пахнет газом: откройте окно, не зажигайте огонь и не включайте свет. Выйдите на улицу и позвоните {first}.',
    en: 'If you smell gas: open a window, light no flame and switch nothing on. Go outside and call {first}.',
  },
  fire: {
    kk: 'Өрт болса: бірден сыртқа шығыңыз, лифтіге мінбеңіз. {first} нөміріне қоңырау шалыңыз.',
    ru: 'При пожаре сразу выходите на улицу, не пользуйтесь лифтом. Звоните {first}.',
    en: 'If there is a fire: go outside at once and do not take the lift. Call {first}.',
  },
  wire: {
    kk: 'Үзілген сымға жақындамаңыз: кемінде сегіз метр алыс тұрыңыз, балаларды жақындатпаңыз. {first} нөміріне қоңырау шалыңыз.',
    ru: 'Не подходите к проводу ближе восьми метров и не пускайте детей. Звоните {first}.',
    en: 'Stay eight metres away from the wire and keep children off. Call {first}.',
  },
  collapse: {
    kk: 'Ғимараттан шығып, алысырақ тұрыңыз. {first} нөміріне қоңырау шалыңыз, жарақат алған адам болса, {second}.',
    ru: 'Выйдите из здания и отойдите подальше. Звоните {first}, а если кто-то ранен — {second}.',
    en: 'Leave the building and keep away from it. Call {first}, and {second} if somebody is hurt.',
  },
  manhole: {
    kk: 'Ашық құдыққа балаларды жақындатпаңыз, мүмкін болса белгі қойыңыз. Адам түсіп кетсе, {first} нөміріне қоңырау шалыңыз.',
    ru: 'Не подпускайте детей к открытому люку и, если можете, обозначьте его. Если кто-то упал, звоните {first}.',
    en: 'Keep children away from the open manhole and mark it if you can. If somebody has fallen in, call {first}.',
  },
  cold: {
    kk: 'Жылы киініп отырыңыз, бірақ үйді газ плитасымен жылытпаңыз. Бала, қарт не науқас үсіп жатса, {first} нөміріне қоңырау шалыңыз.',
    ru: 'Постарайтесь согреться, но не обогревайте дом газовой плитой. Если замерзает ребёнок, пожилой или больной человек, звоните {first}.',
    en: 'Keep warm, but do not heat the home with a gas cooker. If a child, an old or a sick person is freezing, call {first}.',
  },
  violence: {
    kk: 'Қауіп төніп тұрса, қауіпсіз жерге барып, {first} нөміріне қоңырау шалыңыз. Кеңес пен қолдау керек болса: {second}, тәулік бойы, тегін.',
    ru: 'Если опасность рядом, уйдите в безопасное место и звоните {first}. Совет и поддержка: {second}, круглосуточно и бесплатно.',
    en: 'If the danger is near, go somewhere safe and call {first}. For advice and support: {second}, day and night, free of charge.',
  },
  child: {
    kk: 'Балаға дәл қазір қауіп төніп тұрса, {first} нөміріне қоңырау шалыңыз. Бала құқықтары бойынша көмек: {second}, тәулік бойы, тегін.',
    ru: 'Если ребёнок в опасности прямо сейчас, звоните {first}. Помощь по правам детей: {second}, круглосуточно и бесплатно.',
    en: 'If the child is in danger right now, call {first}. Help on children’s rights: {second}, day and night, free of charge.',
  },
  suicide: {
    kk: 'Сіз жалғыз емессіз. Қазір {first} нөміріне қоңырау шалыңыз, сізді тыңдайды, ол тегін. Өміріңізге қауіп төнсе: {second}.',
    ru: 'Вы не одни. Позвоните сейчас {first}: вас выслушают, это бесплатно. Если жизнь в опасности — {second}.',
    en: 'You are not alone. Call {first} now: they will listen, and it is free. If your life is in danger, call {second}.',
  },
  help: {
    kk: 'Адамның жағдайы нашар болса, {first} нөміріне қоңырау шалыңыз, жанынан кетпеңіз. Жедел жәрдем жете алмаса: {second}.',
    ru: 'Если человеку плохо, звоните {first} и не оставляйте его. Если скорая не может доехать — {second}.',
    en: 'If somebody is unwell, call {first} and stay with them. If the ambulance cannot get through, call {second}.',
  },
  danger: {
    kk: 'Адам өміріне қауіп төнсе, өтінішке жауап күтпеңіз: {first} нөміріне қоңырау шалыңыз.',
    ru: 'Если есть угроза жизни, не ждите ответа на обращение: звоните {first}.',
    en: 'If life is in danger, do not wait for an answer: call {first}.',
  },
}) satisfies Readonly<Record<UrgencySign, Sentence>>;

export const adviceOf = (lang: Lang, { sign, emergency: [first = '112', second = '112'] }: Pick<Urgency, 'sign' | 'emergency'>): string => sayLoose(lang, adviceWords[sign], { first, second });
