/** Pictures and voices: small enough for a thin line, kept as bytes. */
const mostSide = 1_600;
const quality = 0.8;
export const voiceMs = 180_000;
/** Speech is plain at this; three minutes are some 500 kB. */
const voiceBitsPerSecond = 24_000;

const bytesOf = async (blob: Blob): Promise<Uint8Array<ArrayBuffer>> => new Uint8Array(await blob.arrayBuffer());

const drawn = (picture: ImageBitmap, side: number, onto: HTMLCanvasElement): void => {
  const share = Math.min(1, side / Math.max(picture.width, picture.height));
  onto.width = Math.max(1, Math.round(picture.width * share));
  onto.height = Math.max(1, Math.round(picture.height * share));
  onto.getContext('2d')?.drawImage(picture, 0, 0, onto.width, onto.height);
  picture.close();
};

/** A photograph as it is handed over: at most 1600 px, JPEG, without what the camera wrote about place and time. Null: no picture. */
export const shrunk = async (file: Blob): Promise<Uint8Array<ArrayBuffer> | null> => {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return null;
  const canvas = document.createElement('canvas');
  drawn(picture, mostSide, canvas);
  const jpeg = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
  return jpeg && bytesOf(jpeg);
};

/** Drawn, not linked: the page's security policy lets no address but its own be a picture. */
export const preview = async (bytes: Uint8Array<ArrayBuffer>, onto: HTMLCanvasElement): Promise<void> => drawn(await createImageBitmap(new Blob([bytes])), 160, onto);

export type Recording = { readonly stop: () => void; readonly done: Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly ext: string }> };

const sound = (): { readonly mimeType: string; readonly ext: string } =>
  [{ mimeType: 'audio/webm;codecs=opus', ext: 'webm' }, { mimeType: 'audio/mp4', ext: 'm4a' }].find(({ mimeType }) => MediaRecorder.isTypeSupported(mimeType)) ?? { mimeType: '', ext: 'webm' };

/** At most three minutes; `tell` hears how many seconds are left. */
export const record = async (tell: (secondsLeft: number) => void): Promise<Recording> => {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
  const { mimeType, ext } = sound();
  const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: voiceBitsPerSecond });
  const parts: Blob[] = [];
  const until = performance.now() + voiceMs;
  const stop = (): void => { if (recorder.state !== 'inactive') recorder.stop(); };
  const ticking = setInterval(() => {
    const left = Math.ceil((until - performance.now()) / 1_000);
    if (left <= 0) stop();
    else tell(left);
  }, 500);
  const done = new Promise<{ bytes: Uint8Array<ArrayBuffer>; ext: string }>((resolve) => {
    recorder.addEventListener('dataavailable', ({ data }) => void parts.push(data));
    recorder.addEventListener('stop', () => {
      clearInterval(ticking);
      for (const track of stream.getTracks()) track.stop();
      void bytesOf(new Blob(parts)).then((bytes) => resolve({ bytes, ext }));
    });
  });
  recorder.start(1_000);
  return { stop, done };
};

/** Through the sound card and not through an address: no page of the house may play one. */
export const play = async (bytes: Uint8Array<ArrayBuffer>): Promise<void> => {
  const context = new AudioContext();
  const source = context.createBufferSource();
  source.buffer = await context.decodeAudioData(bytes.slice().buffer);
  source.connect(context.destination);
  source.addEventListener('ended', () => void context.close());
  source.start();
};
