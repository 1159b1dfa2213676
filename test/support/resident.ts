import type { Lang } from '../../src/kernel/words.ts';
import { PlainBrowser } from './browser.ts';

/** A browser without JavaScript that asks over a real connection: `address` is a house's, or a line's to one. `insist`: how often whoever sits there presses again. */
export const browserAt = (address: string, insist: (once: () => Promise<Response>) => Promise<Response> = (once) => once()): PlainBrowser => {
  // a page is there when all of it is: one that was cut off leaves the person where they were
  const request = async (asked: Request): Promise<Response> => {
    const { pathname, search } = new URL(asked.url);
    const headers = new Headers(asked.headers);
    headers.delete('host');
    if (headers.has('origin')) headers.set('origin', address);
    const body = await asked.arrayBuffer();
    return insist(async () => {
      const answer = await fetch(`${address}${pathname}${search}`, { method: asked.method, headers, redirect: 'manual', signal: AbortSignal.timeout(patienceMs), ...(body.byteLength > 0 ? { body } : {}) });
      return new Response(await answer.arrayBuffer(), { status: answer.status, headers: answer.headers });
    });
  };
  return new PlainBrowser({ request });
};
const patienceMs = 60_000;

const presses = { begin: /Бастау|Начать|Begin/, on: /Жалғастыру|Продолжить|Continue/, send: /^(Жіберу|Отправить|Send)$/ } as const;
export type Letter = { readonly lang: Lang; readonly text: string; readonly place: string; readonly papers?: File };
type Step = (page: PlainBrowser) => Promise<PlainBrowser>;

/** The steps of the form one after another; each may be taken again when the line fell under it. The last one sends. */
export const stepsOf = ({ lang, text, place, papers }: Letter): readonly Step[] => [
  (page) => page.open(`/${lang}/appeals/new`),
  (page) => page.submit(presses.begin),
  (page) => page.submit(presses.on, { text, ...(papers ? { papers } : {}) }),
  (page) => page.submit(presses.on, { place }),
  (page) => page.submit(presses.on, { kind: 'application' }),
  (page) => page.submit(presses.on, { who: 'person' }),
  (page) => page.submit(presses.on, { surname: 'Сыналмалы', given: 'Әлия', phone: '8 701 000 00 01' }),
  (page) => page.submit(presses.on, { publish: 'no' }),
  (page) => page.submit(presses.send),
];

export const numberOn = (page: PlainBrowser): string | undefined => /[A-Z0-9]+-\d{4}-\d{6}/.exec(page.text)?.[0];
