/** A kiosk has no menu to print from. Without this script the button stays hidden, and the square code is there. */
for (const button of document.querySelectorAll<HTMLElement>('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
}
