import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import QRCode from 'qrcode';
import { refuse } from '../../../kernel/refusal.ts';
import { longDay, moment } from '../../../kernel/show.ts';
import { say, type Lang, type Sentence } from '../../../kernel/words.ts';
import { read, type Read } from '../../../platform/db.ts';
import { bytes, siteUrl, type Answer, type Asked } from '../../../platform/web.ts';
import { peopleByIds } from '../../people/contract.ts';
import { nameOf, unitById } from '../../units/contract.ts';
import { registeredOf } from '../store/intake.ts';
import { appealById, timeline } from '../store/matter.ts';
import { followWords as w } from '../words/follow.ts';
import { kindWords } from '../words/labels.ts';

/** What the law wants on it: number, date and time, who received it [L: the Code, 64 (1-2)]; and the way to follow. */
export type Talon = {
  readonly lang: Lang; readonly org: Sentence; readonly number: string; readonly code: string; readonly link: string; readonly branch: string;
  readonly receivedAt: Date; readonly receivedBy: string; readonly kind: string; readonly dueOn: string;
};

export const talonOf = async (q: Read, appealId: number, o: { lang: Lang; org: Sentence; site: string }): Promise<Talon | null> => {
  const [own] = await registeredOf(q, appealId);
  const whole = own && (await appealById(q, appealId));
  if (!own || !whole) return null;
  const branch = await unitById(q, own.branchId);
  const clerk = (await timeline(q, appealId, true))[0]?.byAccount ?? null;
  const receivedBy = clerk === null ? say(o.lang, w.talonByForm) : ((await peopleByIds(q, [clerk])).get(clerk)?.name ?? '');
  return {
    lang: o.lang, org: o.org, number: own.number, code: own.followCode, link: `${o.site}/${o.lang}/follow/${own.linkToken}`, branch: branch ? nameOf(branch, o.lang) : '',
    receivedAt: own.receivedAt, receivedBy, kind: say(o.lang, kindWords[own.kind]), dueOn: own.dueOn,
  };
};

/** The talon of one matter, for whoever may read it: the handler has asked. */
export const talonPdf = async (asked: Asked, appealId: number): Promise<Answer> => {
  const talon = await read(asked.ctx, (q) => talonOf(q, appealId, { lang: asked.lang, org: asked.org, site: siteUrl(asked.config) }));
  if (!talon) return refuse('appeal_not_found');
  return bytes(new Uint8Array(await drawTalon(talon)), {
    'content-type': 'application/pdf', 'content-disposition': `inline; filename="${talon.number}.pdf"`, 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff',
  });
};

const require = createRequire(import.meta.url);
const fonts = new Map<string, Buffer>();
const font = (name: 'DejaVuSans' | 'DejaVuSans-Bold'): Buffer => {
  const known = fonts.get(name);
  if (known) return known;
  const made = readFileSync(join(dirname(require.resolve('dejavu-fonts-ttf/package.json')), 'ttf', `${name}.ttf`));
  fonts.set(name, made);
  return made;
};

// A6 in points: a quarter of the sheet, as reception offices print talons
const [width, height, margin] = [297.6, 419.5, 22];

/** One page in A6 with every Kazakh letter. */
export const drawTalon = async (t: Talon): Promise<Buffer> => {
  // read with the first talon: 7 MB of the heap, and three times that beside
  const { default: PDFDocument } = await import('pdfkit');
  const qr = await QRCode.toBuffer(t.link, { errorCorrectionLevel: 'M', margin: 1, scale: 6 });
  const pdf = new PDFDocument({ size: [width, height], margin, info: { Title: `${say(t.lang, w.talonTitle)} ${t.number}`, Creator: 'Jauap' } });
  const chunks: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
  });
  pdf.registerFont('plain', font('DejaVuSans')).registerFont('bold', font('DejaVuSans-Bold'));
  pdf.font('plain').fontSize(8).text(t.org[t.lang]).text(t.branch);
  pdf.moveDown(0.8).font('bold').fontSize(11).text(say(t.lang, w.talonTitle));
  pdf.moveDown(0.2).fontSize(17).text(t.number);
  const line = (label: string, value: string) => pdf.moveDown(0.35).font('plain').fontSize(7.5).fillColor('#444').text(label).fillColor('#000').fontSize(10).text(value);
  line(say(t.lang, w.talonReceived), `${moment(t.receivedAt)}, ${t.kind}`);
  line(say(t.lang, w.talonBy), t.receivedBy);
  line(say(t.lang, w.talonDue), longDay(t.lang, t.dueOn));
  const top = pdf.y + 12;
  pdf.image(qr, margin, top, { width: 108 });
  pdf.font('plain').fontSize(7.5).fillColor('#444').text(say(t.lang, w.talonCode), margin + 118, top + 6).fillColor('#000').font('bold').fontSize(15).text(t.code, margin + 118);
  pdf.moveDown(0.4).font('plain').fontSize(7.5).text(say(t.lang, w.talonScan), margin + 118, pdf.y, { width: width - margin * 2 - 118 });
  pdf.end();
  return done;
};
