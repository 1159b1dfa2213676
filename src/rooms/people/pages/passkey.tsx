import type { VNode } from 'preact';
import { say } from '../../../kernel/words.ts';
import type { Asked } from '../../../platform/web.ts';
import { Button, Form, TextField } from '../../../ui/fields.tsx';
import { pageWords as w, refusalWords } from '../words.ts';

type P = { readonly asked: Asked; /** the name passkeys are bound to, or null where there can be none */ readonly host: string | null };

/** Hidden until src/ui/islands/passkey.ts has seen that this browser, at this address, can. */
export const AddKey = ({ asked, host, name }: P & { name: string }): VNode | null => {
  const { lang } = asked;
  return host === null ? null : (
    <div class="column" hidden data-passkey="add" data-host={host} data-waiting={say(lang, w.passkeyWaiting)} data-cancelled={say(lang, w.passkeyAddCancelled)}
      data-known={say(lang, refusalWords.passkey_known_already)} data-unfit={say(lang, w.passkeyUnfit)} data-away={say(lang, w.passkeyAway)}>
      <Form csrf={asked.csrf} action={`/${lang}/me/passkeys`}>
        <TextField lang={lang} name="name" label={say(lang, w.passkeyName)} value={name} max={100} />
        <TextField lang={lang} name="ownPassword" label={say(lang, w.presentPassword)} type="password" autocomplete="current-password" />
        <Button>{say(lang, w.passkeyAdd)}</Button>
      </Form>
      <p role="alert" />
    </div>
  );
};

export const EnterByKey = ({ asked, host, next }: P & { next: string }): VNode | null => {
  const { lang } = asked;
  return host === null ? null : (
    <div hidden data-passkey="enter" data-host={host} data-waiting={say(lang, w.passkeyWaiting)} data-cancelled={say(lang, w.passkeyEnterCancelled)}
      data-known="" data-unfit={say(lang, w.passkeyUnfit)} data-away={say(lang, w.passkeyAway)}>
      <Form csrf={asked.csrf} action={`/${lang}/sign-in/passkey`}>
        <input type="hidden" name="next" value={next} />
        <Button kind="second">{say(lang, w.passkeyEnter)}</Button>
      </Form>
      <p role="alert" />
    </div>
  );
};
