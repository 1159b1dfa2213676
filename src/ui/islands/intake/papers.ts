import { fill, made, shown } from './fill.ts';

type Told = { readonly id?: number; readonly name?: string; readonly sentence?: string };
const megabyte = 1024 * 1024;
const previewSide = 144;
/** Pictures whose type some browsers do not know. */
const pictures = /\.(jpe?g|png|gif|webp|avif|heic|heif)$/i;

const sizeOf = (file: File): string => shown(Math.max(0.1, file.size / megabyte), 1);
const isTaken = (file: File, accept: string): boolean =>
  file.type.startsWith('image/') || pictures.test(file.name) || accept.split(',').some((one) => one.startsWith('.') && file.name.toLowerCase().endsWith(one));

/** Drawn, not linked: the page's security policy lets no address but its own be a picture. */
const draw = async (file: File, onto: HTMLCanvasElement): Promise<void> => {
  if (!file.type.startsWith('image/')) return onto.remove();
  const picture = await createImageBitmap(file);
  const share = previewSide / Math.max(picture.width, picture.height, previewSide);
  onto.width = Math.max(1, Math.round(picture.width * share));
  onto.height = Math.max(1, Math.round(picture.height * share));
  onto.getContext('2d')?.drawImage(picture, 0, 0, onto.width, onto.height);
  picture.close();
};

/** Null: it never arrived. */
const send = (address: string, csrf: string, file: File, tell: (share: number) => void): Promise<Told | null> => new Promise((resolve) => {
  const request = new XMLHttpRequest();
  const body = new FormData();
  body.append('csrf', csrf);
  body.append('papers', file);
  request.open('POST', address);
  request.responseType = 'json';
  request.upload.addEventListener('progress', ({ loaded, total }) => tell(total > 0 ? loaded / total : 0));
  request.addEventListener('load', () => resolve(request.response as Told | null));
  for (const name of ['error', 'abort', 'timeout']) request.addEventListener(name, () => resolve(null));
  request.send(body);
});

type Line = { readonly row: HTMLLIElement; readonly name: HTMLElement; readonly state: HTMLElement; readonly bar: HTMLProgressElement };
const line = (file: File, size: string): Line => {
  const [row, about, state, canvas, bar] = [made('li'), made('div'), made('div', 'quiet small'), made('canvas'), made('progress')];
  const name = made('strong', '', file.name);
  canvas.width = 1;
  canvas.height = 1;
  canvas.setAttribute('aria-hidden', 'true');
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute('aria-label', file.name);
  about.append(name, ' ', made('span', 'quiet small', size), state, bar);
  row.append(canvas, about);
  draw(file, canvas).catch(() => canvas.remove());
  return { row, name, state, bar };
};

/** Sends every file as soon as it is chosen; one that cannot be taken is told of before it is sent. Gives back what is under way, or null. */
export const sendPapers = (form: HTMLFormElement, said: DOMStringMap): (() => Promise<unknown> | null) => {
  const input = form.querySelector<HTMLInputElement>('input[type=file][name=papers]');
  if (!input) return () => null;
  const csrf = form.querySelector<HTMLInputElement>('input[name=csrf]')?.value ?? '';
  const list = made('ul', 'taking');
  const status = made('p', 'hidden');
  status.setAttribute('role', 'status');
  input.after(list, status);
  const [most, mostMegabytes] = [Number(said['mostPapers']), Number(said['mostMegabytes'])];
  const later: File[] = [];
  let queue: Promise<void> | null = null;
  let sending = 0;

  const wrong = ({ row, state, bar }: Line, sentence: string): void => {
    row.dataset['wrong'] = '';
    state.className = 'error';
    state.textContent = sentence;
    bar.remove();
  };
  const removal = (id: number, name: string): HTMLButtonElement => {
    const button = Object.assign(made('button', 'button link', said['remove'] ?? ''), { name: 'remove', value: String(id) });
    button.append(made('span', 'hidden', ` ${name}`));
    return button;
  };
  const take = async (file: File, own: Line): Promise<void> => {
    const told = await send(`${said['intake'] ?? ''}/papers`, csrf, file, (share) => {
      own.bar.value = share;
      own.state.textContent = fill(said['sending'], { percent: Math.round(share * 100) });
    });
    if (told?.id !== undefined) {
      own.bar.remove();
      own.name.textContent = told.name ?? file.name;
      own.state.textContent = said['sent'] ?? '';
      own.row.append(removal(told.id, told.name ?? file.name));
    } else if (told?.sentence !== undefined) wrong(own, told.sentence);
    else {
      wrong(own, said['later'] ?? '');
      later.push(file);
      // back into the field: the step itself brings it
      const kept = new DataTransfer();
      for (const one of later) kept.items.add(one);
      input.files = kept.files;
    }
    status.textContent = `${own.name.textContent}: ${own.state.textContent ?? ''}`;
  };
  const against = (file: File, size: string): string | undefined =>
    file.size > mostMegabytes * megabyte ? fill(said['large'], { size })
    : !isTaken(file, input.accept) ? said['type']
    : form.querySelectorAll('button[name=remove]').length + sending + later.length >= most ? said['tooMany'] : undefined;

  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])];
    input.value = '';
    later.length = 0;
    for (const old of list.querySelectorAll('[data-wrong]')) old.remove();
    for (const file of files) {
      const own = line(file, fill(said['size'], { size: sizeOf(file) }));
      const why = against(file, sizeOf(file));
      list.append(own.row);
      if (why !== undefined) {
        wrong(own, why);
        status.textContent = `${file.name}: ${why}`;
        continue;
      }
      sending += 1;
      const before = queue ?? Promise.resolve();
      const mine = before.then(() => take(file, own)).finally(() => {
        sending -= 1;
        if (queue === mine) queue = null;
      });
      queue = mine;
    }
  });
  form.addEventListener('submit', () => {
    if (!queue) return;
    status.className = 'small';
    status.textContent = said['wait'] ?? '';
  });
  return () => queue;
};
