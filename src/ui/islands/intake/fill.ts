/** A sentence of the page with its slots filled: `%name%`. */
export const fill = (sentence: string | undefined, slots: Readonly<Record<string, string | number>>): string =>
  (sentence ?? '').replace(/%(\w+)%/g, (whole, name: string) => String(slots[name] ?? whole));

/** A number as the page's language writes it; not every browser knows how Kazakh does. */
export const shown = (value: number, places = 0): string => {
  const [thousands, comma] = document.documentElement.lang === 'en' ? [',', '.'] : ['\u00A0', ','];
  const [whole = '', part] = value.toFixed(places).split('.');
  return whole.replace(/\B(?=(?:\d{3})+$)/g, thousands) + (part === undefined ? '' : comma + part);
};

export const made = <Name extends keyof HTMLElementTagNameMap>(name: Name, look = '', text = ''): HTMLElementTagNameMap[Name] => {
  const element = document.createElement(name);
  if (look !== '') element.className = look;
  element.textContent = text;
  return element;
};
