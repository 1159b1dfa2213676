import { words } from '../../../kernel/words.ts';

/** Figures of keeping one's word: two clocks, coming back, passing on. Each with its definition. */
export const figureWords = words({
  latePromise: { kk: 'Уәде мерзімі өтті', ru: 'Нарушено обещание', en: 'Promise missed' },
  defLatePromise: { kk: 'Филиал уәде еткен күннен кеш жауап берілген не әлі жауап берілмегендер. Басқа органға жолданса да, бұл күн өзгермейді.', ru: 'Ответ дан позже дня, который обещал филиал, или его всё ещё нет. Этот день не меняется, даже если обращение направили в другой орган.', en: 'Answered after the day the branch promised, or not yet. That day stays when the matter goes to another body.' },
  lateBody: { kk: 'Орган мерзімінен кешікті', ru: 'Орган опоздал', en: 'Body late' },
  defLateBody: { kk: 'Құзыретті органға жолданғандардың ішінде сол органның өз мерзімінен кешіккендері.', ru: 'Из направленных по компетенции — те, где прошёл срок самого органа.', en: 'Of those forwarded to a competent body, the ones past that body’s own term.' },
  cameBack: { kk: 'Қайтып келді', ru: 'Вернулось', en: 'Came back' },
  defCameBack: { kk: 'Адам кемінде бір рет «шешілмеді» деген өтініштер, кейін не айтса да. Жаңа жауап бұрынғы бағаны жауып қалатындықтан, олар бөлек саналады.', ru: 'Человек хотя бы раз сказал «не решено», что бы он ни сказал потом. Считаем отдельно: новый ответ заслоняет прежнюю оценку.', en: 'The person said “not solved” once or more, whatever they said later. Counted apart, because a new answer hides the earlier verdict.' },

  noneCame: { kk: 'Бұл кезеңде бірде-бір өтініш түскен жоқ.', ru: 'За этот период обращений не поступало.', en: 'No appeal came in this period.' },
  csvLess: {
    kk: 'Өзіне ұқсасы тым аз өтініштер бұл файлға кірмейді: орны бойынша адамды танып қоюға болар еді. Сондықтан файлдағы жол саны беттегі саннан аз болуы, тіпті бірде-бір жол болмауы мүмкін.',
    ru: 'Обращения, похожих на которые слишком мало, в этот файл не входят: по месту можно было бы узнать человека. Поэтому строк в нём бывает меньше, чем в числах на странице, или нет совсем.',
    en: 'Appeals with too few alike are left out of this file: the place could point at a person. So it may have fewer rows than the page counts, or none.',
  },
  csvHidden: {
    kk: 'Бұл жердегі өтініштердің саны жасырылған, сондықтан оның файлы да жоқ: кісіні танып қою мүмкін.',
    ru: 'Число обращений здесь скрыто, поэтому и файла нет: по нему можно было бы узнать человека.',
    en: 'The number of appeals here is hidden, so there is no file either: it could point at a person.',
  },

  receptionsLink: { kk: 'Қабылдау: кім, қашан, қалай қабылдады', ru: 'Приём граждан: кто, когда и как принимал', en: 'Receptions: who received, when and how' },
  handOversLink: { kk: 'Қолдан қолға өту: органдар бойынша', ru: 'Передачи из рук в руки: по органам', en: 'Hand-overs, by body' },
  handOversTitle: { kk: '{place}: қолдан қолға өту', ru: '{place}: передачи из рук в руки', en: '{place}: hand-overs' },
  body: { kk: 'Орган не филиал', ru: 'Орган или филиал', en: 'Body or branch' },
  matters: { kk: 'Қолында болғаны', ru: 'Было в руках', en: 'Had in hand' },
  perMatter: { kk: 'Бір өтінішке шаққандағы өтуі', ru: 'Передач на обращение', en: 'Hand-overs per matter' },
  held: { kk: 'Бір ұстаушыдағы уақыты', ru: 'Время у одного держателя', en: 'Time with one holder' },
  carousel: { kk: 'Айналып жүргені', ru: 'Ходит по кругу', en: 'Goes round' },
  percent: { kk: '{value}%', ru: '{value} %', en: '{value}%' },
  defMatters: { kk: 'Осы кезеңде орындауға берілген өтініштер. Өтініш қолында болған әр органда бір рет саналады.', ru: 'Обращения, порученные в этот период. Обращение считается по разу у каждого органа, у которого оно было.', en: 'Appeals given to somebody in this period. One is counted once for each body that had it.' },
  defPerMatter: { kk: 'Осы өтініштердің қолдан қолға неше рет өткені, орташа: кім бергеніне қарамай, барлық өтуі.', ru: 'Сколько раз эти обращения передавали, в среднем: все передачи, кто бы их ни сделал.', en: 'How often these appeals were handed over, on average: every hand-over, whoever made it.' },
  defHeld: { kk: 'Органның немесе оның адамының қолына тигеннен келесі ұстаушыға өткенге, жауап берілгенге немесе бүгінге дейін; медиана. Демалыс та кіреді.', ru: 'От получения органом или его сотрудником до передачи дальше, ответа или сегодняшнего дня; медиана, вместе с выходными.', en: 'From a body or a person of it getting the matter until it went on, was answered, or until today; the median, days off included.' },
  defCarousel: { kk: 'Бұрын болған адамына не органына қайтып келген немесе үшінші ұстаушыға жеткен өтініштердің үлесі.', ru: 'Доля обращений, которые вернулись к прежнему держателю или дошли до третьего.', en: 'The share that came back to an earlier holder or reached a third.' },
  defSmall: { kk: 'Өтініші 5-тен аз орган көрсетілмейді, ал медиана мен үлес кемінде 10 жағдай бойынша беріледі.', ru: 'Орган, у которого меньше 5 обращений, не показан; медиана и доля даются не менее чем по 10 случаям.', en: 'A body with fewer than 5 appeals is not shown; medians and shares need at least 10 cases.' },
  none: { kk: 'Бұл кезеңде көрсететін дерек жоқ. Органдарда кемінде бес өтініш болғанда осында шығады.', ru: 'За этот период показать нечего. Органы появятся здесь, когда у них будет не меньше пяти обращений.', en: 'Nothing to show for this period. A body appears here once it has had at least five appeals.' },
  handOversCsv: { kk: 'Осы кесте (CSV)', ru: 'Эта таблица (CSV)', en: 'This table (CSV)' },
  toFigures: { kk: 'Барлық көрсеткіштер', ru: 'Все показатели', en: 'All figures' },
});
