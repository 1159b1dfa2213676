import type { ComponentChildren, VNode } from 'preact';
import { say, sayLoose, type Lang, type Sentence } from '../kernel/words.ts';
import { uiWords } from './words.ts';

/** What is wrong with a form, by field name; `''` for the whole form. Sentences, in the reader's language. */
export type Errors = Readonly<Record<string, string>>;

/** Codes of a schema's issues → sentences by field. Unknown codes fall back on `other`. */
export const errorsFrom = (lang: Lang, issues: readonly { path: readonly PropertyKey[]; message: string }[], sentences: Readonly<Record<string, Sentence>>, other: Sentence): Errors => {
  const found: Record<string, string> = {};
  for (const issue of issues) {
    const name = String(issue.path.join('.'));
    found[name] ??= sayLoose(lang, sentences[issue.message] ?? other);
  }
  return found;
};

export const hasErrors = (errors: Errors): boolean => Object.keys(errors).length > 0;

/** First on the page when a form came back, and under the keys at once; each line leads to its field. An `example` stays where it is. */
export const ErrorSummary = ({ lang, errors, example = false }: { lang: Lang; errors: Errors; example?: boolean }): VNode | null =>
  hasErrors(errors) ? (
    <div class="errors" role="alert" aria-labelledby="errors-title" tabIndex={-1} autoFocus={!example}>
      <h2 id="errors-title">{say(lang, uiWords.errorsTitle)}</h2>
      <ul>{Object.entries(errors).map(([name, text]) => <li key={name}>{name === '' ? text : <a href={`#${fieldId(name)}`}>{text}</a>}</li>)}</ul>
    </div>
  ) : null;

/** Of the field of this name, on any page. */
export const fieldId = (name: string): string => `f-${name.replace(/[^\w-]/g, '-')}`;

type Common = {
  lang: Lang; name: string; label: ComponentChildren; hint?: string | undefined; errors?: Errors | undefined; value?: string | undefined; required?: boolean;
  /** the label is the page's question */
  heading?: boolean;
};

const describe = (p: Common): { id: string; error: string | undefined; described: string | undefined } => {
  const id = fieldId(p.name);
  const error = p.errors?.[p.name];
  const described = [p.hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined;
  return { id, error, described };
};

const Around = ({ p, children, group = false }: { p: Common; children: ComponentChildren; group?: boolean }): VNode => {
  const { id, error } = describe(p);
  const label = p.heading ? <h1>{p.label}</h1> : p.label;
  const inner = (
    <>
      {p.hint && <p class="hint" id={`${id}-hint`}>{p.hint}</p>}
      {error && <span class="error" id={`${id}-error`}><span class="hidden">{say(p.lang, uiWords.errorPrefix)}</span>{error}</span>}
      {children}
    </>
  );
  return group
    ? <fieldset class={error ? 'wrong' : undefined} aria-describedby={describe(p).described}><legend class="ask">{label}</legend>{inner}</fieldset>
    : <div class={error ? 'field wrong' : 'field'}><label for={id}>{label}</label>{inner}</div>;
};

type TextProps = Common & { type?: 'text' | 'tel' | 'email' | 'password' | 'date' | 'search' | 'number'; short?: boolean; autocomplete?: string; inputmode?: 'numeric' | 'tel' | 'email' | 'text'; list?: string; max?: number; autofocus?: boolean };

export const TextField = (p: TextProps): VNode => {
  const { id, error, described } = describe(p);
  // the types of inputs are a union by `type`; all of ours take the same attributes
  const type = (p.type ?? 'text') as 'text';
  return (
    <Around p={p}>
      <input id={id} name={p.name} type={type} value={p.type === 'password' ? undefined : (p.value ?? '')} class={p.short ? 'short' : undefined} aria-describedby={described} aria-invalid={error ? 'true' : undefined}
        autocomplete={p.autocomplete ?? 'off'} inputMode={p.inputmode} list={p.list} maxLength={p.max} required={p.required} autoFocus={p.autofocus ?? false} />
    </Around>
  );
};

export const TextArea = (p: Common & { rows?: number; max?: number; autofocus?: boolean }): VNode => {
  const { id, error, described } = describe(p);
  return <Around p={p}><textarea id={id} name={p.name} rows={p.rows ?? 8} aria-describedby={described} aria-invalid={error ? 'true' : undefined} maxLength={p.max} autoFocus={p.autofocus ?? false}>{p.value ?? ''}</textarea></Around>;
};

export type Choice = { readonly value: string; readonly text: string; readonly hint?: string | undefined };

export const Radios = (p: Common & { choices: readonly Choice[] }): VNode => {
  const { id } = describe(p);
  return (
    <Around p={p} group>
      {p.choices.map((choice, place) => (
        <label class="choice" key={choice.value}>
          <input type="radio" name={p.name} value={choice.value} id={place === 0 ? id : `${id}-${place}`} checked={p.value === choice.value} />
          <span>{choice.text}{choice.hint && <span class="hint">{choice.hint}</span>}</span>
        </label>
      ))}
    </Around>
  );
};

export const Checkbox = ({ name, text, checked = false, hint }: { name: string; text: string; checked?: boolean; hint?: string }): VNode => (
  <label class="choice"><input type="checkbox" name={name} value="yes" checked={checked} id={fieldId(name)} /><span>{text}{hint && <span class="hint">{hint}</span>}</span></label>
);

export type Group = { readonly label: string; readonly choices: readonly Choice[] };

export const Select = (p: Common & { choices?: readonly Choice[]; groups?: readonly Group[]; empty?: string | undefined }): VNode => {
  const { id, error, described } = describe(p);
  const option = (choice: Choice) => <option key={choice.value} value={choice.value} selected={p.value === choice.value}>{choice.text}</option>;
  return (
    <Around p={p}>
      <select id={id} name={p.name} aria-describedby={described} aria-invalid={error ? 'true' : undefined}>
        {p.empty !== undefined && <option value="">{p.empty}</option>}
        {p.choices?.map(option)}
        {p.groups?.map((group) => <optgroup key={group.label} label={group.label}>{group.choices.map(option)}</optgroup>)}
      </select>
    </Around>
  );
};

export const FileField = (p: Common & { accept: string }): VNode => {
  const { id, error, described } = describe(p);
  return <Around p={p}><input id={id} name={p.name} type="file" multiple accept={p.accept} aria-describedby={described} aria-invalid={error ? 'true' : undefined} /></Around>;
};

/** Every form: posted to itself unless told, with the hidden proof that it came from this site. */
export const Form = ({ csrf, action, children, files = false, class: name, id }: { csrf: string; action?: string; children: ComponentChildren; files?: boolean; class?: string; id?: string }): VNode => (
  <form method="post" action={action} enctype={files ? 'multipart/form-data' : undefined} class={name} id={id} noValidate>
    <input type="hidden" name="csrf" value={csrf} />
    {children}
  </form>
);

type ButtonProps = {
  children: ComponentChildren; kind?: 'second' | 'grave' | 'link' | 'big'; name?: string; value?: string; disabled?: boolean; accesskey?: string;
  /** a form that stands elsewhere on the page, by its id; what is typed there goes with this button */
  form?: string;
  /** where this button sends its form, if not where the form itself does */
  to?: string;
};
export const Button = ({ children, kind, name, value, disabled = false, accesskey, form, to }: ButtonProps): VNode => (
  <button class={kind ? `button ${kind}` : 'button'} name={name} value={value} disabled={disabled} accessKey={accesskey} form={form} formAction={to}>{children}</button>
);
