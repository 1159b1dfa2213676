import { createInterface } from 'node:readline';

export type Typist = NodeJS.ReadStream;

/** Ctrl+C while a password is typed. */
export class Interrupted extends Error {}

/** The first line of standard input; what is typed at a terminal is not shown. */
export const passwordFrom = (input: Typist, ask: (text: string) => void): Promise<string> => (input.isTTY ? typed(input, ask) : piped(input));

const piped = (input: Typist): Promise<string> =>
  new Promise((resolve) => {
    const lines = createInterface({ input, terminal: false });
    lines.once('line', (line) => { resolve(line); lines.close(); });
    lines.once('close', () => resolve(''));
  });

const [interrupt, endOfInput, enter, newline, backspace, del] = ['\u0003', '\u0004', '\r', '\n', '\b', '\u007f'];

const typed = (input: Typist, ask: (text: string) => void): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    ask('Password (not shown while typed): ');
    input.setEncoding('utf8');
    input.setRawMode(true);
    const end = (finish: () => void): void => {
      input.setRawMode(false);
      input.off('data', take);
      input.pause();
      ask('\n');
      finish();
    };
    const take = (piece: string): void => {
      for (const letter of piece) {
        if (letter === interrupt) return end(() => reject(new Interrupted()));
        if (letter === enter || letter === newline || letter === endOfInput) return end(() => resolve(text));
        text = letter === backspace || letter === del ? [...text].slice(0, -1).join('') : text + letter;
      }
    };
    input.on('data', take);
    input.resume();
  });
