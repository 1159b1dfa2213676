import { clean } from '../../kernel/typed.ts';

/** Fields of a submitted form as text in NFC; files apart. Repeated names keep all values. */
export type Form = {
  readonly get: (name: string) => string;
  readonly all: (name: string) => readonly string[];
  readonly has: (name: string) => boolean;
  readonly files: (name: string) => readonly File[];
  readonly entries: () => readonly (readonly [string, string])[];
};

export class FormTooLarge extends Error {
  readonly limitBytes: number;
  constructor(limitBytes: number) {
    super('the form is too large');
    this.limitBytes = limitBytes;
  }
}

/** Three letters of 20 000 characters and a list of 2 000 who signed, each Kazakh letter sent as six bytes, fit twice. */
const textBytes = 4 * 1024 * 1024;
/** The longest form has some sixty; a million empty ones would be read for seconds. */
const mostFields = 2_000;

/** Reads urlencoded bodies, and multipart ones up to `limits.bytes`; throws FormTooLarge past that. What is neither is a form without fields. */
export const readForm = async (request: Request, limits: { bytes: number }): Promise<Form> => {
  const type = request.headers.get('content-type') ?? 'application/x-www-form-urlencoded';
  const multipart = type.startsWith('multipart/form-data');
  const limitBytes = multipart ? limits.bytes : Math.min(limits.bytes, textBytes);
  if (Number(request.headers.get('content-length') ?? 0) > limitBytes) throw new FormTooLarge(limitBytes);
  const sent = request.body ? new Response(capped(request.body, limitBytes), { headers: { 'content-type': type } }) : null;
  const body = sent === null ? [] : multipart ? await parts(sent) : type.startsWith('application/x-www-form-urlencoded') ? pairs(await sent.text(), limitBytes) : [];
  const texts: [string, string][] = [];
  const files: [string, File][] = [];
  for (const [name, value] of body) {
    if (texts.length + files.length >= mostFields) throw new FormTooLarge(limitBytes);
    if (typeof value === 'string') texts.push([name, clean(value)]);
    else if (value.size > 0) files.push([name, value]);
  }
  return {
    get: (name) => texts.find(([key]) => key === name)?.[1] ?? '',
    all: (name) => texts.filter(([key]) => key === name).map(([, value]) => value),
    has: (name) => texts.some(([key]) => key === name),
    files: (name) => files.filter(([key]) => key === name).map(([, file]) => file),
    entries: () => texts,
  };
};

/** A body cut off or without its boundary has no fields: the token of the form is missing then, and the page says so. */
const parts = async (sent: Response): Promise<Iterable<[string, string | File]>> => {
  try {
    return await sent.formData();
  } catch (error) {
    const cause = error instanceof FormTooLarge ? error : (error as { cause?: unknown }).cause;
    if (cause instanceof FormTooLarge) throw cause;
    if (error instanceof TypeError) return [];
    throw error;
  }
};

const pairs = (text: string, limitBytes: number): Iterable<[string, string]> => {
  if (text.split('&', mostFields + 1).length > mostFields) throw new FormTooLarge(limitBytes);
  return new URLSearchParams(text);
};

/** What stands after the question mark, by the same rule as a form's fields. */
export const cleanQuery = (query: URLSearchParams): URLSearchParams => new URLSearchParams([...query].map(([name, value]) => [name, clean(value)]));

export const capped = (body: ReadableStream<Uint8Array>, limitBytes: number): ReadableStream<Uint8Array> => {
  let seen = 0;
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        seen += chunk.byteLength;
        if (seen > limitBytes) controller.error(new FormTooLarge(limitBytes));
        else controller.enqueue(chunk);
      },
    }),
  );
};
