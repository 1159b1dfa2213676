const patienceMs = 20_000;

/**
 * Beside the fields for where and when a photograph was taken: one press asks the device. Works on every `[data-proof]`, whose fields end in lat,
 * lon, metres, takenDay and takenTime; its sentences are read from the page.
 */
export const offerProof = (place: HTMLElement): void => {
  const button = place.querySelector<HTMLButtonElement>('button[data-here]');
  const status = place.querySelector<HTMLElement>('[role=status]');
  if (!button || !status || !isSecureContext || !('geolocation' in navigator)) return;
  const put = (name: string, value: string): void => {
    const field = place.querySelector<HTMLInputElement>(`input[name$=".${name}"]`);
    if (field) field.value = value;
  };
  const found = ({ coords, timestamp }: GeolocationPosition): void => {
    put('lat', coords.latitude.toFixed(5));
    put('lon', coords.longitude.toFixed(5));
    put('metres', String(Math.ceil(coords.accuracy)));
    // the country's one clock, whatever the device is set to
    const wall = new Date(timestamp + 5 * 3_600_000).toISOString();
    put('takenDay', wall.slice(0, 10));
    put('takenTime', wall.slice(11, 16));
    status.textContent = place.dataset['found'] ?? '';
    button.disabled = false;
  };
  button.addEventListener('click', () => {
    button.disabled = true;
    status.textContent = place.dataset['looking'] ?? '';
    navigator.geolocation.getCurrentPosition(found, () => {
      status.textContent = place.dataset['unknown'] ?? '';
      button.disabled = false;
    }, { enableHighAccuracy: true, timeout: patienceMs, maximumAge: 0 });
  });
  button.hidden = false;
};
