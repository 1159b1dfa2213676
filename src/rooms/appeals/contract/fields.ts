import { z } from 'zod';
import { numberOf } from '../../../kernel/typed.ts';

/** An uploaded file's id, given by rooms/files before the act. */
export const papers = z.array(z.coerce.number().int().positive()).max(20, 'too_many_files').default([]);

/** `CODE-YEAR-NNNNNN`, as people type it. */
export const numberField = numberOf(/^[A-Z0-9]{2,10}-\d{4}-\d{6,}$/);
/** A booking's or a visit's number, typed where an appeal is looked for. */
export const receptionNumber = numberOf(/^[A-Z0-9]{2,10}-[BV]-\d{4}-\d{6,}$/);
