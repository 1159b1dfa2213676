import { inflateRawSync } from 'node:zlib';

/** The parts of a zip archive, by name. */
export const unzipped = (zip: Buffer): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  const end = zip.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  for (let at = zip.readUInt32LE(end + 16), left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [size, name, extra, note, from] = [zip.readUInt32LE(at + 20), zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32), zip.readUInt32LE(at + 42)];
    const start = from + 30 + zip.readUInt16LE(from + 26) + zip.readUInt16LE(from + 28);
    const bytes = zip.subarray(start, start + size);
    found.set(zip.toString('utf8', at + 46, at + 46 + name), (zip.readUInt16LE(at + 10) === 0 ? bytes : inflateRawSync(bytes)).toString('utf8'));
    at += 46 + name + extra + note;
  }
  return found;
};
