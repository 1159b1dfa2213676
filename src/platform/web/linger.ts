import type { IncomingMessage, ServerResponse } from 'node:http';

/** As much as the largest form: whoever is refused before it is read has sent it then, and reads why. */
const mostBytes = 64 * 1024 * 1024;
const mostMs = 30_000;
const lookEveryMs = 20;
/** From the last word of ours to the end: an answer that is on its way is lost when the connection is torn down. */
const lastMs = 1_000;

/**
 * What comes after the answer is heard and forgotten, for so many bytes and so long; then the connection ends. Closed at once, a line that is
 * still sending would take the page with it (RFC 9112, 9.6); heard for ever, it would be a way to keep the house busy.
 */
export const linger = (request: IncomingMessage, response: ServerResponse): void => {
  // whoever wants the connection to end with the answer would have it torn down with the last byte of ours, heard or not
  const ends = !response.shouldKeepAlive && !request.complete && request.httpVersion === '1.1';
  if (ends) response.shouldKeepAlive = true;
  response.once('finish', () => {
    const { socket } = request;
    if (socket.destroyed) return;
    if (request.complete) {
      if (ends) socket.destroySoon();
      return;
    }
    // whoever had begun to read does not any more
    request.removeAllListeners('data').resume();
    const [from, until] = [socket.bytesRead, performance.now() + mostMs];
    const look = setInterval(() => {
      if (!request.complete && !socket.destroyed && socket.bytesRead - from <= mostBytes && performance.now() < until) return;
      clearInterval(look);
      if (request.complete && !ends) return;
      socket.pause();
      socket.end();
      setTimeout(() => socket.destroy(), lastMs).unref();
    }, lookEveryMs);
    look.unref();
  });
};
