import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { say, type Sentence } from '../../../../kernel/words.ts';
import { mostPapers } from '../draft.ts';
import { play, preview, record, shrunk, voiceMs, type Recording } from '../papers.ts';
import { visitWords as w } from '../words.ts';
import type { PaperRef } from '../wire.ts';
import type { MatterProps } from './given.ts';

const isPicture = (paper: PaperRef): boolean => paper.name.endsWith('.jpg');

/** A picture of the place or of a paper, a voice: kept the moment it is taken. */
export const Papers = ({ lang, desk, act, matter, change }: MatterProps): VNode => {
  const [recording, setRecording] = useState<{ readonly of: Recording; readonly left: number } | null>(null);
  const [told, tell] = useState<Sentence | null>(null);
  const papers = useRef(matter.papers);
  papers.current = matter.papers;
  const keep = async (bytes: Uint8Array<ArrayBuffer>, name: string): Promise<void> => {
    const paper = await act(() => desk.keepPaper(bytes, name));
    if (paper) change({ papers: [...papers.current, paper] });
    await desk.flush();
  };
  const named = (ext: string): string => `${new Date(desk.now()).toISOString().slice(0, 19).replace(/[-:]/g, '')}-${papers.current.length + 1}.${ext}`;
  const take = async (input: HTMLInputElement): Promise<void> => {
    tell(null);
    for (const file of [...(input.files ?? [])].slice(0, mostPapers - papers.current.length)) {
      const bytes = await shrunk(file);
      if (bytes) await keep(bytes, named('jpg'));
      else tell(w.pictureBad);
    }
    input.value = '';
  };
  const listen = async (): Promise<void> => {
    tell(null);
    try {
      const of = await record((left) => setRecording({ of, left }));
      setRecording({ of, left: voiceMs / 1_000 });
      const { bytes, ext } = await of.done;
      setRecording(null);
      // stopped before the first sound
      if (bytes.length === 0) tell(w.voiceNone);
      else await keep(bytes, named(ext));
    } catch (error) {
      if (!(error instanceof DOMException) && !(error instanceof TypeError)) throw error;
      tell(w.voiceNone);
    }
  };
  const remove = (paper: PaperRef): void => {
    change({ papers: papers.current.filter((one) => one.key !== paper.key) });
    void desk.flush().then(() => desk.dropPaper(paper.key));
  };
  // left while the tape runs: what was said is kept
  useEffect(() => () => recording?.of.stop(), [recording?.of]);
  return (
    <div class="outing-papers">
      <div class="row">
        <label class="button second outing-photo">{say(lang, w.photo)}<input type="file" accept="image/*" capture="environment" multiple class="hidden" disabled={matter.papers.length >= mostPapers} onChange={(event) => void take(event.currentTarget)} /></label>
        {recording
          ? <button type="button" class="button grave" onClick={() => recording.of.stop()}>{say(lang, w.voiceStop, { left: recording.left })}</button>
          : <button type="button" class="button second" disabled={matter.papers.length >= mostPapers} onClick={() => void listen()}>{say(lang, w.voice)}</button>}
      </div>
      {told && <p class="error" role="alert">{told[lang]}</p>}
      {matter.papers.length > 0 && (
        <ul class="outing-list">
          {matter.papers.map((paper, at) => (
            <li key={paper.key} class="outing-paper">
              {isPicture(paper) ? <Thumb paper={paper} desk={desk} /> : <button type="button" class="button second" onClick={() => void desk.paper(paper.key).then((bytes) => bytes && play(bytes))}>{say(lang, w.play)}</button>}
              <span>{say(lang, isPicture(paper) ? w.picture : w.sound, { n: at + 1 })}</span>
              <button type="button" class="button link" onClick={() => remove(paper)}>{say(lang, w.remove)}<span class="hidden"> {at + 1}</span></button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};

const Thumb = ({ paper, desk }: { paper: PaperRef; desk: MatterProps['desk'] }): VNode => {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => void desk.paper(paper.key).then((bytes) => bytes && canvas.current && preview(bytes, canvas.current)), [paper.key]);
  return <canvas ref={canvas} width={1} height={1} aria-hidden="true" />;
};
