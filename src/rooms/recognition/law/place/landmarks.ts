import type { Because } from '../topic/guess.ts';
import { joined, parted, type Lex } from './lex.ts';

// in the spelling of `soundOf`

/** What people tell a place by. */
export const thing = new RegExp(`^(${[
  'школ|садик|детсад|балабакш|бакша|мектеп|магазин|дукен|болниц|аурухана|поликлиник|емхана|амбулатори|мечет|мешит|ринок|ринк|ринка|базар|остановк|аялдама|вокзал|парк|саябак|акимат',
  'аким|мост|копир|кладбиш|зират|стадион|аптек|дарихана|банк|банки|азс|запра|цон|хкко|церк|почт|пошта|гостиниц|кафе|тоихана|трц|тц|мейрамхана|котелн|казандик|подстанци|колледж',
  'университет|клуб|библиотек|китапхана|фап|озера|озен|реки|речки|пруд|канал',
].join('|')})`);
const besideRu = /^(возле|около|напротив|рядом|вблизи|позади|недалеко|неподалеку|за|перед|у|между)$/;
const besideKk = /^(жан|кас|алд|арт|ман|тус|туб|карс|ирге|аулас)(и|индаги|инда|ина|инан|ининда|асинда|асина|асинан|сида|сина|сиси|асиндаги)(н.*|д.*)?$/;

/** A place told by what stands near it: «возле школы № 5», «№5 мектептің жанында». As it was written. */
export const landmarkIn = (list: readonly Lex[], text: string): Because | null => {
  for (let at = 0; at < list.length; at += 1) {
    const found = besideRu.test(list[at]?.key ?? '') ? behind(list, at) : besideKk.test(list[at]?.key ?? '') ? before(list, at) : null;
    if (!found) continue;
    const [from, to] = [list[found.first]?.from ?? 0, list[found.end - 1]?.to ?? 0];
    return { from, to, text: text.slice(from, to) };
  }
  return null;
};

const behind = (list: readonly Lex[], at: number): { first: number; end: number } | null => {
  let place = at + 1;
  while (/^(с|со|от|самои|нашеи|стар\S*|нов\S*|центральн\S*|сред\S*|детск\S*)$/.test(list[place]?.key ?? '') && place < at + 4) place += 1;
  if (!thing.test(list[place]?.key ?? '') || parted(list, place)) return null;
  return { first: at, end: tail(list, place + 1) };
};

/** «№ 5», «5», «Айгуль»: which school, which shop. */
const tail = (list: readonly Lex[], from: number): number => {
  let end = from;
  while (end < from + 3) {
    const one = list[end];
    if (!one || !joined(one) || !(one.raw === '№' || one.number || one.capital)) break;
    end += 1;
  }
  return list[end - 1]?.raw === '№' ? end - 1 : end;
};

const before = (list: readonly Lex[], at: number): { first: number; end: number } | null => {
  const place = at - 1;
  if (!thing.test(list[place]?.key ?? '') || !joined(list[at])) return null;
  let first = place;
  while (first > place - 3) {
    const one = list[first - 1];
    if (!one || !joined(list[first]) || !(one.raw === '№' || one.number || one.capital)) break;
    first -= 1;
  }
  return { first, end: at + 1 };
};
