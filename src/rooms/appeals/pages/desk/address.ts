import { isRefusal } from '../../../../kernel/refusal.ts';
import { seeOther, statusOf, type Answer, type Asked } from '../../../../platform/web.ts';
import { changeAddress as change } from '../../acts/address.ts';
import { changeWaySchema } from '../../contract/desk-forms.ts';
import { refusalSentence } from './acts.tsx';
import { readWith, typedIn } from './fields.ts';
import { matterHref } from './form.tsx';
import { matterPage, numberOf } from './matter.tsx';

/** The form under what was told: where the person is told from now on. */
export const changeAddress = async (asked: Asked): Promise<Answer> => {
  const number = numberOf(asked);
  const typed = typedIn(await asked.form());
  const given = readWith(asked.lang, changeWaySchema, { number, email: (typed['address.email'] ?? '').trim() }, (path) => `address.${path}`);
  if (!given.ok) return matterPage(asked, { typed, errors: given.errors, status: 422 });
  const done = await change(asked.ctx, given.value);
  if (!isRefusal(done)) return seeOther(`${matterHref(asked.lang, number)}#fates`);
  return statusOf(done) === 404 ? done : matterPage(asked, { typed, errors: { '': refusalSentence(asked.lang, done) }, status: statusOf(done) });
};
