const kazakhLetters: Readonly<Record<string, string>> = {
  ә: 'а', ғ: 'г', қ: 'к', ң: 'н', ө: 'о', ұ: 'у', ү: 'у', һ: 'х', і: 'и', ё: 'е',
};

/** The form in which names and words are searched: NFC, lower case, Kazakh letters as people type them without (practice.md). */
export const fold = (text: string): string =>
  text.normalize('NFC').toLowerCase().replace(/[әғқңөұүһіё]/g, (letter) => kazakhLetters[letter] ?? letter)
    .replace(/\s+/g, ' ').trim();
