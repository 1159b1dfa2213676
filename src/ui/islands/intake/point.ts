import { fill } from './fill.ts';

const patienceMs = 20_000;
/** Worse than this, and a body would look in the wrong street. */
const roughMetres = 300;

/** Asks the device where it is, only when pressed. The box that comes with it takes the point away again. */
export const offerPoint = (form: HTMLFormElement, said: DOMStringMap): void => {
  const place = form.querySelector<HTMLElement>('[data-my-place]');
  const box = place?.querySelector<HTMLInputElement>('input[name=point]');
  const button = place?.querySelector('button');
  const status = place?.querySelector('[role=status]');
  if (!place || !box || !button || !status || !isSecureContext || !('geolocation' in navigator)) return;
  const put = (name: string, value: number): void => {
    const field = place.querySelector<HTMLInputElement>(`input[name=${name}]`);
    if (field) field.value = String(value);
  };
  const found = ({ coords }: GeolocationPosition): void => {
    const [lat, lon, metres] = [Number(coords.latitude.toFixed(5)), Number(coords.longitude.toFixed(5)), Math.ceil(coords.accuracy)];
    put('lat', lat);
    put('lon', lon);
    put('accuracy', metres);
    box.checked = true;
    const text = box.parentElement?.querySelector('span');
    if (text) text.textContent = fill(said['point'], { lat, lon, metres });
    const whole = box.closest<HTMLElement>('div[hidden]');
    if (whole) whole.hidden = false;
    status.textContent = fill(metres > roughMetres ? said['rough'] : said['here'], { metres });
    button.disabled = false;
  };
  const failed = (error: GeolocationPositionError): void => {
    status.textContent = (error.code === error.PERMISSION_DENIED ? said['denied'] : said['unknown']) ?? '';
    button.disabled = false;
  };
  button.addEventListener('click', () => {
    button.disabled = true;
    status.textContent = said['looking'] ?? '';
    navigator.geolocation.getCurrentPosition(found, failed, { enableHighAccuracy: true, timeout: patienceMs, maximumAge: 0 });
  });
  for (const hidden of [place, ...place.querySelectorAll<HTMLElement>(':scope > button, :scope > .hint')]) hidden.hidden = false;
};
