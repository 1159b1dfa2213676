/** The country's own numbers are typed without its code; others must begin with `+` or `00`. */
const countryCode = '7';
const nationalDigits = 10;

/** A phone as people type it (`8 701 …`, `+7(701)…`, `701 123 45 67`) in the one way it is stored: `+77011234567`. Null when it is none. */
export const normalPhone = (typed: string): string | null => {
  const text = typed.normalize('NFKC').trim();
  if (/[^\d\s+()./\-–—‑]/.test(text)) return null;
  const digits = text.replace(/\D/g, '');
  const foreign = text.startsWith('+') ? digits : digits.startsWith('00') ? digits.slice(2) : null;
  if (foreign !== null && !foreign.startsWith(countryCode)) return /^[1-9]\d{7,14}$/.test(foreign) ? `+${foreign}` : null;
  const national = foreign !== null ? foreign.slice(1) : digits.length === nationalDigits + 1 && /^[78]/.test(digits) ? digits.slice(1) : digits;
  // 7xx: towns and mobile operators of this country; other leading digits under +7 are Russia's and are kept when written in full
  if (national.length !== nationalDigits || (foreign === null && digits.length === nationalDigits && !national.startsWith('7'))) return null;
  return `+${countryCode}${national}`;
};

/** `+77011234567` → `+7 701 123 45 67`; other countries' numbers as they are. */
export const showPhone = (stored: string): string =>
  stored.replace(/^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/, '+7 $1 $2 $3 $4');
