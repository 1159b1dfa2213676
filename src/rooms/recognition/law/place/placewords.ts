import type { Lex } from './lex.ts';

/** What a word says that a place is. */
export type Sort = 'region' | 'district' | 'city' | 'okrug' | 'village';
export type PlaceWord = { readonly sort: Sort; readonly side: 'before' | 'after'; readonly width: number };

/** In the spelling of `soundOf`. `before`: the word stands before the name («село Трекино»); `after`: behind it («Трекин ауылы», «Бурлинский район»). */
const single: readonly (readonly [RegExp, Sort, PlaceWord['side']])[] = [
  [/^город(а|е|у|ом)?$/, 'city', 'before'], [/^сел(о|а|е|у|ом)$/, 'village', 'before'], [/^деревн(я|е|и|ю)$/, 'village', 'before'], [/^посел(ок|ка|ке|ку|ком)$|^пос$|^пгт$/, 'village', 'before'],
  [/^аул(а|е|у|ом)?$/, 'village', 'before'], [/^(раз[ие]*зд(а|е)?|рзд|хутор(а|е)?|зимовк(а|е|и))$/, 'village', 'before'],
  [/^раион(а|е|у|ом)?$/, 'district', 'after'], [/^област(и|ю|ю)?$|^обл$/, 'region', 'after'],
  [/^калас(и|и[нм].*)$|^кала$/, 'city', 'after'], [/^ауи+л(и|ин.*|имиз.*|дан|да|дин|га|даги)?$|^аул(и|ин[дан].*|ина|инин|да|дан|дин|га)$/, 'village', 'after'],
  [/^кент(и|ин.*|те|тин|тен)?$/, 'village', 'after'], [/^село(си.*|да|нин)$|^станци(я|а)си.*$|^бекети.*$|^раз[ие]*зди.*$/, 'village', 'after'],
  [/^аудан(и|ин.*|да|дин|га)?$/, 'district', 'after'], [/^облис(и|ин.*)?$/, 'region', 'after'],
];
/** «шағын ауданы» is no district of the country. */
const quarter = /^(шагин|икшам|молтек|тургин)$/;

/** The word of place that begins at `at`; null where none does. One letter is an abbreviation only with its point, or before a capital. */
export const placeWordAt = (list: readonly Lex[], at: number): PlaceWord | null => {
  const one = list[at];
  if (!one || one.number) return null;
  const next = list[at + 1];
  if (one.key === 'г' && (one.dotted || next?.capital)) return { sort: 'city', side: 'before', width: 1 };
  // «ул. С. Разина» is no village: a capital one only where a line or a part of it begins
  if ((one.key === 'с' || one.key === 'п') && one.dotted && next?.capital && (!one.capital || at === 0 || /[,\n]/.test(one.before))) return next.raw.length === 1 ? null : { sort: 'village', side: 'before', width: 1 };
  // «Ақсай қ.», «Серік а.»
  if (one.dotted && (one.raw === 'қ' || one.raw === 'а') && list[at - 1]?.capital && list[at + 1]?.key !== 'о') return { sort: one.raw === 'қ' ? 'city' : 'village', side: 'after', width: 1 };
  if (one.key === 'р' && next && /^[-/]$/.test(next.before) && /^о?н/.test(next.key)) return { sort: 'district', side: 'after', width: 2 };
  if ((one.key === 'с' || one.key === 'а') && next?.key === 'о' && /^[./]\s?$/.test(next.before)) return { sort: 'okrug', side: 'after', width: 2 };
  if (next && next.key.startsWith('округ') && /^(селск|ауи*лдик)/.test(one.key)) return { sort: 'okrug', side: 'after', width: 2 };
  if (quarter.test(list[at - 1]?.key ?? '')) return null;
  const found = single.find(([pattern]) => pattern.test(one.key));
  return found ? { sort: found[1], side: found[2], width: 1 } : null;
};

/** Short names of regions by their whole name, as everybody writes them. */
export const shortRegions: Readonly<Record<string, string>> = {
  'западно казахстанская': 'зко', 'батис казакстан': 'бко', 'восточно казахстанская': 'вко', 'шигис казакстан': 'шко', 'северо казахстанская': 'ско', 'солтустик казакстан': 'ско',
};

/** Names of places that are words of every day, or what a child is called: they mean a place only beside a word of place. */
export const everyday: ReadonlySet<string> = new Set((
  'енбек енбекши достик бирлик мереке береке болашак келешек орталик мадениет женис интимак алга шу шар жем степняк аса темир алтаи есил бастау бастама бестамак '
  + 'мир победа восход заря дружба труд прогресс авангард горки школа лагер степное болшои круглии кругли центр нефтебаза подстанция лесхоз фестивалная октябрское целинное новое старое '
  + 'коктем коктерек акжол жанажол кайнар кайрат бакит арман талап шаттик мамир акпан наурис наурыз тан нур отан атамекен туган ата ана жар жол су тас тау кол коп кум орман '
  + 'казахстан казакстан ак кок кара сари кизил жана еска жастар мектеп самал жулдиз тенге уштик даму еркин азат теницик тендик тиншиктик егемен парк карер рассвет маяк родина родник юбилеиное мирное '
  + 'абаи жамбил жамбул амангелди амангели серик арман жанибек мерген аидар ернар дидар мирас куандик асан сулеимен отебаи исахан аубакир смаил сирим махамбет исатаи кенесари абилаи '
  + 'аиша мариям толеген нурлан нурсултан динмухамед курмангази мухит сакен мухтар иляс магжан ахмет алихан мустафа турар бауиржан кабанбаи богенбаи райимбек раимбек каракереи '
  + 'нариман даулет даурен ермек ерлан жомарт жандос кажимукан казибек толе аитеке шокан ибираи сеитказа курчатов гагарин калинин киров фрунзе чкалов тимирязев пушкин гогол горкии горки'
).split(' '));

/** «Желаев», «Бурлина», «Янайкин»: a name that is a surname too. */
export const likeSurname = (key: string): boolean => /(ов|ев|ин|ова|ева|ина|ски)$/.test(key);
/** «Трекино», «Казталовка», «Круглоозерное», «Зачаганск»: nobody is called so. */
export const likePlace = (key: string): boolean => /(ово|ево|ино|ка|ное|ское|ск|град|поле|горски|тобе|тал|кол|булак)$/.test(key);
