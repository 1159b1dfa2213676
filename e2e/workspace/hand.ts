import type { Page } from 'playwright-core';

/** Where the letters lie on the keyboards of this country: the island reads a key's place, not its letter. */
const places: Readonly<Record<string, string>> = Object.fromEntries([
  ...'йцукенгшщзхъ'].map((letter, at) => [letter, ['KeyQ', 'KeyW', 'KeyE', 'KeyR', 'KeyT', 'KeyY', 'KeyU', 'KeyI', 'KeyO', 'KeyP', 'BracketLeft', 'BracketRight'][at] ?? '']).concat(
  [...'фывапролджэ'].map((letter, at) => [letter, ['KeyA', 'KeyS', 'KeyD', 'KeyF', 'KeyG', 'KeyH', 'KeyJ', 'KeyK', 'KeyL', 'Semicolon', 'Quote'][at] ?? '']),
  [...'ячсмитьбю'].map((letter, at) => [letter, ['KeyZ', 'KeyX', 'KeyC', 'KeyV', 'KeyB', 'KeyN', 'KeyM', 'Comma', 'Period'][at] ?? '']),
  [['ә', 'Digit2'], ['і', 'Digit3'], ['ң', 'Digit4'], ['ғ', 'Digit5'], ['ү', 'Digit8'], ['ұ', 'Digit9'], ['қ', 'Digit0'], ['ө', 'Minus'], ['һ', 'Equal']],
));

/** Ten fingers and no mouse: real key events, counted. */
export const handOn = async (page: Page) => {
  const cdp = await page.context().newCDPSession(page);
  let presses = 0;
  const press = async (key: string, times = 1): Promise<void> => {
    for (let n = 0; n < times; n += 1) {
      presses += 1;
      await page.keyboard.press(key);
    }
  };
  /** a letter as a Kazakh or Russian keyboard sends it */
  const letter = async (character: string): Promise<void> => {
    presses += 1;
    const key = { key: character, code: places[character.toLowerCase()] ?? '', text: character, unmodifiedText: character };
    // sent together, taken in order
    await Promise.all([cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key }), cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key })]);
  };
  const type = async (text: string): Promise<void> => { await Promise.all([...text].map(letter)); };
  const under = (): Promise<string> => page.evaluate(() => { const at = document.activeElement; return `${at?.getAttribute('name') ?? ''} ${(at?.textContent ?? '').replace(/\s+/g, ' ').trim()}`.trim(); });
  return {
    press, letter, type, under,
    /** Tab, or Shift+Tab, until what has the focus fits; forty stops are too many for anybody */
    tabTo: async (wanted: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> => {
      const passed: string[] = [];
      for (let stop = 0; stop < 40; stop += 1) {
        await press(key);
        const found = await under();
        if (wanted.test(found)) return;
        passed.push(found.slice(0, 40));
      }
      throw new Error(`${String(wanted)} is not within forty stops of ${key}; passed: ${passed.join(' | ')}`);
    },
    /** since the last time it was asked */
    counted: (): number => { const all = presses; presses = 0; return all; },
  };
};
