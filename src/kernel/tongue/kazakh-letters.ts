const neighbours = /(?<=[еи][^аеиоуыэюя]+)ы/g;

/**
 * Harmony mended: after е or і people also write ы («есымды», «корсетеды»), which Kazakh does not. One after another, so that a mended letter
 * mends the next.
 */
export const smooth = (folded: string): string => {
  if (!folded.includes('ы')) return folded;
  let word = folded;
  for (let round = 0; round < 6; round += 1) {
    const next = word.replace(neighbours, 'и');
    if (next === word) return word;
    word = next;
  }
  return word;
};

/** «мектебі» is of мектеп, «жүрегі» of жүрек: a stem's last letter before it was softened. */
export const rooted = (stem: string): string => stem.endsWith('б') ? `${stem.slice(0, -1)}п` : stem.endsWith('г') ? `${stem.slice(0, -1)}к` : stem;
