import type { Template } from './law.ts';
import { digestWords, testWords } from './words.ts';

const known = new Map<string, Template>();

/** This room's own. The morning's letter to a member of staff. */
export const digestTemplate: Template = { code: 'notices.digest', to: 'staff', urgent: true, owed: true, subject: digestWords.subject, text: digestWords.text, about: digestWords.about };
/** Sent by somebody to themselves, to see that it arrives. */
export const testTemplate: Template = { code: 'notices.test', to: 'staff', urgent: true, owed: false, subject: testWords.subject, text: testWords.text, about: testWords.about };

/** Called once by app with what the rooms bring. */
export const registerTemplates = (templates: readonly Template[]): void => {
  known.clear();
  for (const template of [digestTemplate, testTemplate, ...templates]) known.set(template.code, template);
};
/** Throws for a code that no room brought: a mistake of the program. */
export const templateOf = (code: string): Template => {
  const found = known.get(code);
  if (!found) throw new Error(`no template ${code}: a room forgot to bring it`);
  return found;
};
export const allTemplates = (): readonly Template[] => [...known.values()];
