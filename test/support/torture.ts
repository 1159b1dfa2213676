import { crc32, deflateRawSync, deflateSync } from 'node:zlib';
import sharp from 'sharp';

/** What hostile and odd uploads are made of. */
export const utf8 = (text: string): Buffer => Buffer.from(text, 'utf8');
export const drawn = (width: number, height: number, alpha = false) =>
  sharp({ create: { width, height, channels: alpha ? 4 : 3, background: { r: 10, g: 120, b: 90, alpha: 0.5 } } });
/** As a photograph has it: the same noise every time. */
export const noisy = async (width: number, height: number): Promise<Buffer> => {
  const pixels = Buffer.alloc(width * height * 3);
  let state = 20_261_121;
  const next = (): number => { state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; return state >>> 25; };
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = next() + next();
  return sharp(pixels, { raw: { width, height, channels: 3 } }).jpeg().toBuffer();
};

export type Entry = { name: string; data?: Buffer; packed?: Buffer; unpacked?: number; flags?: number };
/** A zip of stored entries, or of packed ones with the size they claim. */
export const zip = (entries: readonly Entry[]): Buffer => {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let at = 0;
  for (const { name, data = Buffer.alloc(0), packed, unpacked, flags = 0 } of entries) {
    const body = packed ?? data;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(packed ? 8 : 0, 4);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(body.length, 14);
    common.writeUInt32LE(unpacked ?? data.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, utf8(name), body]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, tail, utf8(name)]));
    locals.push(local);
    at += local.length;
  }
  const list = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, list, end]);
};
export const contentTypes = (part: string, type: string): Entry => ({
  name: '[Content_Types].xml',
  data: utf8(`<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/></Types>`),
});
export const docx = (...more: Entry[]): Buffer => zip([contentTypes('/word/document.xml', 'wordprocessingml.document'), { name: 'word/document.xml', data: utf8('<w/>') }, ...more]);
export const openDocument = (mime: string, ...more: Entry[]): Buffer => zip([{ name: 'mimetype', data: utf8(mime) }, { name: 'content.xml', data: utf8('<o/>') }, ...more]);

/** [MS-CFB]: header, one sector of the table, one of the directory. */
export const ole = (...streams: string[]): Buffer => {
  const header = Buffer.alloc(512, 0xff);
  Buffer.from('d0cf11e0a1b11ae100000000000000000000000000000000', 'hex').copy(header);
  header.writeUInt16LE(9, 30);
  header.writeUInt32LE(1, 48);
  header.writeUInt32LE(0, 76);
  const table = Buffer.alloc(512, 0xff);
  table.writeUInt32LE(0xfffffffd, 0);
  table.writeUInt32LE(0xfffffffe, 4);
  const directory = Buffer.alloc(512);
  ['Root Entry', ...streams].forEach((name, index) => {
    directory.write(name, index * 128, 'utf16le');
    directory.writeUInt16LE(name.length * 2 + 2, index * 128 + 64);
    directory.writeUInt8(index === 0 ? 5 : 2, index * 128 + 66);
  });
  return Buffer.concat([header, table, directory, Buffer.alloc(1024)]);
};

export const pngChunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
};
export const flood = (side: number): Buffer => {
  const head = Buffer.from('0000000000000000 08 02 00 00 00'.replaceAll(' ', ''), 'hex');
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), pngChunk('IHDR', head), pngChunk('IDAT', deflateSync(Buffer.alloc(1024))), pngChunk('IEND', Buffer.alloc(0))]);
};
export const pdf = utf8('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
/** The head of a WebM file with tracks of these codecs (Matroska: EBML, Segment, Tracks, TrackEntry, CodecID). */
export const matroska = (...codecs: readonly string[]): Buffer => Buffer.concat([
  Buffer.from('1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104428581021853806701ffffffffffffff1654ae6b', 'hex'),
  ...codecs.map((codec) => Buffer.concat([Buffer.from([0xae, 0x80 + codec.length + 2, 0x86, 0x80 + codec.length]), utf8(codec)])), Buffer.alloc(300, 7),
]);
// the test file every scanner knows (eicar.org), in two halves so that this source is not taken for it
export const eicar = utf8(['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-', 'STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join(''));
export const bomb = (): Entry[] => {
  const packed = deflateRawSync(Buffer.alloc(64 * 1024 * 1024));
  return [1, 2, 3, 4, 5].map((n) => ({ name: `word/media/${n}.bin`, packed, unpacked: 64 * 1024 * 1024 }));
};
