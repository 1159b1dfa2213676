import { words } from '../../../kernel/words.ts';
import type { UsualLane, UsualPriority } from '../law/queue/usual.ts';

/** Names of a usual waiting room, kept with it and changed by its administrator. */
export const usualLaneWords = words({
  A: { kk: 'Өтініш беру, кеңес алу', ru: 'Подать обращение, получить совет', en: 'Send an appeal, get advice' },
  B: { kk: 'Жеке қабылдауға келдім', ru: 'На личный приём', en: 'A personal reception' },
  C: { kk: 'Жауап алу, құжат әкелу', ru: 'Получить ответ, донести документы', en: 'Collect an answer, bring papers' },
} satisfies Record<UsualLane, unknown>);
export const usualPriorityWords = words({
  disability: { kk: 'Мүгедектігі бар адам және оның серігі', ru: 'Человек с инвалидностью и тот, кто с ним', en: 'A person with a disability and whoever is with them' },
  small_child: { kk: 'Жүкті әйел, кішкентай баламен келген адам', ru: 'Беременная женщина, родитель с маленьким ребёнком', en: 'Expecting, or with a small child' },
  elderly: { kk: '70 жастан асқан адам, соғыс ардагері', ru: 'Старше 70 лет, ветеран войны', en: 'Over 70, or a war veteran' },
} satisfies Record<UsualPriority, unknown>);
export const usualWords = words({
  source: { kk: 'Қабылдау бөлмесінің ішкі тәртібі', ru: 'Внутренний порядок приёмной', en: 'The house rules of the reception office' },
});
