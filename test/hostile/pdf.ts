import { inflateSync } from 'node:zlib';

const inflated = (stream: string): string => {
  try {
    return inflateSync(Buffer.from(stream, 'latin1')).toString('latin1');
  } catch {
    return ''; // a picture, or what is not packed and stands in the whole
  }
};

const streams = /stream\r?\n([\s\S]*?)endstream/g;
const packed = (whole: string): readonly string[] => [...whole.matchAll(streams)].map(([, part = '']) => inflated(part));
/** Everything of a file of pages, its packed parts too, as one text. */
export const unpacked = (pdf: Buffer): string => {
  const whole = pdf.toString('latin1');
  return [whole, ...packed(whole)].join('\n');
};
export const linksIn = (file: string): readonly string[] => [...file.matchAll(/\/URI \(([^)]*)/g)].map(([, link = '']) => link);

const acts = /\/(?:JavaScript|JS|Launch|OpenAction|AA|EmbeddedFile|SubmitForm|ImportData|GoToR|RichMedia|AcroForm|XFA)\b/g;
/** What a reader of such files would do by itself, or at a touch, besides following a link (ISO 32000-1, 12.6); words between brackets are words. */
export const runsIn = (pdf: Buffer): readonly string[] => {
  const whole = pdf.toString('latin1');
  return [...new Set([whole.replace(streams, ''), ...packed(whole)].flatMap((part) => part.replace(/\((?:\\[\s\S]|[^\\()])*\)/g, '()').match(acts) ?? []))];
};

type Pages = { readonly text: string; readonly sheets: number; readonly pictures: readonly { readonly left: number; readonly top: number; readonly width: number }[] };
const unicode = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le');

/** Glyph → letters, by the map that the font brings for whoever copies its words (ISO 32000-1, 9.10.3). */
const lettersOf = (map: string): ReadonlyMap<string, string> => {
  const letters = new Map<string, string>();
  for (const [, part = ''] of map.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const [, first = '', , list = ''] of part.matchAll(/<([\dA-F]{4})>\s*<([\dA-F]{4})>\s*\[([^\]]*)\]/gi))
      for (const [nth, one] of [...list.matchAll(/<([^>]*)>/g)].map(([, hex = '']) => hex.replaceAll(' ', '')).entries()) letters.set((parseInt(first, 16) + nth).toString(16).padStart(4, '0'), unicode(one));
  return letters;
};

/** What pdfkit's pages show, in the order in which it was drawn: their words as typed, and where pictures lie, in points from the left and the top. */
export const shownIn = (pdf: Buffer): Pages => {
  const objects = new Map([...pdf.toString('latin1').matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)].map(([, id = '', body = '']) => [id, body] as const));
  const at = (body: string, name: string): string => objects.get(new RegExp(`/${name} (\\d+) 0 R`).exec(body)?.[1] ?? '') ?? '';
  const streamOf = (body: string): string => inflated(/stream\n([\s\S]*)\nendstream/.exec(body)?.[1] ?? '');
  const sheets = [...objects.values()].filter((body) => /\/Type \/Page\b/.test(body));
  let text = '';
  const pictures: { left: number; top: number; width: number }[] = [];
  for (const sheet of sheets) {
    const resources = at(sheet, 'Resources');
    const fonts = new Map([.../\/Font <<([\s\S]*?)>>/.exec(resources)?.[1]?.matchAll(/\/(\w+) (\d+) 0 R/g) ?? []].map(([, name = '', id = '']) => [name, lettersOf(streamOf(at(objects.get(id) ?? '', 'ToUnicode')))] as const));
    const drawn = streamOf(at(sheet, 'Contents'));
    let font: ReadonlyMap<string, string> | undefined;
    for (const [, name, glyphs, width, left, top] of drawn.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ|([\d.]+) 0 0 -[\d.]+ ([\d.]+) ([\d.]+) cm\s*\/I\d+ Do/g)) {
      if (name !== undefined) font = fonts.get(name);
      else if (glyphs !== undefined) text += `${[...glyphs.matchAll(/<([\da-f]*)>/gi)].map(([, hex = '']) => (hex.match(/.{4}/g) ?? []).map((glyph) => font?.get(glyph.toLowerCase()) ?? '�').join('')).join('')}\n`;
      else pictures.push({ left: Number(left), top: Number(top) - Number(width), width: Number(width) });
    }
  }
  return { text, sheets: sheets.length, pictures };
};
