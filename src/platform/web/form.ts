import { clean } from '../../kernel/typed.ts';
import { FormTooLarge, readMultipart, type SentFile } from './multipart.ts';

/** Fields of a submitted form as text in NFC; files apart. Repeated names keep all values. */
export type Form = {
  readonly get: (name: string) => string;
  readonly all: (name: string) => readonly string[];
  readonly has: (name: string) => boolean;
  readonly files: (name: string) => readonly SentFile[];
  readonly entries: () => readonly (readonly [string, string])[];
  /** its files are gone after this */
  readonly end: () => Promise<void>;
};

/** Three letters of 20 000 characters and a list of 2 000 who signed, each Kazakh letter sent as six bytes, fit twice. */
const textBytes = 4 * 1024 * 1024;
/** The longest form has some sixty; a million empty ones would be read for seconds. */
const mostFields = 2_000;

/** Reads urlencoded bodies, and multipart ones up to `limits.bytes`; throws FormTooLarge past that. What is neither is a form without fields. */
export const readForm = async (request: Request, limits: { bytes: number; folder: string }): Promise<Form> => {
  const type = request.headers.get('content-type') ?? 'application/x-www-form-urlencoded';
  const multipart = type.startsWith('multipart/form-data');
  const limitBytes = multipart ? limits.bytes : Math.min(limits.bytes, textBytes);
  if (Number(request.headers.get('content-length') ?? 0) > limitBytes) throw new FormTooLarge(limitBytes);
  const body = request.body ? capped(request.body, limitBytes) : null;
  // a body cut off or without its boundary has no fields: the token of the form is missing then, and the page says so
  const parts = body && multipart ? await readMultipart(body, type, { folder: limits.folder, bytes: limitBytes, text: textBytes, parts: mostFields }) : null;
  const plain = body && type.startsWith('application/x-www-form-urlencoded') ? pairs(await new Response(body).text(), limitBytes) : [];
  const texts = [...(parts?.texts ?? plain)].map(([name, value]): [string, string] => [name, clean(value)]);
  // a field without a file is sent as an empty one without a name; an empty one that has a name is a photograph that failed, and whoever sent it is told
  const files = (parts?.files ?? []).filter(([, file]) => file.size > 0 || file.name !== '');
  return {
    get: (name) => texts.find(([key]) => key === name)?.[1] ?? '',
    all: (name) => texts.filter(([key]) => key === name).map(([, value]) => value),
    has: (name) => texts.some(([key]) => key === name),
    files: (name) => files.filter(([key]) => key === name).map(([, file]) => file),
    entries: () => texts,
    end: async () => parts?.end(),
  };
};

const pairs = (text: string, limitBytes: number): Iterable<readonly [string, string]> => {
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
    { preventCancel: true }, // a request that is cancelled takes its connection with it, and the answer (linger.ts)
  );
};
