/** Fields of a submitted form as text in NFC; files apart. Repeated names keep all values. */
export type Form = {
  readonly get: (name: string) => string;
  readonly all: (name: string) => readonly string[];
  readonly has: (name: string) => boolean;
  readonly files: (name: string) => readonly File[];
  readonly entries: () => readonly (readonly [string, string])[];
};

export class FormTooLarge extends Error {}

/** Reads urlencoded and multipart bodies up to `limits.bytes`; throws FormTooLarge past that. */
export const readForm = async (request: Request, limits: { bytes: number }): Promise<Form> => {
  const declared = Number(request.headers.get('content-length') ?? 0);
  if (declared > limits.bytes) throw new FormTooLarge();
  const body = request.body ? await new Response(capped(request.body, limits.bytes), { headers: { 'content-type': request.headers.get('content-type') ?? 'application/x-www-form-urlencoded' } }).formData() : new FormData();
  const texts: [string, string][] = [];
  const files: [string, File][] = [];
  for (const [name, value] of body) {
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

/** NFC, Unix line ends, no NUL: what PostgreSQL takes and search expects. Bidi controls are dropped. */
export const clean = (text: string): string =>
  text.normalize('NFC').replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F\u202A-\u202E\u2066-\u2069]/g, '');

const capped = (body: ReadableStream<Uint8Array>, limitBytes: number): ReadableStream<Uint8Array> => {
  let seen = 0;
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        seen += chunk.byteLength;
        if (seen > limitBytes) controller.error(new FormTooLarge());
        else controller.enqueue(chunk);
      },
    }),
  );
};
