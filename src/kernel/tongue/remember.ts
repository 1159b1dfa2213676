/**
 * The function with its answers kept for the words asked: a register sees the same few thousand all day. 20,000 of them are some 3 MB; then all are forgotten
 * at once. A word of forty letters is no word and is not kept.
 */
export const remember = <T>(fn: (word: string) => T): ((word: string) => T) => {
  const kept = new Map<string, T>();
  return (word) => {
    const before = kept.get(word);
    if (before !== undefined) return before;
    const found = fn(word);
    if (word.length > longestWord) return found;
    if (kept.size >= mostKept) kept.clear();
    // a copy: a piece of a letter would keep the whole letter in memory
    kept.set([...word].join(''), found);
    return found;
  };
};

export const longestWord = 40;
const mostKept = 20_000;
