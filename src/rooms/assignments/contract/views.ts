import { z } from 'zod';
import { line } from '../../../kernel/typed.ts';

/** A page's address after the question mark, kept under a name. */
export const viewSchema = z.object({
  name: line(100),
  query: z.string().max(500, 'view_too_long').regex(/^[\w=&.%~+-]*$/, 'view_wrong'),
});
