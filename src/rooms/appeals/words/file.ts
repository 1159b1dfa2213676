import { words } from '../../../kernel/words.ts';

/** What stands in the file of the rows behind the figures: its columns, by their names. */
export const fileWords = words({
  title: { kk: 'Файлда не бар', ru: 'Что в файле', en: 'What is in the file' },
  lead: {
    kk: 'Әр өтінішке бір жол. Орны, айы, тақырыбы мен түрі кемінде бес өтінішке ортақ болса ғана жазылады, әйтпесе бос. Нөмірі мен мәтіні жоқ.',
    ru: 'Каждому обращению — строка. Место, месяц, тема и вид стоят, только если они общие хотя бы у пяти обращений, иначе там пусто. Номеров и текстов нет.',
    en: 'A row for each appeal. Place, month, topic and kind stand there only where at least five appeals share them, and are empty otherwise. There are no numbers and no texts.',
  },
  territory: { kk: 'орны, ӘАОЖ коды', ru: 'место, код КАТО', en: 'the place, by its code in the classifier' },
  period: { kk: 'тіркелген айы не жылы', ru: 'месяц или год регистрации', en: 'the month or the year of registration' },
  topic: { kk: 'тақырыбының коды', ru: 'код темы', en: 'the code of the topic' },
  kind: { kk: 'түрі', ru: 'вид', en: 'the kind' },
  stage: { kk: 'барысы', ru: 'состояние', en: 'where it stands' },
  officeOutcome: { kk: 'мекеменің жауабы', ru: 'ответ учреждения', en: 'the office’s outcome' },
  verdict: { kk: 'адамның соңғы сөзі', ru: 'последнее слово заявителя', en: 'the person’s last word' },
  overdue: { kk: 'мерзімі өтті ме', ru: 'просрочено ли', en: 'whether it is overdue' },
  latePromise: { kk: 'филиал уәде еткен күн өтті ме', ru: 'нарушено ли обещание филиала', en: 'whether the branch’s promise was missed' },
  lateBody: { kk: 'орган өз мерзімінен кешікті ме; органға жолданбаса, бос', ru: 'опоздал ли орган; пусто, если в орган не направляли', en: 'whether the body was late; empty where none had it' },
  daysToFirstAnswer: { kk: 'алғашқы жауапқа дейінгі толық тәулік', ru: 'полных суток до первого ответа', en: 'whole days to the first answer' },
  daysToAnswer: { kk: 'соңғы жауапқа дейінгі толық тәулік', ru: 'полных суток до последнего ответа', en: 'whole days to the last answer' },
  reopened: { kk: 'неше рет қайта ашылды', ru: 'сколько раз открыто снова', en: 'how often it was opened again' },
  yes: { kk: 'иә', ru: 'да', en: 'yes' },
  no: { kk: 'жоқ', ru: 'нет', en: 'no' },
});
