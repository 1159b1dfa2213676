import { words } from '../../../kernel/words.ts';

/** The drawers of the inbox, and what an empty one says. */
export const tabWords = words({
  all: { kk: 'Барлығы', ru: 'Все', en: 'All' },
  urgent: { kk: 'Шұғыл', ru: 'Срочные', en: 'Urgent' },
  new: { kk: 'Жаңа', ru: 'Новые', en: 'New' },
  today: { kk: 'Мерзімі бүгін', ru: 'Срок сегодня', en: 'Due today' },
  overdue: { kk: 'Мерзімі өткен', ru: 'Просрочены', en: 'Overdue' },
  came_back: { kk: 'Қайтып келген', ru: 'Вернулись', en: 'Came back' },
  to_approve: { kk: 'Бекітуді күтуде', ru: 'На утверждении', en: 'To approve' },
  clarifying: { kk: 'Нақтылануда', ru: 'Уточняются', en: 'Being clarified' },
});

export const emptyWords = words({
  all: { kk: 'Қазір ашық өтініш жоқ. Тіркелген әр өтініш жауап берілгенше осында тұрады.', ru: 'Открытых обращений нет. Каждое зарегистрированное обращение стоит здесь, пока на него не ответят.', en: 'Nothing is open. Every registered appeal stands here until it is answered.' },
  urgent: { kk: 'Шұғыл өтініш жоқ. Мәтінінде қауіп белгісі бар өтініштер осында шығады.', ru: 'Срочных нет. Здесь появляются обращения, в тексте которых есть признаки опасности.', en: 'Nothing is urgent. Appeals with signs of danger in their words appear here.' },
  new: { kk: 'Жаңа өтініш жоқ. Тіркеліп, әлі ешкімге берілмеген өтініштер осында шығады.', ru: 'Новых обращений нет. Здесь появляются те, что ещё никому не поручены.', en: 'Nothing new. Appeals not yet given to anybody appear here.' },
  today: { kk: 'Бүгін мерзімі бітетін өтініш жоқ.', ru: 'Сегодня сроки не истекают.', en: 'Nothing is due today.' },
  overdue: { kk: 'Мерзімі өткен өтініш жоқ. Осылай бола берсін!', ru: 'Просроченных нет. Так держать!', en: 'Nothing is late. Long may it last.' },
  came_back: { kk: 'Қайтып келген өтініш жоқ. Адам «шешілмеді» десе немесе жауап жобасы қайтарылса, осында шығады.', ru: 'Ничего не вернулось. Здесь появляются обращения, по которым сказали «не решено» или вернули проект ответа.', en: 'Nothing came back. Appeals called “not solved” and returned drafts appear here.' },
  to_approve: { kk: 'Бекітуді күтіп тұрған жауап жоқ. Орындаушы жауап дайындағанда осында шығады.', ru: 'Ответов на утверждении нет. Они появляются здесь, когда исполнитель подготовил ответ.', en: 'No answer awaits approval. It appears here once an executor has drafted one.' },
  clarifying: { kk: 'Нақтылау сұралған өтініш жоқ. Адамға сұрақ жіберсеңіз, жауабы келгенше өтініш осында тұрады.', ru: 'Уточнений ни у кого не ждём. Когда заявителю зададут вопрос, обращение будет здесь до его ответа.', en: 'No clarification is awaited. An appeal stands here from the question until the person’s reply.' },
});
