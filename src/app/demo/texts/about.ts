/**
 * What a letter is about inside its topic, where one answer would not suit all of them: a leak is not a shortage. By words of the letter in
 * both languages, the first that fits; letters of a topic not listed, or fitting nothing, get the topic's plain answers.
 */
const subjects: Readonly<Record<string, readonly (readonly [about: string, words: RegExp])[]>> = {
  lighting: [['line', /шам жоқ|лампочек нет|бір шам орнатылса|фонарь жоқ/iu], ['pole', /бағана|столб/iu]],
  waste: [['pickup', /шығарылмады|екі аптада бір|не вывозят|раз в две недели|вывозить/iu]],
  transport: [['stop', /аялдаманың|остановке на|на остановке \{/iu], ['timetable', /кестемен|аптасына екі|мүлде жүрмейді|как хочет|два раза в неделю|не ходит|бірде-бір автобус|ходить етпейді/iu]],
  heating: [['house', /батаре|қабаттың|пәтердің іші|в квартире|стояк/iu]],
  water: [['quality', /сары|жёлтая/iu], ['shortage', /бір сағат, кешке|час вечером|құдықтан/iu], ['meter', /есептегіш/iu], ['yard', /қоршауымызды/iu]],
  power: [['connect', /жарық қостыруға/iu]],
  gas: [['leak', /газ иісі|пахнет газом/iu], ['connect', /құбыр тартылмады|газ провели/iu], ['meter', /есептегіш|счётчик/iu]],
  utility_bills: [['tariff', /тариф/iu], ['help', /көмек алуға/iu], ['bill', /түбіртек|есептей|квитанц|начисля/iu]],
  health: [['conduct', /дөрекі|жедел жәрдем|нагрубила|скорую/iu], ['nodoctor', /дәрігер жоқ|нет врача/iu], ['medicine', /дәрісін|лекарство/iu]],
  education: [['queue', /кезег|в очереди/iu], ['money', /ақша жинап|собирают/iu]],
  social: [['benefit', /атаулы|адресн|АСП/iu], ['device', /жөргек|аутизм|подгузник|таксиге/iu], ['pension', /кеңшар|совхоз/iu], ['carer', /жалғызбасты|живу одна/iu]],
  labour: [['pay', /жалақы|жұмыстан себепсіз|ақысы|зарплату|уволили|платят/iu]],
  housing_provision: [['defect', /терезесінен|дует/iu], ['ruin', /апатты|аварийным/iu], ['loan', /ипотека/iu], ['queue', /кезек|в очереди|вычеркнули/iu]],
  land_construction: [['queue', /жер кезегінде|в очереди/iu], ['act', /актісін|земельный акт|өз атыма/iu], ['fence', /қоршауын|забор/iu], ['pipes', /су да, жарық|без воды/iu], ['site', /құрылыс жүріп|стройка/iu]],
  landscaping: [['ground', /алаң|площадк/iu]],
  animals: [['herd', /жылқы/iu], ['owner', /көршінің иті/iu]],
  safety: [['camera', /бейнекамера/iu]],
  trade: [['check', /мерзімі өткен|таразы|просроченн|весы/iu]],
  gov_services: [['electronic', /қолтаңба|подпись/iu], ['formal', /«қаралды»|«рассмотрено»/iu]],
};

export const aboutOf = (topic: string, text: string): string | undefined => subjects[topic]?.find(([, words]) => words.test(text))?.[0];

/** What nobody explains away: it is made safe. */
const danger = /люк|газ иісі|пахнет газом|жарылып, су|прорвало|қапты|покусала|ұшқын|искрит|сүңгі|сосульки|есірткі|наркотик/iu;
export const isUrgent = (text: string): boolean => danger.test(text);
