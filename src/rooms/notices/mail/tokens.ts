const mostTokens = 20;

/** Whatever looks like a token of ours: `17.9f…`, in a name of a notice or behind the plus of an address. Proof is asked of the seal, elsewhere. */
export const tokenLike = (text: string): readonly string[] =>
  [...new Set([...text.slice(0, 200_000).matchAll(/(?:notice\.|[+._-])(\d{1,15}\.[0-9a-f]{20})(?=@)/gi)].map((match) => (match[1] ?? '').toLowerCase()))].slice(0, mostTokens);
