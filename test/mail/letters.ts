/** Letters as they lie in a mailbox, byte for byte. */
export type Made = { from?: string; to?: string; subject?: string; id?: string | null; date?: string | null; head?: readonly string[]; body?: string | Buffer; type?: string };

let nth = 0;
export const aLetter = (o: Made = {}): Buffer => {
  nth += 1;
  const id = o.id === undefined ? `<letter-${process.pid}-${nth}@mail.example>` : o.id;
  const date = o.date === undefined ? 'Fri, 20 Nov 2026 09:12:00 +0500' : o.date;
  const head = [
    'Return-Path: <aliya@mail.example>', `From: ${o.from ?? '=?utf-8?B?0KHRi9C90LDQu9C80LDQu9GLINOY0LvQuNGP?= <aliya@mail.example>'}`, `To: ${o.to ?? 'inbox@ashyq.example'}`,
    ...(o.subject === '' ? [] : [`Subject: ${word(o.subject ?? 'Көше шамдары')}`]), ...(id === null ? [] : [`Message-ID: ${id}`]), ...(date === null ? [] : [`Date: ${date}`]),
    'MIME-Version: 1.0', `Content-Type: ${o.type ?? 'text/plain; charset=utf-8'}`, ...(o.head ?? []),
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), typeof o.body === 'string' || o.body === undefined ? Buffer.from(o.body ?? 'Аулада жарық жанбайды, кешке балалар қорқады.', 'utf8') : o.body]);
};
/** An encoded word where it is needed. */
export const word = (text: string): string => (/^[\x20-\x7E]*$/.test(text) ? text : `=?utf-8?B?${Buffer.from(text, 'utf8').toString('base64')}?=`);

export type Part = { type: string; body: string | Buffer; name?: string; head?: readonly string[]; inline?: boolean };
/** Parts with their heads, base64. */
export const parts = (boundary: string, list: readonly Part[]): Buffer => Buffer.from(`${list.map((part) => [
  `--${boundary}`, `Content-Type: ${part.type}`, 'Content-Transfer-Encoding: base64',
  ...(part.name === undefined ? [] : [`Content-Disposition: ${part.inline ? 'inline' : 'attachment'}; filename="${part.name}"`]), ...(part.head ?? []), '',
  Buffer.from(part.body as string).toString('base64').replace(/(.{76})/g, '$1\r\n'),
].join('\r\n')).join('\r\n')}\r\n--${boundary}--\r\n`, 'latin1');

/** Cyrillic in an old charset: what TextDecoder reads, turned round. */
export const inCharset = (text: string, charset: string, more: Readonly<Record<string, number>> = {}): Buffer => {
  const table = new Map<string, number>(Object.entries(more));
  const decoder = new TextDecoder(charset);
  for (let byte = 0; byte < 256; byte += 1) {
    const sign = decoder.decode(Uint8Array.of(byte));
    if (!table.has(sign)) table.set(sign, byte);
  }
  return Buffer.from(Array.from(text, (sign) => table.get(sign) ?? 0x3f));
};
/** Kazakh letters of KZ-1048 */
export const kz1048: Readonly<Record<string, number>> = { Қ: 0x8d, Һ: 0x8e, қ: 0x9d, һ: 0x9e, Ұ: 0xa1, ұ: 0xa2, Ә: 0xa3, Ө: 0xa5, Ғ: 0xaa, Ү: 0xaf, ө: 0xb4, ғ: 0xba, ә: 0xbc, Ң: 0xbd, ң: 0xbe, ү: 0xbf };
