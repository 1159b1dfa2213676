/** In which case a word may stand: at, from, to a place; of it; another; as in the dictionary. */
export type Form = 'same' | 'at' | 'from' | 'to' | 'of' | 'other';
export type Base = { readonly base: string; readonly form: Form; readonly tongue: 'kk' | 'ru' | null };

type Ending = readonly [ending: string, instead: readonly string[], form: Form];

// in the spelling of `soundOf`: ы and й are и; a doubled letter is one, so «-ский» is «-ски» and «Семее» is «семе»
const russian: readonly Ending[] = [
  // «Чапаево» is how people call Чапаев
  ['ово', ['ов'], 'same'], ['ево', ['ев'], 'same'], ['ино', ['ин'], 'same'],
  ['ого', ['и', 'ое'], 'of'], ['его', ['и', 'ее'], 'of'], ['ому', ['и', 'ое'], 'to'], ['ему', ['и', 'ее'], 'to'], ['ую', ['ая'], 'to'],
  ['ом', ['и', 'ое'], 'at'], ['ом', ['', 'о'], 'other'], ['ем', ['и', 'е'], 'other'], ['им', ['и', 'ин'], 'other'], ['их', ['ие', 'и'], 'at'], ['ах', ['и', 'а'], 'at'], ['ях', ['и', 'я'], 'at'],
  ['ои', ['ая', 'а'], 'of'], ['еи', ['я', 'ая'], 'of'],
  ['е', ['', 'а', 'о', 'и', 'я', 'еи'], 'at'], ['и', ['', 'а', 'я'], 'of'], ['а', ['', 'о'], 'of'], ['я', ['и', ''], 'of'],
  ['у', ['', 'а', 'о'], 'to'], ['ю', ['и', 'я'], 'to'],
];
const kazakh: readonly Ending[] = [
  ...['ндаги', 'ндеги', 'даги', 'деги', 'таги', 'теги', 'нда', 'нде', 'да', 'де', 'та', 'те'].map((ending): Ending => [ending, [''], 'at']),
  ...['нан', 'нен', 'дан', 'ден', 'тан', 'тен'].map((ending): Ending => [ending, [''], 'from']),
  ...['га', 'ге', 'ка', 'ке', 'на', 'не'].map((ending): Ending => [ending, [''], 'to']),
  ...['нин', 'дин', 'тин'].map((ending): Ending => [ending, [''], 'of']),
  ...['ни', 'ди', 'ти', 'мен', 'бен', 'пен'].map((ending): Ending => [ending, [''], 'other']),
];

/** The words as in the dictionary that a declined one may be, itself first. A stem keeps three letters at least. */
export const basesOf = (key: string): readonly Base[] => {
  const found: Base[] = [{ base: key, form: 'same', tongue: null }];
  for (const [tongue, endings] of [['kk', kazakh], ['ru', russian]] as const) {
    for (const [ending, instead, form] of endings) {
      const stem = key.length - ending.length;
      if (stem < (tongue === 'kk' ? 2 : 3) || !key.endsWith(ending)) continue;
      for (const one of instead) found.push({ base: key.slice(0, stem) + one, form, tongue });
    }
  }
  return found;
};
