/** Words of old mail programs, whatever they say of themselves. What says nothing or lies is told by how Kazakh and Russian look. */

// KZ-1048 (STRK1048-2002): Kazakh letters where windows-1251 has Serbian and Ukrainian ones, which nobody here writes
const kazakh: Readonly<Record<string, string>> = {
  Ќ: 'Қ', Ћ: 'Һ', ќ: 'қ', ћ: 'һ', Ў: 'Ұ', ў: 'ұ', Ј: 'Ә', Ґ: 'Ө', Є: 'Ғ', Ї: 'Ү', ґ: 'ө', є: 'ғ', ј: 'ә', Ѕ: 'Ң', ѕ: 'ң', ї: 'ү',
};
const serbian = /[ЌЋќћЎўЈҐЄЇґєјЅѕї]/g;

const plain = new Set(['', 'us-ascii', 'ascii', 'utf-8', 'utf8', 'unknown-8bit', 'x-unknown', '8bit', 'binary', 'default']);
const western = new Set(['iso-8859-1', 'latin1', 'windows-1252', 'cp1252', 'iso-8859-15']);
const kazakhNames = new Set(['kz-1048', 'rk1048', 'strk1048', 'strk1048-2002', 'windows-1251', 'cp1251', 'cp-1251', 'x-cp1251', 'win-1251', 'pt154', 'ptcp154', 'cp154', 'koi8-kz']);

const decoders = new Map<string, TextDecoder | null>();
const decoderOf = (label: string): TextDecoder | null => {
  const known = decoders.get(label);
  if (known !== undefined) return known;
  let made: TextDecoder | null = null;
  try {
    made = new TextDecoder(label);
  } catch {
    made = null;
  }
  // a hostile letter names charsets without end
  if (decoders.size < 100) decoders.set(label, made);
  return made;
};
const strict = new TextDecoder('utf-8', { fatal: true });
const loose = new TextDecoder('utf-8');
const cyrillic1251 = (bytes: Uint8Array): string => (decoderOf('windows-1251')?.decode(bytes) ?? '').replace(serbian, (letter) => kazakh[letter] ?? letter);

const asUtf8 = (bytes: Uint8Array): string | null => {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
};

const common = 'оеаинтсрықдлмң';
const usual = 'вкпуяьгзбйғәіөүұ';
const lower = /[а-яёәғқңөұүһі]/;
const upper = /[А-ЯЁӘҒҚҢӨҰҮҺІ]/;
const latin = /[A-Za-z]/;
const letters = /\p{L}/u;

/** How much it looks like something a person here wrote; per letter, so that long and short compare. */
const likeness = (text: string): number => {
  let score = 0;
  let seen = 0;
  let before = '';
  // a small letter stands earlier in this word
  let small = false;
  for (const sign of text) {
    const bare = sign.toLowerCase();
    if (sign > '\u007F') {
      seen += 1;
      if (sign === '\uFFFD' || (sign >= '\u0080' && sign < '\u00A0')) score -= 3;
      else if (lower.test(bare)) {
        score += common.includes(bare) ? 1 : usual.includes(bare) ? 0.5 : -0.2;
        // «прИВЕТ» and «cafй» are not written
        const capital = upper.test(sign);
        if (capital) score -= 0.1;
        if ((capital && small) || latin.test(before)) score -= 1.5;
        small ||= !capital;
      } else if (letters.test(sign)) score += latin.test(before) ? 0.6 : -0.8;
      else score += /[«»–—“”„’…№ ]/.test(sign) ? 0.2 : -1;
    }
    if (!letters.test(sign)) small = false;
    before = sign;
  }
  return seen === 0 ? 1 : score / seen;
};

/** Enough to tell by. */
const sampleBytes = 8_000;

/** Never throws; a byte that means nothing becomes U+FFFD. */
export const decode = (bytes: Uint8Array, declared = ''): string => {
  const label = declared.trim().toLowerCase().replace(/^"|"$/g, '').slice(0, 40);
  // these are made of ASCII bytes or of two-byte units: what they say of themselves is all there is
  if (/^(utf-?16|utf-?32|iso-2022|utf-7|hz-gb)/.test(label)) return (decoderOf(label) ?? loose).decode(bytes);
  const utf8 = asUtf8(bytes);
  if (utf8 !== null) return utf8;
  const sample = bytes.subarray(0, sampleBytes);
  const ways: (readonly [name: string, read: (given: Uint8Array) => string])[] = [
    ['windows-1251', cyrillic1251], ['koi8-r', (given) => (decoderOf('koi8-u') ?? loose).decode(given)], ['utf-8', (given) => loose.decode(given)],
    ['iso-8859-5', (given) => (decoderOf('iso-8859-5') ?? loose).decode(given)], ['ibm866', (given) => (decoderOf('ibm866') ?? loose).decode(given)],
  ];
  const own = decoderOf(label);
  if (own && !plain.has(label) && !kazakhNames.has(label)) ways.push([label, (given) => own.decode(given)]);
  if (western.has(label)) ways.push(['windows-1252', (given) => (decoderOf('windows-1252') ?? loose).decode(given)]);
  const said = kazakhNames.has(label) ? 'windows-1251' : label.startsWith('koi8') ? 'koi8-r' : label;
  // what it says of itself is believed unless something else is plainly better
  const judged = ways.map(([name, read]) => ({ read, score: likeness(read(sample)) + (name === said ? 0.15 : 0) }));
  const best = judged.reduce((a, b) => (b.score > a.score ? b : a));
  return best.read(bytes);
};
