import { words } from '../../kernel/words.ts';

export const refusalWords = words({
  too_large_file: {
    kk: 'Файл тым үлкен. Бір файл 20 мегабайттан, сурет 40 мегапиксельден аспауы керек. WebP, AVIF, GIF сияқты суреттердің шегі бұдан төмен: оны кәдімгі JPEG етіп сақтап, қайта жіберіңіз.',
    ru: 'Файл слишком большой. Один файл — до 20 мегабайт, снимок — до 40 мегапикселей. Для WebP, AVIF, GIF и им подобных предел ниже: сохраните снимок как обычный JPEG и пришлите ещё раз.',
    en: 'The file is too large. One file may have up to 20 megabytes, a picture up to 40 megapixels. For WebP, AVIF, GIF and the like it is less: save the picture as an ordinary JPEG and send it again.',
  },
  too_many_files: {
    kk: 'Сіз әлі жібермеген файлдар тым көп: ең көбі {most}. Алдымен өтінішті жіберіңіз немесе кейінірек қайталап көріңіз.',
    ru: 'Загружено слишком много файлов, которые ещё никуда не приложены: можно не больше {most}. Сначала отправьте обращение или попробуйте позже.',
    en: 'Too many files are waiting to be sent: at most {most}. Send the appeal first, or try again later.',
  },
  file_type_invalid: {
    kk: 'Мұндай файлды қабылдай алмаймыз. Сурет (JPEG, PNG, WebP, AVIF, GIF), PDF, макроссыз Word, Excel, PowerPoint, OpenDocument құжаты немесе UTF-8 мәтіні жарайды. iPhone суреті HEIC болса, оны JPEG етіп сақтаңыз.',
    ru: 'Такой файл принять не можем. Подойдут снимок (JPEG, PNG, WebP, AVIF, GIF), PDF, документ Word, Excel, PowerPoint или OpenDocument без макросов и текст в UTF-8. Снимок HEIC с iPhone сохраните как JPEG.',
    en: 'This kind of file cannot be taken. A picture (JPEG, PNG, WebP, AVIF, GIF), a PDF, a Word, Excel, PowerPoint or OpenDocument file without macros, or UTF-8 text will do. Save an iPhone HEIC picture as JPEG.',
  },
  file_empty_invalid: {
    kk: 'Файл бос. Басқасын таңдаңыз.',
    ru: 'Файл пустой. Выберите другой.',
    en: 'The file is empty. Choose another one.',
  },
  file_broken_invalid: {
    kk: 'Файл ашылмай тұр: бүлінген не толық жүктелмеген болуы мүмкін. Қайта сақтап немесе қайта түсіріп көріңіз.',
    ru: 'Файл не открывается: возможно, он повреждён или загрузился не полностью. Сохраните его заново или сфотографируйте ещё раз.',
    en: 'The file does not open: it may be damaged or cut off. Save it again, or take the picture once more.',
  },
  file_infected_invalid: {
    kk: 'Файлдан вирус табылды, сондықтан сақталмады. Құрылғыңызды тексеріп, басқа файл жіберіңіз.',
    ru: 'В файле найден вирус, поэтому мы его не сохранили. Проверьте своё устройство и пришлите другой файл.',
    en: 'A virus was found in the file, so it was not kept. Check your device and send another file.',
  },
  file_waits: {
    kk: 'Файл сақталды, бірақ вирусқа әлі тексерілген жоқ. Тексерілген соң ашылады.',
    ru: 'Файл сохранён, но ещё не проверен на вирусы. После проверки он откроется.',
    en: 'The file is kept but has not been checked for viruses yet. It will open once it has been.',
  },
  file_invalid: {
    kk: 'Қоса берілген файлдардың бірі табылмады. Оны қайта қосып, тағы жіберіп көріңіз.',
    ru: 'Один из приложенных файлов не найден. Приложите его заново и отправьте ещё раз.',
    en: 'One of the attached files was not found. Attach it again and send once more.',
  },
  file_not_found: { kk: 'Мұндай файл табылмады.', ru: 'Такой файл не найден.', en: 'There is no such file.' },
});
