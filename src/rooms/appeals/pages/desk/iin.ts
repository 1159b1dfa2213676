import { isRefusal } from '../../../../kernel/refusal.ts';
import { statusOf, type Answer, type Asked } from '../../../../platform/web.ts';
import { showIin } from '../../acts/iin.ts';
import { showIinSchema } from '../../contract/desk-forms.ts';
import { refusalSentence } from './acts.tsx';
import { readWith, typedIn, under } from './fields.ts';
import { matterPage, numberOf } from './matter.tsx';

/** No redirect: the number stands in this one answer, in no address and in no page that can be opened again. */
export const showIinPost = async (asked: Asked): Promise<Answer> => {
  const typed = typedIn(await asked.form());
  const given = readWith(asked.lang, showIinSchema, { ...under(typed, 'show_iin'), number: numberOf(asked) }, (path) => `show_iin.${path}`);
  if (!given.ok) return matterPage(asked, { open: 'show_iin', typed, errors: given.errors, status: 422 });
  const shown = await showIin(asked.ctx, given.value);
  if (!isRefusal(shown)) return matterPage(asked, { iin: shown.iin });
  const status = statusOf(shown);
  return status === 404 ? shown : matterPage(asked, { open: 'show_iin', typed, errors: { '': refusalSentence(asked.lang, shown) }, status });
};
